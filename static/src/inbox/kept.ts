// What a person wrote stays in the hand: drafts of comments, ticked reasons, and the words of a deed that was refused.
import { item, place } from "./rows";

/** Comments that were begun, by the review they were begun on. */
export const drafts = new Map<string, string>();

interface Why {
  reason: string;
  quick: string[];
}

const refused = new Map<string, Why>();
const ticked = new Set<string>();

export function whyOf(values: FormData): Why {
  return { reason: String(values.get("reason") ?? ""), quick: values.getAll("quick").map(String) };
}

export function keepWhy(id: string, values: FormData): void {
  const why = whyOf(values);
  if (why.reason || why.quick.length > 0) refused.set(id, why);
}

/** The next decision starts with no reason. */
export function emptyWhy(form: HTMLFormElement): void {
  form.reset();
  const fold = form.querySelector<HTMLDetailsElement>("details.because");
  if (fold) fold.open = false;
  for (const box of form.querySelectorAll<HTMLInputElement>("input[name=quick]")) ticked.delete(box.id);
}

export function fillWhy(form: HTMLFormElement, { reason, quick }: Why): void {
  const text = form.querySelector<HTMLTextAreaElement>("textarea[name=reason]");
  if (text && !text.value) text.value = reason;
  for (const box of form.querySelectorAll<HTMLInputElement>("input[name=quick]")) box.checked ||= quick.includes(box.value);
  const fold = form.querySelector<HTMLDetailsElement>("details.because");
  if (fold && (reason || quick.length > 0)) fold.open = true;
}

/** Words that were refused stand where they can be sent again: in the same form, else, decided by now, as a comment. */
export function offerRefused(): void {
  const why = refused.get(place.current);
  if (!why || item()?.dataset["item"] !== place.current) return;
  refused.delete(place.current);
  const form = document.querySelector<HTMLFormElement>("#item [data-decide]");
  if (form) return fillWhy(form, why);
  const box = document.querySelector<HTMLTextAreaElement>("#item #comment-text");
  if (box && !box.value) box.value = why.reason;
}

export function restoreDraft(): void {
  const box = document.querySelector<HTMLTextAreaElement>("#item #comment-text");
  const draft = drafts.get(place.current);
  if (!box) return;
  if (draft && !box.value) box.value = draft;
  drafts.delete(place.current);
}

/** Quick reasons that are ticked stay so when the part around them is asked for again. */
export function rememberTicks(target: Element): void {
  for (const box of target.querySelectorAll<HTMLInputElement>("input[name=quick]")) {
    if (box.checked) ticked.add(box.id);
    else ticked.delete(box.id);
  }
}

export function restoreTicks(): void {
  for (const id of ticked) {
    const box = document.getElementById(id);
    if (box instanceof HTMLInputElement) box.checked = true;
  }
}
