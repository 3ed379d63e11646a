// The fields of a form by name, whatever they are made of: as text, the way a form sends them.

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function fieldsOf(form: HTMLFormElement, name: string): Field[] {
  return [...form.querySelectorAll<Field>(`[name="${CSS.escape(name)}"]`)];
}

function isTicked(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox");
}

export function valueOf(form: HTMLFormElement, name: string): string {
  const fields = fieldsOf(form, name);
  const ticked = fields.filter(isTicked);
  if (ticked.length) return ticked.find((one) => one.checked)?.value ?? "";
  return fields[0]?.value ?? "";
}

/** Put a value in as if it had always stood there: nothing is saved for it, only what goes by it shows it. */
export function put(form: HTMLFormElement, name: string, value: string): void {
  for (const field of fieldsOf(form, name)) {
    if (isTicked(field)) field.checked = field.value === value;
    else field.value = value;
  }
  fieldsOf(form, name)[0]?.dispatchEvent(new Event("input"));
}

export function isUnderPen(form: HTMLFormElement, name: string): boolean {
  return fieldsOf(form, name).some((field) => field === document.activeElement);
}

export function markWrong(form: HTMLFormElement, name: string, wrong: boolean): void {
  for (const field of fieldsOf(form, name)) {
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}
