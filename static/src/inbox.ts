// The label's inbox by keyboard: move, listen, decide, go on. Deeds show at once and come back if they fail.
import { dress } from "./inbox/dress";
import { asked, held, open, reload } from "./inbox/item";
import { rememberTicks } from "./inbox/kept";
import { picked, tickedOne } from "./inbox/picks";
import { desk, focusRow, forgetDone, isNarrow, item, linkOf, place, rowOf, rows } from "./inbox/rows";
import { reopenLast, submitted } from "./inbox/verdicts";
import { askWhy } from "./reasons";
import { TYPING } from "./typing";

const LOAD_AFTER_MS = 120;
// Keys that mean the list or the selection work at once, as long as nothing before them waits.
const BESIDE_THE_ITEM = ["j", "k", "x", "ArrowDown", "ArrowUp"];

export function startInbox(): void {
  document.addEventListener("keydown", key, true);
  document.addEventListener("studio:typed", () => desk() && focusRow());
  document.addEventListener("click", clicked);
  document.addEventListener("change", tickedOne);
  document.addEventListener("submit", submitted, true);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = (event as CustomEvent<{ target: Element }>).detail;
    if (!desk()) return;
    if (target.id === "reviews") forgetDone();
    rememberTicks(target);
  });
  document.addEventListener("htmx:configRequest", leaveOutEmpty);
  document.addEventListener("htmx:afterSettle", dress);
  document.addEventListener("studio:event", (event) => reload((event as CustomEvent).detail));
  document.addEventListener("studio:changed", () => reload(null));
  document.addEventListener("focusin", (event) => {
    place.rowHadFocus = (event.target as HTMLElement).matches("[data-open], #reviews, #reviews h2");
  });
  document.addEventListener("studio:undoing", () => held.wait("undo"));
  document.addEventListener("studio:undone", () => reopenLast());
  document.addEventListener("studio:undo-over", () => held.over("undo"));
  document.addEventListener("htmx:afterRequest", asked);
  document.addEventListener("studio:page", dress);
  dress();
}

/** What narrows nothing does not stand in the address. */
export function leaveOutEmpty(event: Event): void {
  const { elt, parameters } = (event as CustomEvent<{ elt: Element; parameters: Record<string, unknown> }>).detail;
  if (!elt.closest("[data-lean]")) return;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
}

function move(by: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.dataset["row"] === place.current);
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  if (next && next.dataset["row"] !== place.current) open(next, true, LOAD_AFTER_MS);
  else linkOf(next)?.focus();
}

function clicked(event: MouseEvent): void {
  const target = event.target as HTMLElement;
  if (target.closest("[data-pick-none]")) {
    picked.clear();
    dress();
    return focusRow();
  }
  const link = target.closest<HTMLAnchorElement>("[data-open]");
  // A phone turns the page, so that going back leads to the list.
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || isNarrow()) return;
  event.preventDefault();
  event.stopPropagation();
  open(link.closest<HTMLElement>("[data-row]") ?? undefined, true);
}

function key(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (!desk()) return;
  if (target.matches("form[data-decide] textarea, form[data-bulk] textarea")) return inReason(event, target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
  const onRow = target.matches("[data-open]");
  const deed: (() => void) | undefined = {
    j: () => move(1),
    k: () => move(-1),
    x: () => rowOf(place.current)?.querySelector<HTMLInputElement>("[data-pick]")?.click(),
    a: () => verdict("approved"),
    r: () => askWhy(deciding()),
    ArrowDown: onRow ? () => move(1) : undefined,
    ArrowUp: onRow ? () => move(-1) : undefined,
    " ": onRow || target === document.body || target.closest("main") === target ? () => play() : undefined,
  }[event.key];
  if (!deed) return;
  event.preventDefault();
  event.stopPropagation();
  held.press(deed, BESIDE_THE_ITEM.includes(event.key));
}

/** Ctrl+Enter sends the request for changes; Escape goes back to the list. */
function inReason(event: KeyboardEvent, box: HTMLElement): void {
  if (event.key === "Escape") focusRow();
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  box.closest("form")?.querySelector<HTMLButtonElement>("[value=changes_requested]")?.click();
}

/** The form that the keys mean; none while the next one is still on its way. */
function deciding(): HTMLFormElement | null {
  if (picked.size === 0 && item()?.dataset["item"] !== place.current) return null;
  return document.querySelector<HTMLFormElement>(picked.size > 0 ? "[data-bulk]" : "#item [data-decide]");
}

function verdict(value: string): void {
  deciding()?.querySelector<HTMLButtonElement>(`[name=verdict][value=${value}]`)?.click();
}

function play(): void {
  const onDeck = item()?.querySelector("[data-take][data-on-deck]");
  const button = onDeck ? document.querySelector<HTMLElement>("[data-deck-play]") : null;
  (button ?? item()?.querySelector<HTMLElement>("[data-take] [data-play]"))?.click();
}
