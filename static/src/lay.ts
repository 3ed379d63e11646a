// Where a voice starts: heard over its backing before it is laid there, and tapped while the backing plays.
import { figure } from "./clock";
import type { Lay, Where } from "./player/contract";
import { TYPING } from "./typing";

const EARLY_S = 2;
/** Two sounds together must not be louder than full scale. */
const HEADROOM = 0.5;

/** Where the voice's file begins, in ms of the backing, when its first word is to come at `atS`. */
export function startMs(atS: number, firstS: number): number {
  return Math.round(1000 * (atS - firstS));
}

class Card {
  private readonly ms: HTMLInputElement;

  constructor(private readonly place: HTMLElement) {
    this.ms = place.querySelector<HTMLInputElement>("[data-lay-ms]")!;
  }

  static on(page: ParentNode): Card | null {
    const place = page.querySelector<HTMLElement>("[data-lay]");
    return place?.querySelector("[data-lay-ms]") ? new Card(place) : null;
  }

  private figure(name: string): number {
    return Number(this.place.dataset[name] ?? 0);
  }

  get canBeHeard(): boolean {
    return this.place.dataset["backing"] !== undefined;
  }

  /** What is heard of the backing at this moment; null while something else plays. */
  get heardS(): number | null {
    const detail: Where = { asset: this.place.dataset["backing"] ?? "", atS: null };
    document.dispatchEvent(new CustomEvent("studio:where", { detail }));
    return detail.atS;
  }

  hear(voice: boolean, onwards = false): void {
    const startS = Number(this.ms.value) / 1000;
    const gain = HEADROOM * 10 ** (this.figure("voiceDb") / 20);
    const detail: Lay = {
      under: this.place.dataset["backing"] ?? "",
      durationS: this.figure("backingDuration"),
      over: this.place.dataset["voice"] ?? "",
      startS,
      atS: onwards ? null : Math.max(0, startS + this.figure("first") - EARLY_S),
      gains: [HEADROOM, voice ? gain : 0],
    };
    this.say(voice ? "words" : "tapWords");
    document.dispatchEvent(new CustomEvent("studio:lay", { detail }));
  }

  by(beats: number): void {
    this.put(Number(this.ms.value) + 1000 * beats * this.figure("beat"));
    if (this.canBeHeard) this.hear(true);
    else this.say("words");
  }

  tap(): void {
    const atS = this.heardS;
    if (atS === null) return this.hear(false);
    this.put(startMs(atS, this.figure("first")));
    this.hear(true);
  }

  private put(ms: number): void {
    this.ms.value = String(Math.round(ms));
    this.ms.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private say(which: "words" | "tapWords"): void {
    const said = this.place.querySelector<HTMLElement>("[data-lay-said]");
    const at = figure(Number(this.ms.value) / 1000 + this.figure("first"), 2);
    if (said) said.textContent = (said.dataset[which] ?? "").replace("{at}", at);
  }
}

/** Listens once for every page that may show the card. */
export function wireLaying(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const card = target.closest("[data-lay]") ? Card.on(document) : null;
    const beats = target.closest<HTMLElement>("[data-lay-beats]")?.dataset["layBeats"];
    if (!card) return;
    if (beats) card.by(Number(beats));
    else if (target.closest("[data-lay-hear]")) card.hear(true);
    else if (target.closest("[data-lay-alone]")) card.hear(false);
    else if (target.closest("[data-lay-tap]") && event.detail === 0) card.tap();
  });
  // The moment the finger comes down, not when it lets go.
  document.addEventListener("pointerdown", (event) => {
    if ((event.target as HTMLElement).closest("[data-lay-tap]") && event.button === 0) Card.on(document)?.tap();
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key.toLowerCase() !== "t" || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = target.closest(TYPING) ? null : Card.on(document);
    if (!card?.canBeHeard) return;
    event.preventDefault();
    card.tap();
  });
}
