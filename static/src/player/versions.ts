// The versions of the song that is on: from the page while it shows them, remembered when another page does not.
import type { BlindPage } from "./blind_page";
import { matchDb } from "./level";
import { bareTake, placesOnPage, takeOf, type Take } from "./take";

export class Versions {
  list: Take[] = [];
  private readonly lufs = new Map<string, number>();

  constructor(
    private readonly deck: HTMLElement,
    private readonly blind: BlindPage,
  ) {}

  /** A version by its id: as the page has it, as it was remembered, or bare. */
  find(asset: string): Take {
    const place = document.querySelector<HTMLElement>(`[data-take="${CSS.escape(asset)}"]`);
    if (place) return takeOf(this.deck, place);
    return this.list.find((one) => one.asset === asset) ?? bareTake(this.deck, asset);
  }

  get onPage(): Take[] {
    return placesOnPage().map((place) => takeOf(this.deck, place));
  }

  measured(asset: string, lufs: number): void {
    this.lufs.set(asset, lufs);
  }

  collect(current: Take): void {
    const found = this.onPage.filter((one) => one.song !== "" && one.song === current.song);
    if (found.some((one) => one.asset === current.asset)) this.list = found;
    else if (!this.list.some((one) => one.asset === current.asset)) this.list = [current];
    if (!this.blind.on) return;
    const order = this.blind.sorted(this.list.map((one) => one.asset));
    this.list.sort((one, other) => order.indexOf(one.asset) - order.indexOf(other.asset));
  }

  forget(): void {
    this.list = [];
  }

  /** How much each is turned down so that all are as loud as the quietest. */
  get levels(): Map<string, number> {
    return matchDb(
      this.list.map(({ asset, lufs }) => ({ asset, lufs: lufs ?? this.lufs.get(asset) ?? null })),
    );
  }

  beside(asset: string, by: number): Take | undefined {
    const at = this.list.findIndex((one) => one.asset === asset);
    return at < 0 ? undefined : this.list[at + by];
  }

  /** What a number key plays: its place on the page, or, blind, among the letters. */
  at(place: number): Take | undefined {
    const shown = this.blind.on ? [] : this.onPage;
    return (shown.length ? shown : this.list)[place];
  }
}
