// Blind listening on the page: names and figures hide, versions stand in the order of their letters.
import { Aliases } from "./blind";

const HIDDEN = "data-open-label";

export class BlindPage {
  private aliases: Aliases | null = null;
  private song = "";
  /** Where things stood, so that they go back there. */
  private readonly before = new Map<Element, Element[]>();

  constructor(private readonly words: { version: string; play: string }) {}

  get on(): boolean {
    return this.aliases !== null;
  }

  isAbout(song: string): boolean {
    return this.on && this.song === song;
  }

  alias(asset: string): string {
    return this.aliases?.of(asset) ?? "";
  }

  sorted(assets: readonly string[]): string[] {
    return this.aliases?.sorted(assets) ?? [...assets];
  }

  start(song: string): void {
    this.song = song;
    this.aliases = new Aliases();
    document.documentElement.dataset["blind"] = "yes";
    this.dress();
  }

  /** Names come back, and everything stands where it stood. */
  stop(): void {
    this.aliases = null;
    delete document.documentElement.dataset["blind"];
    for (const place of document.querySelectorAll<HTMLElement>("[data-take][data-alias]")) uncover(place);
    for (const [row, children] of this.before) if (row.isConnected) row.append(...children.filter((one) => one.isConnected));
    this.before.clear();
  }

  /** Also after a part of the page was replaced. */
  dress(): void {
    if (!this.aliases) return;
    const places = [...document.querySelectorAll<HTMLElement>(`[data-take][data-song="${CSS.escape(this.song)}"]`)];
    this.aliases.name(places.map((place) => place.dataset["take"] ?? ""));
    for (const place of places) {
      const letter = this.alias(place.dataset["take"] ?? "");
      if (place.dataset["alias"] !== letter) this.cover(place, letter);
    }
    for (const row of new Set(places.map((place) => place.parentElement))) if (row) this.reorder(row);
  }

  private cover(place: HTMLElement, letter: string): void {
    place.dataset["alias"] = letter;
    const name = this.words.version.replace("{letter}", letter);
    relabel(place, name);
    place.querySelectorAll("[data-play]").forEach((button) => relabel(button, this.words.play.replace("{name}", name)));
  }

  private reorder(row: Element): void {
    const children = [...row.children];
    const takes = children.filter((one): one is HTMLElement => one instanceof HTMLElement && "alias" in one.dataset);
    if (takes.length < 2) return;
    const order = this.sorted(takes.map((one) => one.dataset["take"] ?? ""));
    const wanted = order.flatMap((asset) => takes.filter((one) => one.dataset["take"] === asset));
    if (wanted.every((one, i) => one === takes[i])) return;
    if (!this.before.has(row)) this.before.set(row, children);
    const after = takes.at(-1)?.nextSibling ?? null;
    for (const one of wanted) row.insertBefore(one, after);
  }
}

function relabel(node: Element, label: string): void {
  if (!node.hasAttribute(HIDDEN)) node.setAttribute(HIDDEN, node.getAttribute("aria-label") ?? "");
  node.setAttribute("aria-label", label);
}

function uncover(place: HTMLElement): void {
  delete place.dataset["alias"];
  for (const node of [place, ...place.querySelectorAll(`[${HIDDEN}]`)]) {
    const label = node.getAttribute(HIDDEN);
    if (label === null) continue;
    node.removeAttribute(HIDDEN);
    if (label) node.setAttribute("aria-label", label);
    else node.removeAttribute("aria-label");
  }
}
