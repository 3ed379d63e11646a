// The stems of what plays: solo, mute and level for each, all on one clock.
import type { Stem } from "./heard";

export interface StemState {
  name: string;
  solo: boolean;
  mute: boolean;
  /** 0..1 as the slider stands. */
  level: number;
}

/** What is heard of each: solo silences all that are not soloed, mute always wins. */
export function stemGains(states: readonly StemState[]): Map<string, number> {
  const soloed = states.some((one) => one.solo);
  return new Map(states.map((one) => [one.name, one.mute || (soloed && !one.solo) ? 0 : one.level ** 2]));
}

export class StemDesk {
  private states: StemState[] = [];

  constructor(
    private readonly box: HTMLElement,
    private readonly onMix: (gains: Map<string, number>) => void,
  ) {
    box.addEventListener("click", (event) => this.clicked(event));
    box.addEventListener("input", (event) => this.slid(event));
  }

  get gains(): Map<string, number> {
    return stemGains(this.states);
  }

  show(stems: readonly Stem[], title: string): void {
    this.states = stems.map(({ name }) => ({ name, solo: false, mute: false, level: 1 }));
    const row = this.box.querySelector("template")!;
    this.box.querySelector("[data-stems-title]")!.textContent = title;
    this.box.querySelector("[data-stem-rows]")!.replaceChildren(
      ...stems.map(({ name, title: part }) => {
        const made = (row.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
        made.dataset["stem"] = name;
        made.setAttribute("aria-label", part);
        made.querySelector("[data-stem-name]")!.textContent = part;
        return made;
      }),
    );
    this.box.hidden = false;
  }

  hide(): void {
    this.box.hidden = true;
  }

  say(words: string): void {
    this.box.querySelector("[data-stems-said]")!.textContent = words;
  }

  private stateOf(target: EventTarget | null): { state: StemState; row: HTMLElement } | null {
    const row = (target as HTMLElement).closest<HTMLElement>("[data-stem]");
    const state = this.states.find((one) => one.name === row?.dataset["stem"]);
    return row && state ? { state, row } : null;
  }

  private clicked(event: Event): void {
    const found = this.stateOf(event.target);
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("button[data-stem-does]");
    if (!found || !button) return;
    const which = button.dataset["stemDoes"] === "solo" ? "solo" : "mute";
    found.state[which] = !found.state[which];
    button.setAttribute("aria-pressed", String(found.state[which]));
    this.mix();
  }

  private slid(event: Event): void {
    const found = this.stateOf(event.target);
    if (!found || !(event.target instanceof HTMLInputElement)) return;
    found.state.level = Number(event.target.value);
    this.mix();
  }

  private mix(): void {
    const gains = this.gains;
    for (const row of this.box.querySelectorAll<HTMLElement>("[data-stem]")) {
      row.toggleAttribute("data-silent", gains.get(row.dataset["stem"] ?? "") === 0);
    }
    this.onMix(gains);
  }
}
