// The brief's quick ways: mood chips, whole examples, the tempo that was heard.

function changed(input: Element): void {
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Add a word to a comma-separated list, or take it out again. */
export function toggled(list: string, word: string): string {
  const words = list.split(",").map((one) => one.trim()).filter(Boolean);
  const at = words.findIndex((one) => one.toLowerCase() === word.toLowerCase());
  if (at >= 0) words.splice(at, 1);
  else words.push(word);
  return words.join(", ");
}

function has(list: string, word: string): boolean {
  return list.split(",").some((one) => one.trim().toLowerCase() === word.toLowerCase());
}

export function wireBrief(form: HTMLFormElement, signal: AbortSignal): void {
  const mood = form.querySelector<HTMLInputElement>("#id_mood");
  const showMoods = (): void => {
    for (const chip of form.querySelectorAll<HTMLElement>("[data-mood-word]")) {
      chip.setAttribute("aria-pressed", String(has(mood?.value ?? "", chip.dataset["moodWord"] ?? "")));
    }
  };
  mood?.addEventListener("input", showMoods);
  showMoods();
  // Findings stand outside of the form's own buttons, hence the document.
  const chosen = (event: Event): void => {
    const target = event.target as HTMLElement;
    const word = target.closest<HTMLElement>("[data-mood-word]")?.dataset["moodWord"];
    if (word && mood) {
      const next = toggled(mood.value, word);
      if (next.length <= mood.maxLength) mood.value = next;
      changed(mood);
    }
    const example = target.closest<HTMLElement>("[data-example]");
    if (example) fill(form, example.dataset);
    const bpm = target.closest<HTMLElement>("[data-take-bpm]")?.dataset["takeBpm"];
    if (bpm) put(form, "bpm", bpm, true);
  };
  document.addEventListener("click", chosen, { signal });
}

/** An example fills what is open and leaves what was typed. */
function fill(form: HTMLFormElement, told: DOMStringMap): void {
  for (const name of ["mood", "bpm", "notes"]) put(form, name, told[name] ?? "", false);
  const open = form.querySelector<HTMLInputElement>('[name="genre"][value=""]');
  if (open?.checked) {
    const wanted = form.querySelector<HTMLInputElement>(`[name="genre"][value="${told["genre"] ?? ""}"]`);
    if (wanted) {
      wanted.checked = true;
      changed(wanted);
    }
  }
}

function put(form: HTMLFormElement, name: string, value: string, over: boolean): void {
  const input = form.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#id_${name}`);
  if (!input || (input.value && !over)) return;
  input.value = value;
  changed(input);
}
