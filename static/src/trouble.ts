// Answers that never came, or came without words: said in the corner, and in the place of a part that could not load.
import { tellAll } from "./post";
import { toast } from "./toast";
import { wordsFor } from "./trouble_words";

interface Answer {
  elt: Element;
  target?: Element;
  xhr?: XMLHttpRequest;
  requestConfig?: { verb?: string };
}

const asked = new WeakMap<Element, Answer>();
const minded = new WeakSet<Element>();
const lost = new WeakSet<Element>();

/** Where a part would stand: words and a button in place of its skeleton. False where something stands there already. */
function showFailed(answer: Answer): boolean {
  const skeleton = answer.target?.querySelector<HTMLElement>(".skeleton");
  if (!skeleton) return false;
  const { wordsPartFailed, wordsTryAgain } = document.body.dataset;
  const box = document.createElement("div");
  box.className = "notice part-failed";
  box.dataset["kind"] = "warn";
  box.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = wordsPartFailed ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.dataset["tryAgain"] = "";
  button.textContent = wordsTryAgain ?? "";
  asked.set(button, answer);
  box.append(words, button);
  skeleton.replaceWith(box);
  return true;
}

function tryAgain(event: Event): void {
  const button = (event.target as Element).closest("[data-try-again]");
  const answer = button ? asked.get(button) : undefined;
  const box = button?.closest<HTMLElement>(".part-failed");
  if (!answer?.target || !box) return;
  const skeleton = document.createElement("div");
  skeleton.className = "skeleton";
  skeleton.tabIndex = -1;
  box.replaceWith(skeleton);
  skeleton.focus({ preventScroll: true });
  const { elt, target } = answer;
  const swap = elt.getAttribute("hx-swap") ?? "innerHTML";
  void window.htmx?.ajax?.("GET", elt.getAttribute("hx-get") ?? "", { source: elt, target, swap })?.catch(() => undefined);
}

function failed(event: Event): void {
  const { detail } = event as CustomEvent<Answer>;
  const isPart = detail.requestConfig?.verb === "get";
  if (isPart && showFailed(detail)) return;
  const status = event.type === "htmx:sendError" ? 0 : (detail.xhr?.status ?? 0);
  // What shows itself again and again needs no words for a line that is dead a while; the page says that by itself.
  if (isPart && status === 0) return;
  if (detail.xhr?.getResponseHeader("HX-Trigger")?.includes("studio:refused")) return;
  toast(wordsFor(status), "error");
}

/** What asked may be replaced before its answer comes: nobody hears an element that is not on the page any more. */
function mind(event: Event): void {
  const { elt } = (event as CustomEvent<Answer>).detail;
  if (minded.has(elt)) return;
  minded.add(elt);
  elt.addEventListener("htmx:beforeOnLoad", (told) => {
    if (told.target !== elt || elt.isConnected) return;
    lost.add(elt);
    tellAll((told as CustomEvent<Answer>).detail.xhr?.getResponseHeader("HX-Trigger") ?? null);
  });
  for (const name of ["htmx:afterRequest", "htmx:responseError", "htmx:sendError"]) {
    elt.addEventListener(name, (told) => {
      const { detail } = told as CustomEvent<Answer>;
      // An element that its own answer replaced was still there when the answer came.
      const wasLost = lost.has(elt) || !detail.xhr?.status;
      if (told.target === elt && !elt.isConnected && wasLost) {
        document.dispatchEvent(new CustomEvent(name, { detail: { ...detail, elt } }));
      }
    });
  }
}

export function sayTrouble(): void {
  document.addEventListener("htmx:beforeRequest", mind);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("click", tryAgain);
}
