// Lists whose rows are dragged into another order by mouse or finger; the buttons beside them do it by keyboard. The
// form `[data-drop]` beside the list says what was dragged where: its first field is named by the attribute.

/** The row before which the dragged one belongs when the pointer is at `y`; null for the end. */
export function rowBelow(rows: { id: string; top: number; height: number }[], y: number, dragged: string): string | null {
  const found = rows.find((row) => row.id !== dragged && y < row.top + row.height / 2);
  return found?.id ?? null;
}

interface Drag {
  list: HTMLElement;
  row: HTMLElement;
  next: Element | null;
}

let drag: Drag | null = null;
let held = "";

function rowsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[data-turn]")];
}

function take(event: PointerEvent): void {
  const grip = (event.target as HTMLElement).closest<HTMLElement>("[data-grip]");
  const row = grip?.closest<HTMLElement>("[data-turn]");
  const list = row?.closest<HTMLElement>("[data-turns]");
  if (!grip || !row || !list || event.button !== 0) return;
  event.preventDefault();
  drag = { list, row, next: row.nextElementSibling };
  row.dataset["dragged"] = "yes";
}

function follow(event: PointerEvent): void {
  if (!drag) return;
  const { list, row } = drag;
  const places = rowsOf(list).map((one) => {
    const box = one.getBoundingClientRect();
    return { id: one.dataset["turn"] ?? "", top: box.top, height: box.height };
  });
  const below = rowBelow(places, event.clientY, row.dataset["turn"] ?? "");
  const other = below === null ? null : list.querySelector(`[data-turn="${CSS.escape(below)}"]`);
  if (other !== row.nextElementSibling) list.insertBefore(row, other);
}

function drop(): void {
  if (!drag) return;
  const { list, row, next } = drag;
  drag = null;
  delete row.dataset["dragged"];
  const form = list.closest("[data-drops]")?.querySelector<HTMLFormElement>("[data-drop]");
  if (!form || row.nextElementSibling === next) {
    // What happened meanwhile was not shown under the hand.
    document.dispatchEvent(new CustomEvent("studio:changed"));
    return;
  }
  const put = (name: string, value: string): void => {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value;
  };
  put(form.dataset["drop"]!, row.dataset["turn"] ?? "");
  const after = row.nextElementSibling as HTMLElement | null;
  // Dropped below the last row shown, it goes right behind that row, not behind those that are not shown.
  put("before", after?.dataset["turn"] ?? "");
  put("after", after ? "" : ((row.previousElementSibling as HTMLElement | null)?.dataset["turn"] ?? ""));
  form.requestSubmit();
}

/** On a phone the house's tabs are wider than the page: the one that is open is brought into sight. */
function showTab(): void {
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
}

export function wireJobs(): void {
  showTab();
  document.addEventListener("studio:page", showTab);
  document.addEventListener("pointerdown", take);
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const detail = (event as CustomEvent<{ target: Element; shouldSwap: boolean }>).detail;
    if (drag && detail.target.contains(drag.list)) detail.shouldSwap = false;
    if (detail.target.querySelector("[data-turns]")) held = document.activeElement?.id ?? "";
  });
  // Whoever moves a row by keyboard goes on with the same button, wherever its row is now.
  document.addEventListener("htmx:afterSettle", () => {
    const again = held ? document.getElementById(held) : null;
    held = "";
    if (again && document.activeElement !== again) again.focus({ preventScroll: true });
  });
  document.addEventListener("change", (event) => {
    const all = event.target as HTMLInputElement;
    if (!all.matches("[data-ticks-all]")) return;
    for (const one of all.closest("form")?.querySelectorAll<HTMLInputElement>("input[name=stage]") ?? []) {
      one.checked = all.checked;
    }
  });
}
