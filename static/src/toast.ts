// Short notices in the corner, read out by screen readers. Some can be undone while they stand.
import { post } from "./post";

const STAY_MS = 6_000;
// The studio takes deeds back for ten seconds; the notice leaves time for the way there.
const UNDO_MS = 9_500;

export function toast(words: string, kind: "note" | "error" = "note"): void {
  const place = document.querySelector<HTMLElement>("[data-toasts]");
  if (!place || !words) return;
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset["kind"] = kind;
  const text = document.createElement("span");
  text.textContent = words;
  box.append(text);
  if (kind === "error") box.append(closer(place, box));
  // What went well now has answered what went wrong before.
  else for (const old of place.querySelectorAll(".toast[data-kind=error]")) old.remove();
  place.append(box);
  setTimeout(() => box.remove(), kind === "error" ? STAY_MS * 2 : STAY_MS);
}

function closer(place: HTMLElement, box: HTMLElement): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast-close";
  button.textContent = "×";
  button.setAttribute("aria-label", place.dataset["closeWords"] ?? "Close");
  button.addEventListener("click", () => box.remove());
  return button;
}

/** A notice with a button that takes the deed back; `u` presses the newest one. */
export function undoable(words: string, url: string): void {
  const place = document.querySelector<HTMLElement>("[data-toasts]");
  if (!place || !words) return;
  const box = document.createElement("div");
  box.className = "toast undoable";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.dataset["undo"] = url;
  button.textContent = place.dataset["undoWords"] ?? "Undo";
  button.addEventListener("click", () => {
    box.remove();
    document.dispatchEvent(new CustomEvent("studio:undoing"));
    void post(url).then((done) => {
      if (done) document.dispatchEvent(new CustomEvent("studio:undone", { detail: { url } }));
      document.dispatchEvent(new CustomEvent("studio:undo-over"));
    });
  });
  const text = document.createElement("span");
  text.textContent = words;
  box.append(text, button);
  place.append(box);
  setTimeout(() => box.remove(), UNDO_MS);
}

function undoNewest(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.key !== "u" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open] *")) return;
  [...document.querySelectorAll<HTMLElement>("[data-toasts] [data-undo]")].at(-1)?.click();
}

/** Answers carry notices as the HX-Trigger events `studio:said` and `studio:refused`; a dead line says so itself. */
export function listenForNotices(): void {
  const words = (event: Event): string => String((event as CustomEvent<{ value?: string }>).detail?.value ?? "");
  document.addEventListener("studio:said", (event) => toast(words(event)));
  document.addEventListener("studio:undoable", (event) => {
    const { words: said, undo } = (event as CustomEvent<{ words: string; undo: string }>).detail;
    undoable(said, undo);
  });
  document.addEventListener("keydown", undoNewest);
  document.addEventListener("studio:refused", (event) => toast(words(event), "error"));
  const dead = document.body.dataset["deadLine"] ?? "";
  document.addEventListener("htmx:sendError", (event) => {
    const source = (event as CustomEvent<{ requestConfig?: { verb?: string } }>).detail?.requestConfig;
    if (source?.verb !== "get") toast(dead, "error");
  });
}
