// Buttons that copy: `data-copies` names a field, `data-copies-link` is an address itself; `data-said` is said then.
import { toast } from "./toast";

/** Only a safe line has a clipboard; elsewhere the old way, through a field that is selected, still works. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("not copied");
}

function copyLink(button: HTMLElement): void {
  const link = new URL(button.dataset["copiesLink"] ?? "", location.href).href;
  copy(link).then(
    () => toast(button.dataset["said"] ?? ""),
    // Then at least it can be read and taken from there.
    () => toast(link, "note", link),
  );
  button.focus({ preventScroll: true });
}

export function wireCopies(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copies], [data-copies-link]");
    if (button?.dataset["copiesLink"] !== undefined) return copyLink(button);
    const field = document.getElementById(button?.dataset["copies"] ?? "");
    if (!button || !(field instanceof HTMLInputElement)) return;
    field.select();
    copy(field.value).then(
      () => toast(button.dataset["said"] ?? ""),
      () => field.focus(),
    );
  });
}
