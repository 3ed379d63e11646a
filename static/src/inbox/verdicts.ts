// Decisions show at once: their rows leave and the next one opens. What was refused, or undone, comes back.
import { post } from "../post";
import { askWhySoon, lacksWhy } from "../reasons";
import { TYPING } from "../typing";
import { dress } from "./dress";
import { load, open } from "./item";
import { emptyWhy, fillWhy, keepWhy, whyOf } from "./kept";
import { bulkForm, picked, showBulk } from "./picks";
import { desk, focusRow, going, item, place, rowOf, rows } from "./rows";

let last = { id: "", wasOpened: false };

export function submitted(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const isBulk = form.matches("[data-bulk]");
  if (!desk() || !(isBulk || form.matches("#item [data-decide]"))) return;
  const values = new FormData(form, event.submitter);
  // The studio says in its words that a no needs a reason; the place to write it opens meanwhile.
  if (lacksWhy(values)) return askWhySoon(form);
  event.preventDefault();
  event.stopImmediatePropagation();
  const id = form.dataset["decide"] ?? "";
  if (going.has(id)) return;
  const ids = isBulk ? [...picked] : [id];
  emptyWhy(form);
  void send(form.action, ids, values, isBulk);
}

async function send(url: string, ids: string[], values: FormData, isBulk: boolean): Promise<void> {
  last = { id: ids[0] ?? "", wasOpened: desk()?.classList.contains("opened") === true };
  for (const id of ids) {
    going.set(id, "sent");
    picked.delete(id);
  }
  leave(ids);
  showBulk();
  const done = await post(url, values);
  for (const id of ids) {
    if (done) going.set(id, "done");
    else going.delete(id);
  }
  if (!done) bringBack(ids, values, isBulk);
}

/** Hide rows; where the open one is among them, open the one after it, or the one before the end. */
function leave(ids: string[]): void {
  const all = rows();
  const stays = (row: HTMLElement): boolean => !ids.includes(row.dataset["row"] ?? "");
  const at = all.findIndex((row) => row.dataset["row"] === place.current);
  const next = all.slice(at + 1).find(stays) ?? all.slice(0, Math.max(at, 0)).findLast(stays);
  for (const row of all) if (!stays(row)) row.hidden = true;
  if (!ids.includes(place.current)) {
    dress();
    return focusRow();
  }
  stopListening();
  if (next) {
    place.lands = true;
    open(next, true);
  } else {
    item()?.toggleAttribute("hidden", true);
    desk()?.classList.remove("opened");
  }
  place.rowHadFocus = true;
  if (!document.activeElement?.matches("[data-row]:not([hidden]) [data-open]")) focusRow();
}

/** Nobody is to judge the next song by the sound of the last one. */
function stopListening(): void {
  if (!item()?.querySelector("[data-take][data-playing]")) return;
  document.querySelector<HTMLElement>("[data-deck-play][aria-pressed=true]")?.click();
}

function isWriting(): boolean {
  return document.activeElement?.matches(TYPING) === true;
}

/** With the words that were sent, so that nobody writes them twice. */
function bringBack(ids: string[], values: FormData, isBulk: boolean): void {
  for (const id of ids) rowOf(id)?.removeAttribute("hidden");
  const form = isBulk ? bulkForm() : null;
  if (form) {
    for (const id of ids) picked.add(id);
    fillWhy(form, whyOf(values));
    return dress();
  }
  const [id = ""] = ids;
  keepWhy(id, values);
  if (!isWriting()) show(id);
}

function show(id: string): void {
  item()?.removeAttribute("hidden");
  if (last.wasOpened) desk()?.classList.add("opened");
  const row = rowOf(id);
  if (row) return open(row, true);
  place.current = place.wanted = id;
  load(`/inbox/${id}/`);
}

/** What was undone opens again, unless its person writes about something else by now. */
export function reopenLast(): void {
  if (!desk() || !last.id || isWriting()) return;
  going.delete(last.id);
  place.current = place.wanted = last.id;
  place.rowHadFocus = place.lands = true;
  item()?.removeAttribute("hidden");
  if (last.wasOpened) desk()?.classList.add("opened");
  focusRow();
  load(`/inbox/${last.id}/`);
}
