// Short notices in the corner, read out by screen readers. Some can be undone while they stand.
import { post } from "./post";
import { TYPING } from "./typing";

const STAY_MS = 6_000;
const ERROR_STAY_MS = 12_000;
// The studio takes deeds back for ten seconds; the notice leaves time for the way there.
const UNDO_MS = 9_500;
const AT_ONCE = 3;
const KEPT = "studio-undo";

interface Undo {
  words: string;
  url: string;
  untilMs: number;
}

let outside: HTMLElement | null = null;

function corner(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-toasts]");
}

/** Whoever had the focus in a notice that leaves goes on where they were before. */
function take(box: Element): void {
  const hadFocus = box.contains(document.activeElement);
  box.remove();
  if (!hadFocus) return;
  const back = outside?.isConnected ? outside : document.getElementById("main");
  back?.focus({ preventScroll: true });
}

/** It stays as long as somebody points at it or has the focus in it. */
function leaveAfter(box: HTMLElement, stayMs: number): void {
  let timer = setTimeout(() => take(box), stayMs);
  for (const name of ["pointerenter", "focusin"]) box.addEventListener(name, () => clearTimeout(timer));
  for (const name of ["pointerleave", "focusout"]) {
    box.addEventListener(name, () => {
      clearTimeout(timer);
      timer = setTimeout(() => take(box), stayMs);
    });
  }
}

/** The same words stand there once; of more than a few the oldest goes, what can be undone last. */
function stand(place: HTMLElement, box: HTMLElement, words: string): void {
  for (const old of [...place.children]) if (old.querySelector("[data-words]")?.textContent === words) take(old);
  place.append(box);
  while (place.childElementCount > AT_ONCE) take(place.querySelector(":scope > :not(.undoable)") ?? place.children[0]!);
}

function boxOf(words: string, href = ""): HTMLElement {
  const box = document.createElement("div");
  box.className = "toast";
  const text = document.createElement(href ? "a" : "span");
  text.dataset["words"] = "";
  text.textContent = words;
  if (text instanceof HTMLAnchorElement) text.href = href;
  box.append(text);
  return box;
}

/** What went wrong is answered: by what went well now, or by the reason that was missing. */
function dropErrors(place: HTMLElement | null): void {
  for (const old of place?.querySelectorAll(".toast[data-kind=error]") ?? []) take(old);
}

/** `href` leads to what is told. */
export function toast(words: string, kind: "note" | "error" = "note", href = ""): HTMLElement | null {
  const place = corner();
  if (!place || !words) return null;
  const box = boxOf(words, href);
  box.dataset["kind"] = kind;
  if (kind === "error") box.append(closer(place, box));
  else dropErrors(place);
  stand(place, box, words);
  leaveAfter(box, kind === "error" ? ERROR_STAY_MS : STAY_MS);
  return box;
}

function closer(place: HTMLElement, box: HTMLElement): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast-close";
  button.textContent = "×";
  button.setAttribute("aria-label", place.dataset["closeWords"] ?? "Close");
  button.addEventListener("click", () => take(box));
  return button;
}

function kept(): Undo[] {
  try {
    const all = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as Undo[];
    return all.filter((one) => one.untilMs > Date.now());
  } catch {
    return [];
  }
}

function keep(undos: Undo[]): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(undos));
  } catch {
    // A private window forgets.
  }
}

/** A notice with a button that takes the deed back; `u` presses the newest one. */
export function undoable(words: string, url: string): void {
  const one = { words, url, untilMs: Date.now() + UNDO_MS };
  keep([...kept().filter((other) => other.url !== url), one]);
  offer(one);
}

function offer({ words, url, untilMs }: Undo): void {
  const place = corner();
  if (!place || !words) return;
  const leftMs = untilMs - Date.now();
  const box = boxOf(words);
  box.classList.add("undoable");
  box.style.setProperty("--gone", `${leftMs - UNDO_MS}ms`);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.dataset["undo"] = url;
  button.textContent = place.dataset["undoWords"] ?? "Undo";
  button.addEventListener("click", () => {
    take(box);
    undo(url);
  });
  box.append(button);
  dropErrors(place);
  stand(place, box, words);
  // The studio's time runs out whether somebody points at it or not.
  setTimeout(() => take(box), leftMs);
}

function undo(url: string): void {
  keep(kept().filter((one) => one.url !== url));
  document.dispatchEvent(new CustomEvent("studio:undoing"));
  void post(url).then((done) => {
    if (done) document.dispatchEvent(new CustomEvent("studio:undone", { detail: { url } }));
    document.dispatchEvent(new CustomEvent("studio:undo-over"));
  });
}

function undoNewest(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.key !== "u" || event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
  [...document.querySelectorAll<HTMLElement>("[data-toasts] [data-undo]")].at(-1)?.click();
}

/** What could be undone on the page before this one can be for the rest of its time. */
export function offerKept(): void {
  for (const one of kept()) offer(one);
}

/** Answers carry notices as the HX-Trigger events `studio:said` and `studio:refused`; a dead line says so itself. */
export function listenForNotices(): void {
  const words = (event: Event): string => String((event as CustomEvent<{ value?: string }>).detail?.value ?? "");
  document.addEventListener("studio:said", (event) => toast(words(event)));
  document.addEventListener("studio:undoable", (event) => {
    const { words: said, undo: url } = (event as CustomEvent<{ words: string; undo: string }>).detail;
    undoable(said, url);
  });
  document.addEventListener("keydown", undoNewest);
  document.addEventListener("studio:refused", (event) => toast(words(event), "error"));
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && !target.closest("[data-toasts]")) outside = target;
  });
  document.addEventListener("input", ({ target }) => {
    if (target instanceof Element && target.matches("[name=reason], [name=quick]")) dropErrors(corner());
  });
  offerKept();
}
