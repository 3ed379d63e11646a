// Talking about a song: writing at the moment that plays, answering, ticking off, and getting about by keys.
import { startMarks } from "./marks";
import { Names } from "./names";
import { askWhy, askWhySoon, lacksWhy } from "./reasons";
import { TYPING } from "./typing";

const PAUSES = "studio-pause-while-writing";

let pausedByUs = false;
let names: Names | null = null;
const unsent = new WeakMap<HTMLFormElement, { ghost: HTMLElement | null; text: string }>();

export function startComments(): void {
  startMarks();
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", key);
  document.addEventListener("input", typed);
  document.addEventListener("submit", deciding, true);
  document.addEventListener("change", changed);
  document.addEventListener("focusout", (event) => {
    // Where the box was only replaced, the hand is still in it.
    if (event.target === textBox()) setTimeout(() => textBox() !== document.activeElement && names?.close(), 150);
  });
  document.addEventListener("studio:range", (event) => aimAtRange((event as CustomEvent).detail));
  document.addEventListener("studio:event", (event) => refreshOwn((event as CustomEvent).detail));
  document.addEventListener("studio:changed", () => refreshOwn(null));
  document.addEventListener("htmx:beforeRequest", (event) => sending(formOf(event)));
  document.addEventListener("htmx:beforeRequest", (event) => ticking((event as CustomEvent).detail.elt as Element));
  document.addEventListener("htmx:afterRequest", (event) => sent(formOf(event), (event as CustomEvent).detail.successful));
  for (const name of ["htmx:afterSettle", "studio:page"]) document.addEventListener(name, dress);
  dress();
}

function textBox(): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>("#comment-text");
}

function composer(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("[data-composer]");
}

function formOf(event: Event): HTMLFormElement | null {
  const { elt } = (event as CustomEvent<{ elt: Element }>).detail;
  return elt instanceof HTMLFormElement && elt.matches("[data-composer]") ? elt : null;
}

function pauses(): boolean {
  try {
    return localStorage.getItem(PAUSES) === "yes";
  } catch {
    return false;
  }
}

function dress(): void {
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

/** Parts that concern one song ask for themselves only when something happened in it. */
function refreshOwn(event: { type: string; project?: string } | null): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-own]")) {
    const starts = (part.dataset["own"] ?? "").split(" ");
    const ours = !event || (event.project === part.dataset["project"] && starts.some((one) => event.type.startsWith(one)));
    if (ours) window.htmx?.trigger(part, "refresh");
  }
}

function clicked(event: Event): void {
  const target = event.target as HTMLElement;
  const answer = target.closest<HTMLElement>("[data-answer]");
  if (answer) return answerTo(answer.dataset["answer"] ?? "", answer.dataset["who"] ?? "");
  if (target.closest("[data-answer-none]")) return answerTo("", "");
  const more = target.closest<HTMLElement>("[data-more]");
  if (more) return showMore(more.dataset["more"] ?? "");
  const person = target.closest<HTMLElement>("#people [role=option]");
  if (person) names?.take(person);
}

function answerTo(comment: string, who: string): void {
  const parent = document.querySelector<HTMLInputElement>("#comment-parent");
  if (!parent) return;
  parent.value = comment;
  parent.dataset["who"] = who;
  showAnswering();
  textBox()?.focus();
}

let answering = "";

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

function showMore(most: string): void {
  const field = document.querySelector<HTMLInputElement>("#talk input[name=most]");
  if (field) field.value = most;
  refreshTalk();
}

function refreshTalk(): void {
  const talk = document.getElementById("talk");
  if (talk) window.htmx?.trigger(talk, "refresh");
}

function changed(event: Event): void {
  const target = event.target as HTMLElement;
  if (target.matches("input[type=radio][data-filter]")) refreshTalk();
  if (target instanceof HTMLInputElement && target.matches("[data-pausing]")) {
    try {
      localStorage.setItem(PAUSES, target.checked ? "yes" : "no");
    } catch {
      // A private window forgets.
    }
  }
}

function typed(event: Event): void {
  if (event.target !== textBox()) return;
  names?.offer();
  const playing = document.querySelector<HTMLElement>("[data-deck-play][aria-pressed=true]");
  if (playing && pauses()) {
    pausedByUs = true;
    playing.click();
  }
}

function goOnPlaying(): void {
  if (pausedByUs) document.querySelector<HTMLElement>("[data-deck-play][aria-pressed=false]")?.click();
  pausedByUs = false;
}

function aimAtRange(range: { asset: string; startS: number | null; endS?: number }): void {
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
function sending(form: HTMLFormElement | null): void {
  if (!form) return;
  const text = form.querySelector<HTMLTextAreaElement>("textarea");
  const shape = form.querySelector<HTMLTemplateElement>("template[data-ghost]");
  const ghost = shape?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!text || !ghost) return;
  ghost.querySelector("p")!.textContent = text.value;
  placeFor(form)?.append(ghost);
  unsent.set(form, { ghost, text: text.value });
  text.value = "";
}

function placeFor(form: HTMLFormElement): Element | null {
  const value = (name: string): string => String(new FormData(form).get(name) ?? "");
  const thread = document.getElementById(`comment-${value("parent")}`);
  const group = document.querySelector(`[data-threads][data-about="${CSS.escape(value("asset"))}"]`);
  return thread?.querySelector(".answers") ?? thread ?? group ?? document.querySelector("[data-said]");
}

function sent(form: HTMLFormElement | null, successful: boolean): void {
  const kept = form ? unsent.get(form) : undefined;
  if (!form || !kept) return;
  unsent.delete(form);
  const text = form.querySelector<HTMLTextAreaElement>("textarea");
  if (successful) {
    answerTo("", "");
    text?.blur();
    goOnPlaying();
  } else {
    kept.ghost?.remove();
    if (text && !text.value) text.value = kept.text;
    text?.focus();
  }
  dress();
}

function ticking(button: Element): void {
  if (!button.matches(".tick")) return;
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  button.closest(".thread")?.toggleAttribute("data-resolved", on);
}

function key(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (target === textBox()) return inTextBox(event);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
  const isHandle = target.matches("[data-handle]");
  if (event.key === "c") {
    const box = textBox();
    if (!box) return;
    event.preventDefault();
    box.focus();
  } else if (event.key === "a") document.querySelector<HTMLElement>("[data-decide] [value=approved]")?.click();
  else if (event.key === "r") askWhy(document.querySelector<HTMLFormElement>("[data-decide]"), event);
  else if (event.key === "n" || (isHandle && event.key === "ArrowDown")) step(1, event);
  else if (event.key === "p" || (isHandle && event.key === "ArrowUp")) step(-1, event);
}

function deciding(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-decide]")) return;
  if (lacksWhy(new FormData(form, event.submitter))) askWhySoon(form);
}

function inTextBox(event: KeyboardEvent): void {
  if (names?.key(event)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    composer()?.requestSubmit();
  } else if (event.key === "Escape") {
    (event.target as HTMLElement).blur();
    // Where the box stands in a list of other things, the keys go on there.
    document.dispatchEvent(new CustomEvent("studio:typed"));
    goOnPlaying();
  }
}

/** To the next or the previous comment; Enter on it plays. */
function step(by: 1 | -1, event: KeyboardEvent): void {
  const handles = [...document.querySelectorAll<HTMLElement>("#talk [data-handle]")];
  if (handles.length === 0) return;
  event.preventDefault();
  const now = handles.indexOf(document.activeElement as HTMLElement);
  const next = now < 0 ? (by > 0 ? 0 : handles.length - 1) : Math.min(handles.length - 1, Math.max(0, now + by));
  handles[next]?.focus();
  handles[next]?.scrollIntoView({ block: "nearest" });
}
