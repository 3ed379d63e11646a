// The page around the deck: it shows what plays, wants this or that played, is renewed in parts, and gives way to another.
import { aim } from "./aim";
import type { Deck } from "./deck";
import { leave, leftOff } from "./remembered";
import { bareTake, type Take } from "./take";

export function followPage(deck: Deck): void {
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.matches("[data-comments]") && deck.current) {
      aim(target, deck.current.asset, deck.playback.positionS);
    }
  });
  document.addEventListener("htmx:afterSettle", () => deck.find());
  document.addEventListener("studio:page", () => deck.find());
  document.addEventListener("studio:play", (event) => {
    const { asset, atS } = (event as CustomEvent<{ asset: string; atS?: number }>).detail;
    deck.load(deck.versions.find(asset), atS ?? null);
  });
  document.addEventListener("studio:blind", (event) => {
    const { on, by } = (event as CustomEvent<{ on: boolean; by?: string }>).detail;
    if (by !== "player") deck.setBlind(on);
  });
  if (isGuests(deck)) return;
  globalThis.addEventListener("pagehide", () => leavePage(deck));
  resume(deck);
}

/** Wherever the page shows the version that is on, it shows that it is. */
export function markPlaces(current: Take | null, playing: boolean): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-take]")) {
    const isOn = place.dataset["take"] === current?.asset;
    place.toggleAttribute("data-on-deck", isOn);
    place.toggleAttribute("data-playing", playing && isOn);
  }
}

/** A guest's link knows one version: nothing is carried there from other pages, nor from there to them. */
function isGuests(deck: Deck): boolean {
  return deck.box.hasAttribute("data-guest");
}

function leavePage({ current, playback, blind }: Deck): void {
  if (!current || blind.on) return leave(null);
  const { asset, song, title, durationS } = current;
  leave({ asset, song, title, durationS, atS: playback.positionS, playing: playback.playing, whenMs: Date.now() });
}

/** A page that was loaded whole goes on where the last one stopped. */
function resume(deck: Deck): void {
  const left = leftOff(Date.now());
  leave(null);
  if (!left) return;
  const { song, title, durationS } = left;
  deck.load({ ...bareTake(deck.box, left.asset), song, title, durationS }, left.atS, left.playing);
}
