// What has to be confirmed follows from what was brought: a statement about nothing is neither shown nor sent.

export function showStatements(form: HTMLFormElement, here: Record<string, boolean>): void {
  for (const row of form.querySelectorAll<HTMLElement>("[data-statement]")) {
    const asked = here[row.dataset["statement"] ?? ""] ?? false;
    row.hidden = !asked;
    row.querySelector("input")!.disabled = !asked;
  }
  const nothing = form.querySelector<HTMLElement>("[data-nothing-to-declare]");
  if (nothing) nothing.hidden = Object.values(here).some(Boolean);
}
