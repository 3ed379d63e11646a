// Partials that ask the server for themselves again when something they show has happened.

declare global {
  interface Window {
    htmx?: {
      trigger(target: Element, name: string): void;
      process(target: Element): void;
      ajax?(verb: string, path: string, how: { source?: Element; target: string | Element; swap: string }): Promise<void>;
    };
  }
}

const SETTLE_MS = 250;

/** Which facts concern a partial; `data-on` lists their beginnings, as in `stage. run. candidate.landed`. */
export function concerns(part: HTMLElement, type: string): boolean {
  return (part.dataset["on"] ?? "").split(" ").some((start) => start !== "" && type.startsWith(start));
}

/** Asks for a part after a while: once per burst, and not while an answer for it is under way. */
export class Later {
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly ask: (part: HTMLElement) => void) {}

  soon(id: string, waitMs: number): void {
    if (this.waiting.has(id)) return;
    this.waiting.set(
      id,
      setTimeout(() => {
        this.waiting.delete(id);
        const part = document.getElementById(id);
        // htmx lines up behind the request under way, and forgets it all with an element that is replaced by the answer.
        if (part?.classList.contains("htmx-request")) this.soon(id, waitMs);
        else if (part) this.ask(part);
      }, waitMs),
    );
  }
}

export class Refresher {
  private readonly later = new Later((part) => window.htmx?.trigger(part, "refresh"));

  /** `type` happened: refresh every partial that it concerns, once per burst. */
  tell(type: string): void {
    for (const part of document.querySelectorAll<HTMLElement>("[data-on]")) {
      if (concerns(part, type)) this.soon(part);
    }
  }

  all(): void {
    for (const part of document.querySelectorAll<HTMLElement>("[data-on]")) this.soon(part);
  }

  private soon(part: HTMLElement): void {
    this.later.soon(part.id, Number(part.dataset["settle"]) || SETTLE_MS);
  }
}

/** What nobody has chosen, moved or written follows what the page proposes. */
function isUntouched(one: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): boolean {
  return one instanceof HTMLSelectElement ? (one.selectedOptions[0]?.defaultSelected ?? false) : one.value === one.defaultValue;
}

/** What was proposed is being made: neither the proposal nor the words that asked for it are wanted any more. */
function spend(answer: Element | null): void {
  answer?.parentElement?.querySelector<HTMLFormElement>("form[data-asks]")?.reset();
  answer?.replaceChildren();
}

/** What a person has unfolded or typed stays so when the partial around it is replaced. */
export function rememberHands(): void {
  // What was sent is no longer on the desk.
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful } = (event as CustomEvent<{ elt: Element; successful: boolean }>).detail;
    if (!successful || !(elt instanceof HTMLFormElement)) return;
    if (!elt.matches("[data-autosave], [data-asks]")) elt.reset();
    spend(elt.closest("[data-answer]"));
    // A fold for one deed is shut by it, and does not stand open when it comes back with the next part.
    const fold = elt.closest<HTMLDetailsElement>("details[data-shuts]");
    if (fold) fold.open = false;
  });
  const open = new Set<string>();
  const shut = new Set<string>();
  // What a person has folded themselves the next part does not unfold again.
  document.addEventListener("click", (event) => {
    const fold = (event.target as HTMLElement).closest("summary")?.parentElement;
    if (!(fold instanceof HTMLDetailsElement)) return;
    if (fold.open) shut.add(fold.id);
    else shut.delete(fold.id);
  }, true);
  const typed = new Map<string, string>();
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = (event as CustomEvent<{ target: Element }>).detail.target;
    target.querySelectorAll<HTMLDetailsElement>("details[id]").forEach((one) => {
      if (one.open) open.add(one.id);
      else open.delete(one.id);
    });
    target.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("[id][data-keep]").forEach((one) => {
      if (!isUntouched(one)) typed.set(one.id, one.value);
    });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = (event as CustomEvent<{ target: Element }>).detail.target;
    const root = document.getElementById(target.id) ?? target;
    root.querySelectorAll<HTMLDetailsElement>("details[id]").forEach((one) => {
      if (open.has(one.id)) one.open = true;
      else if (shut.has(one.id)) one.open = false;
    });
    root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("[id][data-keep]").forEach((one) => {
      const value = typed.get(one.id);
      if (value) one.value = value;
    });
    typed.clear();
  });
}
