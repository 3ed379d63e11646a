// Asks the studio to read the words, a moment after the last letter: figures for the blocks, proposals, the plan.
import { toast } from "../toast";
import { ask } from "./desk";
import type { Figures } from "./figures";

const PAUSE_MS = 450;
type Told = Parameters<Figures["learn"]>[1];

export class Reading {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(
    private readonly place: HTMLElement,
    private readonly urls: { read: string; accept: string },
    private readonly learned: (text: string, told: Told) => void,
  ) {}

  /** `anyway` replaces the proposals even while somebody's hand is in them. */
  read(text: string, afterMs = PAUSE_MS, anyway = false): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(text, anyway), afterMs);
  }

  private async now(text: string, anyway: boolean): Promise<void> {
    const turn = ++this.turn;
    this.place.setAttribute("aria-busy", "true");
    const answer = await ask(this.urls.read, { lyrics: text });
    if (turn !== this.turn) return;
    this.place.setAttribute("aria-busy", "false");
    if (!answer.ok) return this.fail(answer.status === 422 ? answer.text : (this.place.dataset["untold"] ?? ""));
    const page = document.createElement("div");
    page.innerHTML = answer.text;
    const told = page.querySelector("#lyrics-figures")?.textContent;
    if (told) this.learned(text, JSON.parse(told) as Told);
    this.swap(page, anyway);
  }

  /** Write a proposal, as it stands in its field, into the brief; a form on the page shows it too. */
  async accept(field: string, form: HTMLFormElement | null, text: string): Promise<void> {
    const { value } = this.place.querySelector<HTMLInputElement | HTMLSelectElement>(`#proposal-${field}`)!;
    const answer = await ask(this.urls.accept, { field, value });
    if (!answer.ok) return void toast(answer.text || (document.body.dataset["deadLine"] ?? ""), "error");
    const shown = form?.elements.namedItem(field);
    if (shown instanceof RadioNodeList || shown instanceof HTMLInputElement || shown instanceof HTMLSelectElement) {
      shown.value = value;
    }
    this.read(text, 0, true);
  }

  private swap(page: HTMLElement, anyway: boolean): void {
    const held = document.activeElement;
    if (!anyway && held instanceof HTMLElement && this.place.contains(held) && held.matches("input, select")) return;
    const folded = new Map([...this.place.querySelectorAll("details")].map((one) => [one.id, one.open]));
    const focused = held && this.place.contains(held) ? held.closest("[data-proposal]") : null;
    this.place.replaceChildren(...page.childNodes);
    // On a page of its own there is room for all of it.
    const roomy = this.place.closest(".lyrics-page") !== null;
    for (const one of this.place.querySelectorAll("details")) one.open = folded.get(one.id) ?? roomy;
    const again = (focused as HTMLElement | null)?.dataset["proposal"];
    if (again) this.place.querySelector<HTMLElement>(`[data-lyrics-accept="${again}"]`)?.focus();
  }

  private fail(words: string): void {
    const note = document.createElement("p");
    note.className = "small soft";
    note.textContent = words;
    this.place.replaceChildren(note);
  }
}
