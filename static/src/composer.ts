// The box in which people write about a song: whom they answer, what they send, and what comes back from it.
import { focusOn } from "./focus";
import { drafts } from "./inbox/kept";
import { Names } from "./names";

const PAUSES = "studio-pause-while-writing";
const SHOWN_WITHIN_MS = 5_000;

interface Sent {
  ghost: HTMLElement | null;
  text: string;
  parent: string;
  /** The item of the inbox it was written on; empty in the room. */
  item: string;
  byKeys: boolean;
}

let pausedByUs = false;
let names: Names | null = null;
let answering = "";
/** An answer to it was refused: perhaps it is not there any more. */
let doubted = "";
/** The remark that was just said; the keys go on there once it is shown. */
let said = { id: "", untilMs: 0 };
const unsent = new WeakMap<HTMLFormElement, Sent>();

export function textBox(): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>("#comment-text");
}

export function composer(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("[data-composer]");
}

export function pauses(): boolean {
  try {
    return localStorage.getItem(PAUSES) === "yes";
  } catch {
    return false;
  }
}

export function keepPauses(on: boolean): void {
  try {
    localStorage.setItem(PAUSES, on ? "yes" : "no");
  } catch {
    // A private window forgets.
  }
}

export function namesInHand(): Names | null {
  return names;
}

/** After any swap: the same names are offered, the same comment is answered, and what was said has the focus. */
export function dressComposer(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>("[data-pausing]")) box.checked = pauses();
  const text = textBox();
  const list = document.getElementById("people");
  // A part of the page that settles elsewhere must not take a half-typed name out of the hand.
  if (!names?.serves(text, list)) {
    names = text && list ? new Names(text, list) : null;
    if (text && text === document.activeElement) names?.offer();
  }
  showAnswering();
}

/** The talk itself came anew: what is no longer in it can not be answered, and what was said is in it. */
export function talkCame(): void {
  const parent = document.querySelector<HTMLInputElement>("#comment-parent");
  if (doubted && parent?.value === doubted && !document.getElementById(`comment-${doubted}`)) answerTo("", "", false);
  doubted = "";
  const remark = said.id ? document.getElementById(`comment-${said.id}`) : null;
  if (!remark) return;
  const isFree = document.activeElement === document.body || document.activeElement?.id === "talk-title";
  const isSoon = Date.now() < said.untilMs;
  said.id = "";
  if (!isFree || !isSoon) return;
  focusOn(remark.querySelector<HTMLElement>("[data-handle]") ?? remark);
  remark.scrollIntoView({ block: "nearest" });
}

export function answerTo(comment: string, who: string, focus = true): void {
  const parent = document.querySelector<HTMLInputElement>("#comment-parent");
  if (!parent) return;
  parent.value = comment;
  parent.dataset["who"] = who;
  showAnswering();
  if (focus) textBox()?.focus();
}

function showAnswering(): void {
  const parent = document.querySelector<HTMLInputElement>("#comment-parent");
  const line = document.querySelector<HTMLElement>("[data-answering]");
  const words = document.querySelector<HTMLElement>("[data-answering-words]");
  if (!parent || !line || !words) return;
  answering = parent.value ? parent.dataset["who"] || answering : "";
  line.hidden = !parent.value;
  words.textContent = (words.dataset["words"] ?? "").replace("{who}", answering);
  document.querySelector<HTMLElement>("[data-moments]")?.toggleAttribute("hidden", parent.value !== "");
}

export function typed(event: Event): void {
  if (event.target !== textBox()) return;
  names?.offer();
  const playing = document.querySelector<HTMLElement>("[data-deck-play][aria-pressed=true]");
  if (playing && pauses()) {
    pausedByUs = true;
    playing.click();
  }
}

export function goOnPlaying(): void {
  if (pausedByUs) document.querySelector<HTMLElement>("[data-deck-play][aria-pressed=false]")?.click();
  pausedByUs = false;
}

export function aimAtRange(range: { asset: string; startS: number | null; endS?: number }): void {
  const form = composer();
  const asset = form?.elements.namedItem("asset");
  const [at, end] = ["at_s", "end_s"].map((name) => form?.elements.namedItem(name));
  if (!(at instanceof HTMLInputElement) || !(end instanceof HTMLInputElement)) return;
  if (asset instanceof HTMLSelectElement && range.startS !== null) asset.value = range.asset;
  if (asset instanceof HTMLInputElement && asset.value !== range.asset) return;
  at.value = range.startS === null ? "" : range.startS.toFixed(1);
  end.value = range.startS === null || range.endS === undefined ? "" : range.endS.toFixed(1);
}

/** What was written stands in the list at once; it comes back into the box if it could not be sent. */
export function sending(form: HTMLFormElement): void {
  const text = form.querySelector<HTMLTextAreaElement>("textarea");
  const shape = form.querySelector<HTMLTemplateElement>("template[data-ghost]");
  const ghost = shape?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!text || !ghost) return;
  ghost.querySelector("p")!.textContent = text.value;
  placeFor(form)?.append(ghost);
  const item = form.closest<HTMLElement>("[data-item]")?.dataset["item"] ?? "";
  const parent = String(new FormData(form).get("parent") ?? "");
  unsent.set(form, { ghost, text: text.value, parent, item, byKeys: text === document.activeElement });
  text.value = "";
}

function placeFor(form: HTMLFormElement): Element | null {
  const value = (name: string): string => String(new FormData(form).get(name) ?? "");
  const thread = document.getElementById(`comment-${value("parent")}`);
  const group = document.querySelector(`[data-threads][data-about="${CSS.escape(value("asset"))}"]`);
  return thread?.querySelector(".answers") ?? thread ?? group ?? document.querySelector("[data-said]");
}

/** The answer came. The box it was written in may have been replaced meanwhile: then it is told to the new one. */
export function sent(form: HTMLFormElement, successful: boolean, undo: string): void {
  const kept = unsent.get(form);
  if (!kept) return;
  unsent.delete(form);
  kept.ghost?.remove();
  const item = document.getElementById("item")?.dataset["item"] ?? "";
  if (kept.item !== item) {
    // Another song is open by now: what could not be said about the last one waits there.
    if (!successful) drafts.set(kept.item, kept.text);
    return goOnPlaying();
  }
  if (successful) wasSaid(form, kept, undo);
  else wasRefused(kept);
  dressComposer();
}

function wasSaid(form: HTMLFormElement, kept: Sent, undo: string): void {
  const now = composer();
  // What has been begun meanwhile is another remark.
  if (now && now !== form && !textBox()?.value) now.reset();
  if (!textBox()?.value) answerTo("", "", false);
  if (kept.byKeys) leaveBox(undo);
  goOnPlaying();
}

/** The keys mean the page again: the row of the inbox, or the talk until what was said is in it. */
function leaveBox(undo: string): void {
  if (document.activeElement !== textBox() && document.activeElement !== document.body) return;
  textBox()?.blur();
  const title = document.getElementById("talk-title");
  if (title && !document.querySelector("[data-inbox]")) {
    focusOn(title);
    said = { id: /comments\/(\d+)\//.exec(undo)?.[1] ?? "", untilMs: Date.now() + SHOWN_WITHIN_MS };
  }
  document.dispatchEvent(new CustomEvent("studio:typed"));
}

function wasRefused(kept: Sent): void {
  doubted = kept.parent;
  const text = textBox();
  if (!text) return;
  text.value = text.value ? `${kept.text}\n${text.value}` : kept.text;
  text.focus();
}
