// Buttons that copy the text of a field: `data-copies` names the field, `data-said` what to say then.
import { toast } from "./toast";

export function wireCopies(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copies]");
    const field = document.getElementById(button?.dataset["copies"] ?? "");
    if (!button || !(field instanceof HTMLInputElement)) return;
    field.select();
    navigator.clipboard.writeText(field.value).then(
      () => toast(button.dataset["said"] ?? "", "note"),
      () => field.focus(),
    );
  });
}
