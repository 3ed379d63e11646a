// What people do with keys and clicks, anywhere on the page or on a headset, told to the deck.
import type { Deck } from "./deck";
import { perform } from "./deeds";
import { deedOf, slidTo } from "./keys";
import { MediaKeys } from "./media_session";
import { takeOf } from "./take";

/** A moment is played from a little before, so that it is heard coming. */
const EARLY_S = 0.5;

export function wireHands(deck: Deck): void {
  document.addEventListener("click", (event) => clicked(deck, event));
  // On the window, after the page's own parts had their turn.
  globalThis.addEventListener("keydown", (event) => pressed(deck, event));
  deck.lane.slider.addEventListener("keydown", (event) => slid(deck, event));
}

/** The keys of a headset and of a lock screen. */
export function mediaKeysFor(deck: Deck): MediaKeys {
  const step = (by: number): void => {
    const next = deck.versions.beside(deck.current?.asset ?? "", by);
    if (next) deck.load(next);
  };
  return new MediaKeys({
    play: () => deck.playback.play(),
    pause: () => deck.playback.pause(),
    seek: (atS) => deck.seek(atS),
    step: (byS) => deck.seek(deck.playback.positionS + byS),
    next: () => step(1),
    previous: () => step(-1),
  });
}

function pressed(deck: Deck, event: KeyboardEvent): void {
  const deed = deedOf(event);
  if (!deed) return;
  if (deed.do === "clear" && (!deck.playback.loop || document.querySelector("dialog[open]"))) return;
  if (!deck.current && deed.do !== "toggle" && deed.do !== "version") return;
  event.preventDefault();
  perform(deck, deed);
}

function slid(deck: Deck, event: KeyboardEvent): void {
  const { positionS, transport } = deck.playback;
  const toS = slidTo(event.key, positionS, transport.durationS);
  if (toS === null) return;
  deck.seek(toS);
  event.preventDefault();
}

function clicked(deck: Deck, event: Event): void {
  const target = event.target as HTMLElement;
  const does = target.closest<HTMLElement>("[data-does]");
  if (does && deck.box.contains(does)) return perform(deck, { do: does.dataset["does"] ?? "" });
  if (target.closest("[data-deck-play]")) return deck.toggle();
  const version = target.closest<HTMLElement>("[data-version]");
  if (version && deck.box.contains(version)) return deck.load(deck.versions.find(version.dataset["version"] ?? ""));
  const jump = target.closest<HTMLElement>("[data-jump]");
  if (jump) return jumped(deck, jump);
  const place = target.closest<HTMLElement>("[data-take]");
  if (place) clickedTake(deck, place, target, event as MouseEvent);
}

function jumped(deck: Deck, jump: HTMLElement): void {
  const asset = jump.dataset["asset"] ?? deck.current?.asset;
  if (asset) deck.load(deck.versions.find(asset), Math.max(0, Number(jump.dataset["jump"]) - EARLY_S));
}

/** A waveform plays from where it was clicked, the button beside it plays and pauses. */
function clickedTake(deck: Deck, place: HTMLElement, target: HTMLElement, event: MouseEvent): void {
  const take = takeOf(deck.box, place);
  const wave = target.closest<HTMLElement>("[data-wave]");
  if (wave) {
    const box = wave.getBoundingClientRect();
    return deck.load(take, ((event.clientX - box.left) / box.width) * take.durationS);
  }
  if (!target.closest("[data-play]")) return;
  if (take.asset === deck.current?.asset) deck.toggle();
  else deck.load(take);
}
