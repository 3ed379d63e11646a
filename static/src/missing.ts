// What a song still lacks before it can go off: all of it is marked, and the words stand beside it on the page.
import { toast } from "./toast";

export interface Missing {
  fields: HTMLElement[];
  words: string;
}

const isTold = (box: HTMLElement): boolean =>
  box instanceof HTMLInputElement ? box.value !== "" : box.querySelector(":checked") !== null;

/** The first thing that is missing; null when nothing is. */
export function missingIn(form: HTMLFormElement, canBegin: boolean): Missing | null {
  const words = form.dataset;
  const all = (selector: string): HTMLElement[] => [...form.querySelectorAll<HTMLElement>(selector)];
  if (!canBegin) return { fields: all("[name=artist]").slice(0, 1), words: words["whose"] ?? "" };
  const title = form.querySelector<HTMLInputElement>("#id_title")!;
  if (!title.value.trim()) return { fields: [title], words: words["untitled"] ?? "" };
  const untold = all("[data-must]").find((one) => !isTold(one));
  if (untold) {
    const field = untold instanceof HTMLInputElement ? untold : untold.querySelector("input")!;
    return { fields: [field], words: untold.dataset["must"] ?? "" };
  }
  const open = all("[data-statement]:not([hidden]) input:not(:checked)");
  return open.length ? { fields: open, words: words["undeclared"] ?? "" } : null;
}

function around(field: HTMLElement): HTMLElement | null {
  return field.closest<HTMLElement>(".field") ?? field.closest<HTMLElement>("fieldset");
}

export function ask({ fields, words }: Missing): void {
  const [first] = fields;
  const place = first && around(first)?.querySelector<HTMLElement>(".wrong");
  for (const field of fields) field.setAttribute("aria-invalid", "true");
  if (!place) toast(words, "error");
  else {
    place.textContent = words;
    place.dataset["asked"] = "";
  }
  first?.focus({ preventScroll: true });
  (place ?? first)?.scrollIntoView({ block: "center" });
}

/** What was asked for is there now. */
export function answered(field: HTMLInputElement): void {
  const box = around(field);
  const place = box?.querySelector<HTMLElement>(".wrong[data-asked]");
  if (!box || !place) return;
  const open = (): HTMLInputElement[] => [...box.querySelectorAll<HTMLInputElement>('[aria-invalid="true"]')];
  for (const one of open()) {
    if (one === field || (one.type === "radio" && one.name === field.name)) one.removeAttribute("aria-invalid");
  }
  if (open().length) return;
  place.textContent = "";
  delete place.dataset["asked"];
}
