// Several at once: which rows are selected, and the form that decides on all of them.
import { measure } from "../foot";
import { rowOf, rows } from "./rows";

export const picked = new Set<string>();

export function bulkForm(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("[data-bulk]");
}

function boxes(): HTMLInputElement[] {
  return rows().flatMap((row) => row.querySelector<HTMLInputElement>("[data-pick]") ?? []);
}

/** After any swap: what was selected is so again, and what has left is not. */
export function dressPicks(): void {
  for (const box of boxes()) box.checked = picked.has(box.value);
  for (const id of picked) if (!rowOf(id)) picked.delete(id);
  showBulk();
}

/** A box was ticked: one row, or all that are to be seen. */
export function tickedOne(event: Event): void {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.matches("[data-pick], [data-pick-all]")) return;
  for (const one of box.matches("[data-pick-all]") ? boxes() : [box]) {
    one.checked = box.checked;
    if (box.checked) picked.add(one.value);
    else picked.delete(one.value);
  }
  showBulk();
  // The bar that has just come may lie on the row that brought it.
  measure();
  if (!box.matches("[data-pick-all]")) box.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
}

export function showBulk(): void {
  const all = document.querySelector<HTMLInputElement>("[data-pick-all]");
  const offered = boxes().length;
  if (all) {
    all.checked = offered > 0 && picked.size >= offered;
    all.indeterminate = picked.size > 0 && !all.checked;
    const line = all.closest<HTMLElement>("label");
    if (line) line.hidden = offered === 0;
  }
  const bulk = bulkForm();
  if (!bulk) return;
  bulk.hidden = picked.size === 0;
  const words = bulk.querySelector<HTMLElement>("[data-bulk-count]");
  if (words) words.textContent = (words.dataset["words"] ?? "").replace("{n}", String(picked.size));
}
