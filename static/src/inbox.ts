// The label's inbox by keyboard: move, listen, decide, go on. Deeds show at once and come back if they fail.
import { HeldKeys } from "./held_keys";
import { post } from "./post";
import { askWhy, askWhySoon, lacksWhy } from "./reasons";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open] *";
const LOAD_AFTER_MS = 120;
const RELOAD_AFTER_MS = 250;
const OURS = /^(review|decision)\.|^(candidate|mix|master|video)\.landed$/;
// Keys that mean the list or the selection work at once, as long as nothing before them waits.
const BESIDE_THE_ITEM = ["j", "k", "x", "ArrowDown", "ArrowUp"];
const NARROW = "(max-width: 60rem)";

const picked = new Set<string>();
// Rows that have left: on their way, or done and waiting for the list to be asked for again.
const going = new Map<string, "sent" | "done">();
const drafts = new Map<string, string>();
let current = "";
// The item that was asked for and has not come yet; what still stands on the page says nothing about where one is.
let wanted = "";
let lastDecided = "";
let timer: ReturnType<typeof setTimeout> | undefined;
let reloading: ReturnType<typeof setTimeout> | undefined;
let rowHadFocus = false;
const held = new HeldKeys(() => picked.size > 0 || document.getElementById("item")?.dataset["item"] === current);

export function startInbox(): void {
  document.addEventListener("keydown", key, true);
  document.addEventListener("studio:typed", () => linkOf(rowOf(current))?.focus());
  document.addEventListener("click", clicked);
  document.addEventListener("change", changed);
  document.addEventListener("submit", submitted, true);
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSettle", dress);
  document.addEventListener("studio:event", (event) => reload((event as CustomEvent).detail));
  document.addEventListener("studio:changed", () => reload(null));
  document.addEventListener("focusin", (event) => {
    rowHadFocus = (event.target as HTMLElement).matches("[data-open]");
  });
  document.addEventListener("studio:undoing", () => held.wait("undo"));
  document.addEventListener("studio:undone", () => reopenLast());
  document.addEventListener("studio:undo-over", () => held.over("undo"));
  document.addEventListener("htmx:afterRequest", asked);
  document.addEventListener("studio:page", dress);
  dress();
}

function desk(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-inbox]");
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-row]:not([hidden])")];
}

function linkOf(row: HTMLElement | undefined): HTMLAnchorElement | null {
  return row?.querySelector<HTMLAnchorElement>("[data-open]") ?? null;
}

function rowOf(id: string): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? undefined;
}

/** After any swap: the current row, the selection and what was on its way look as they did. */
function dress(): void {
  if (!desk()) return;
  const shown = document.getElementById("item")?.dataset["item"];
  if (!wanted || shown === wanted) {
    current = shown ?? current;
    wanted = "";
  }
  for (const row of document.querySelectorAll<HTMLElement>("[data-row]")) {
    const id = row.dataset["row"] ?? "";
    row.hidden = going.has(id);
    const box = row.querySelector<HTMLInputElement>("[data-pick]");
    if (box) box.checked = picked.has(id);
  }
  for (const id of picked) if (!rowOf(id)) picked.delete(id);
  openFirst();
  restoreDraft();
  markCurrent();
  showBulk();
  restore();
  held.work();
}

/** The open item was asked for again and has come, or could not be had. */
function asked(event: Event): void {
  const { elt, successful } = (event as CustomEvent<{ elt: Element; successful: boolean }>).detail;
  if (!elt.matches("[data-item-place]")) return;
  if (!successful) {
    held.drop();
    wanted = "";
  }
  held.over("item");
}

/** What comes into an empty inbox opens by itself, where there is room beside the list. */
function openFirst(): void {
  const item = document.getElementById("item");
  const [first] = rows();
  const isShown = item !== null && !item.hidden && item.dataset["item"] !== undefined;
  if (!isShown && first && first.dataset["row"] !== current && !matchMedia(NARROW).matches) open(first, false);
}

function markCurrent(): void {
  const shown = rows();
  const at = shown.find((row) => row.dataset["row"] === current) ?? shown[0];
  for (const row of document.querySelectorAll<HTMLElement>("[data-row]")) {
    const link = linkOf(row);
    link?.setAttribute("tabindex", row === at ? "0" : "-1");
    if (row === at && row.dataset["row"] === current) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}

function showBulk(): void {
  const bulk = document.querySelector<HTMLFormElement>("[data-bulk]");
  if (!bulk) return;
  bulk.hidden = picked.size === 0;
  const words = bulk.querySelector<HTMLElement>("[data-bulk-count]");
  if (words) words.textContent = (words.dataset["words"] ?? "").replace("{n}", String(picked.size));
}

function open(row: HTMLElement | undefined, focus: boolean, afterMs = 0): void {
  const link = linkOf(row);
  if (!row || !link) return;
  current = wanted = row.dataset["row"] ?? "";
  markCurrent();
  if (focus) {
    link.focus();
    link.scrollIntoView({ block: "nearest" });
  }
  history.replaceState(history.state, "", link.href);
  clearTimeout(timer);
  timer = setTimeout(() => {
    load(link.dataset["open"] ?? "");
  }, afterMs);
}

/** What was being written about one version must not end up under another. */
function load(url: string): void {
  const box = document.querySelector<HTMLTextAreaElement>("#item #comment-text");
  const shown = document.getElementById("item")?.dataset["item"] ?? "";
  if (box && shown && !url.endsWith(`/${shown}/`)) {
    drafts.set(shown, box.value);
    for (const kept of document.querySelectorAll("#item [data-keep]")) kept.removeAttribute("data-keep");
  }
  const place = document.querySelector<HTMLElement>("[data-item-place]");
  // Asked for by one element only, so that answers arrive in the order of the questions and the last one stands.
  if (!place) return;
  held.wait("item");
  void window.htmx?.ajax?.("GET", url, { source: place, target: "[data-item-place]", swap: "innerHTML" });
}

/** Something happened in the song that is open. */
function reload(event: { type: string; project?: string } | null): void {
  const item = document.getElementById("item");
  if (!desk() || !item?.dataset["item"]) return;
  const ours = !event || (event.project === item.dataset["project"] && OURS.test(event.type));
  if (!ours) return;
  clearTimeout(reloading);
  reloading = setTimeout(reloadShown, RELOAD_AFTER_MS);
}

/** Ask for the open item again, but not from under the hands of somebody who writes. */
function reloadShown(): void {
  const shown = document.getElementById("item");
  if (shown?.contains(document.activeElement) && document.activeElement?.matches(TYPING)) {
    reloading = setTimeout(reloadShown, 4 * RELOAD_AFTER_MS);
  } else if (shown?.dataset["item"] === current) load(shown.dataset["url"] ?? "");
}

function restoreDraft(): void {
  const box = document.querySelector<HTMLTextAreaElement>("#item #comment-text");
  const draft = drafts.get(current);
  if (box && draft && !box.value) box.value = draft;
  drafts.delete(current);
}

function move(by: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.dataset["row"] === current);
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  if (next && next.dataset["row"] !== current) open(next, true, LOAD_AFTER_MS);
  else linkOf(next)?.focus();
}

function clicked(event: MouseEvent): void {
  const target = event.target as HTMLElement;
  if (target.closest("[data-pick-none]")) {
    picked.clear();
    return dress();
  }
  const link = target.closest<HTMLAnchorElement>("[data-open]");
  // A phone turns the page, so that going back leads to the list.
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || matchMedia(NARROW).matches) return;
  event.preventDefault();
  event.stopPropagation();
  open(link.closest<HTMLElement>("[data-row]") ?? undefined, true);
}

function changed(event: Event): void {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.matches("[data-pick]")) return;
  if (box.checked) picked.add(box.value);
  else picked.delete(box.value);
  showBulk();
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
    x: () => pick(),
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
  if (event.key === "Escape") linkOf(rowOf(current))?.focus();
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  box.closest("form")?.querySelector<HTMLButtonElement>("[value=changes_requested]")?.click();
}

function pick(): void {
  rowOf(current)?.querySelector<HTMLInputElement>("[data-pick]")?.click();
}

/** The form that the keys mean; none while the next one is still on its way. */
function deciding(): HTMLFormElement | null {
  if (picked.size === 0 && document.getElementById("item")?.dataset["item"] !== current) return null;
  return document.querySelector<HTMLFormElement>(picked.size > 0 ? "[data-bulk]" : "#item [data-decide]");
}

function verdict(value: string): void {
  deciding()?.querySelector<HTMLButtonElement>(`[name=verdict][value=${value}]`)?.click();
}

function play(): void {
  const item = document.getElementById("item");
  const onDeck = item?.querySelector("[data-take][data-on-deck]");
  const button = onDeck ? document.querySelector<HTMLElement>("[data-deck-play]") : null;
  (button ?? item?.querySelector<HTMLElement>("[data-take] [data-play]"))?.click();
}

/** A decision in the inbox shows at once: its row leaves, the next one opens. */
function submitted(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const isBulk = form.matches("[data-bulk]");
  if (!desk() || !(isBulk || form.matches("#item [data-decide]"))) return;
  const values = new FormData(form, event.submitter);
  // The studio says in its words that a no needs a reason; the place to write it opens meanwhile.
  if (lacksWhy(values)) return askWhySoon(form);
  event.preventDefault();
  event.stopImmediatePropagation();
  if (going.has(form.dataset["decide"] ?? "")) return;
  void send(form.action, isBulk ? [...picked] : [form.dataset["decide"] ?? ""], values);
}

async function send(url: string, ids: string[], values: FormData): Promise<void> {
  lastDecided = ids[0] ?? "";
  for (const id of ids) {
    going.set(id, "sent");
    picked.delete(id);
    leave(id);
  }
  showBulk();
  const done = await post(url, values);
  for (const id of ids) {
    if (done) going.set(id, "done");
    else going.delete(id);
  }
  if (!done) bringBack(ids);
}

function bringBack(ids: string[]): void {
  for (const id of ids) rowOf(id)?.removeAttribute("hidden");
  document.getElementById("item")?.removeAttribute("hidden");
  open(rowOf(ids[0] ?? ""), true);
}

/** Hide a row and open the one after it, or the one before the end. */
function leave(id: string): void {
  const all = rows();
  const at = all.findIndex((row) => row.dataset["row"] === id);
  const next = all[at + 1] ?? all[at - 1];
  const row = all[at];
  if (row) row.hidden = true;
  if (current !== id) return dress();
  if (next) open(next, true);
  else document.getElementById("item")?.toggleAttribute("hidden", true);
}

/** What was undone opens again, unless its person writes about something else by now. */
function reopenLast(): void {
  if (!desk() || !lastDecided) return;
  if (document.activeElement?.matches(TYPING)) return;
  const id = lastDecided;
  going.delete(id);
  current = wanted = id;
  const place = document.getElementById("item");
  place?.removeAttribute("hidden");
  load(`/inbox/${id}/`);
}

const ticked = new Set<string>();

/** Quick reasons that are ticked stay so when the part around them is asked for again. */
function remember(event: Event): void {
  const { target } = (event as CustomEvent<{ target: Element }>).detail;
  if (!desk()) return;
  if (target.id === "reviews") for (const [id, stands] of going) if (stands === "done") going.delete(id);
  for (const box of target.querySelectorAll<HTMLInputElement>("input[name=quick]")) {
    if (box.checked) ticked.add(box.id);
    else ticked.delete(box.id);
  }
}

function restore(): void {
  for (const id of ticked) {
    const box = document.getElementById(id);
    if (box instanceof HTMLInputElement) box.checked = true;
  }
  if (rowHadFocus && document.activeElement === document.body) {
    (linkOf(rowOf(current)) ?? linkOf(rows()[0]))?.focus({ preventScroll: true });
  }
}
