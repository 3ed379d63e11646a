// What is open beside the list: asked for, asked for again, and never taken from under the hands of somebody who writes.
import { HeldKeys } from "../held_keys";
import { TYPING } from "../typing";
import { drafts } from "./kept";
import { picked } from "./picks";
import { desk, isNarrow, item, linkOf, markCurrent, place, rows } from "./rows";

const RELOAD_AFTER_MS = 250;
const OURS = /^(review|decision)\.|^(candidate|mix|master|video)\.landed$/;

let timer: ReturnType<typeof setTimeout> | undefined;
let reloading: ReturnType<typeof setTimeout> | undefined;

export const held = new HeldKeys(() => picked.size > 0 || item()?.dataset["item"] === place.current);

export function open(row: HTMLElement | undefined, focus: boolean, afterMs = 0): void {
  const link = linkOf(row);
  if (!row || !link) return;
  place.current = place.wanted = row.dataset["row"] ?? "";
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

/** What comes into an empty inbox opens by itself, where there is room beside the list. */
export function openFirst(): void {
  const shown = item();
  const [first] = rows();
  const isShown = shown !== null && !shown.hidden && shown.dataset["item"] !== undefined;
  if (!isShown && first && first.dataset["row"] !== place.current && !isNarrow()) open(first, false);
}

/** What was being written about one version must not end up under another. */
export function load(url: string): void {
  const box = document.querySelector<HTMLTextAreaElement>("#item #comment-text");
  const shown = item()?.dataset["item"] ?? "";
  if (box && shown && !url.endsWith(`/${shown}/`)) {
    drafts.set(shown, box.value);
    for (const kept of document.querySelectorAll("#item [data-keep]")) kept.removeAttribute("data-keep");
  }
  const beside = document.querySelector<HTMLElement>("[data-item-place]");
  // Asked for by one element only, so that answers arrive in the order of the questions and the last one stands.
  if (!beside) return;
  held.wait("item");
  void window.htmx?.ajax?.("GET", url, { source: beside, target: "[data-item-place]", swap: "innerHTML" });
}

/** The open item was asked for again and has come, or could not be had. */
export function asked(event: Event): void {
  const { elt, successful } = (event as CustomEvent<{ elt: Element; successful: boolean }>).detail;
  if (!elt.matches("[data-item-place]")) return;
  if (!successful) {
    held.drop();
    place.wanted = "";
  }
  held.over("item");
}

/** Something happened in the song that is open. */
export function reload(event: { type: string; project?: string } | null): void {
  const shown = item();
  // What was decided last, with nothing after it, is not to come back beside an empty list.
  if (!desk() || !shown?.dataset["item"] || shown.hidden) return;
  const ours = !event || (event.project === shown.dataset["project"] && OURS.test(event.type));
  if (!ours) return;
  clearTimeout(reloading);
  reloading = setTimeout(reloadShown, RELOAD_AFTER_MS);
}

/** Ask for the open item again, but not from under the hands of somebody who writes. */
function reloadShown(): void {
  const shown = item();
  if (shown?.contains(document.activeElement) && document.activeElement?.matches(TYPING)) {
    reloading = setTimeout(reloadShown, 4 * RELOAD_AFTER_MS);
  } else if (shown?.dataset["item"] === place.current) load(shown.dataset["url"] ?? "");
}
