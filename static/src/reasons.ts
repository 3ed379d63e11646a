// A no needs its reason: the forms that decide ask for it in the same way wherever they stand.

/** Open the place to write it, if the form has one. */
export function askWhy(form: HTMLFormElement | null, event?: Event): void {
  const why = form?.querySelector<HTMLDetailsElement>("details.because");
  if (!why) return;
  event?.preventDefault();
  why.open = true;
  why.querySelector<HTMLElement>("textarea")?.focus();
}

/** Whether these answers of a form say no without saying why. */
export function lacksWhy(values: FormData): boolean {
  const hasWhy = String(values.get("reason") ?? "").trim() !== "" || values.has("quick");
  return values.get("verdict") !== "approved" && !hasWhy;
}

/** Later, since moving the focus while a form is sent would take from it which button was pressed. */
export function askWhySoon(form: HTMLFormElement): void {
  setTimeout(() => askWhy(form));
}
