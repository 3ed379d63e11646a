// Talking about a song: writing at the moment that plays, answering, ticking off, and getting about by keys.
import { aimAtRange, answerTo, composer, dressComposer, goOnPlaying, keepPauses, namesInHand } from "./composer";
import { sending, sent, talkCame, textBox, typed } from "./composer";
import { startMarks } from "./marks";
import { pointed, startPointing } from "./pointed";
import { askWhy, askWhySoon, lacksWhy } from "./reasons";
import { TYPING } from "./typing";

export function startComments(): void {
  startMarks();
  startPointing();
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", key);
  document.addEventListener("input", typed);
  document.addEventListener("submit", deciding, true);
  document.addEventListener("change", changed);
  document.addEventListener("focusout", (event) => {
    // Where the box was only replaced, the hand is still in it.
    if (event.target === textBox()) setTimeout(() => textBox() !== document.activeElement && namesInHand()?.close(), 150);
  });
  document.addEventListener("studio:range", (event) => aimAtRange((event as CustomEvent).detail));
  document.addEventListener("studio:event", (event) => refreshOwn((event as CustomEvent).detail));
  document.addEventListener("studio:changed", () => refreshOwn(null));
  document.addEventListener("htmx:beforeRequest", asking);
  document.addEventListener("htmx:afterRequest", answered);
  for (const name of ["htmx:afterSettle", "studio:page"]) document.addEventListener(name, dress);
  dressComposer();
}

interface Asked {
  elt: Element;
  successful: boolean;
  xhr?: XMLHttpRequest;
}

function asking(event: Event): void {
  const { elt } = (event as CustomEvent<Asked>).detail;
  if (elt instanceof HTMLFormElement && elt.matches("[data-composer]")) sending(elt);
  ticking(elt);
}

function answered(event: Event): void {
  const { elt, successful, xhr } = (event as CustomEvent<Asked>).detail;
  if (!(elt instanceof HTMLFormElement) || !elt.matches("[data-composer]")) return;
  sent(elt, successful, xhr?.getResponseHeader("HX-Trigger") ?? "");
}

function dress(event: Event): void {
  dressComposer();
  const { target } = (event as CustomEvent<{ target?: Element }>).detail ?? {};
  if (target?.querySelector("#talk-title")) {
    talkCame();
    pointed();
  }
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
  if (person) namesInHand()?.take(person);
}

export function showMore(most: string): void {
  const field = document.querySelector<HTMLInputElement>("#talk input[name=most]");
  if (field) field.value = most;
  refreshTalk();
}

export function refreshTalk(): void {
  const talk = document.getElementById("talk");
  if (talk) window.htmx?.trigger(talk, "refresh");
}

function changed(event: Event): void {
  const target = event.target as HTMLElement;
  if (target instanceof HTMLInputElement && target.matches("[type=radio][data-filter]")) {
    keepInAddress(target.name, target.value === "open" ? "" : target.value);
    refreshTalk();
  }
  if (target instanceof HTMLInputElement && target.matches("[data-pausing]")) keepPauses(target.checked);
}

/** What is shown stands in the address, so that a page that is loaded again shows the same. */
function keepInAddress(name: string, value: string): void {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
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
  if (namesInHand()?.key(event)) {
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
