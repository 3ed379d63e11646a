// What a key or a button asks for, done at the deck.
import { toast } from "../toast";
import type { Deck } from "./deck";
import { fetchHeard } from "./heard";
import type { Deed } from "./keys";

const DEEDS: Record<string, (deck: Deck) => void> = {
  toggle: (deck) => deck.toggle(),
  match: (deck) => deck.setMatch(!deck.knobs.match),
  blind: (deck) => deck.setBlind(!deck.blind.on),
  stems: (deck) => void toggleStems(deck),
  lossless: (deck) => deck.setLossless(!deck.knobs.lossless),
  mute: (deck) => deck.knobs.toggleMute(),
  rangeStart: beginRange,
  rangeEnd: (deck) => deck.range.end(),
  clear: (deck) => deck.range.set(null),
  start: (deck) => deck.seek(deck.playback.loop?.startS ?? 0),
  zoomIn: (deck) => deck.zoom(1),
  zoomOut: (deck) => deck.zoom(-1),
  open: (deck) => deck.face.unfold(),
};

export function perform(deck: Deck, deed: Deed | { do: string }): void {
  if ("byS" in deed) deck.seek(deck.playback.positionS + deed.byS);
  else if ("place" in deed) playNumber(deck, deed.place);
  else DEEDS[deed.do]?.(deck);
}

function playNumber(deck: Deck, place: number): void {
  const take = deck.versions.at(place);
  if (take) deck.load(take);
}

async function toggleStems(deck: Deck): Promise<void> {
  const { current } = deck;
  // Not what is known of the version before, should this one be new on the deck.
  const heard = current && (await fetchHeard(current.asset, current.heard).catch(() => null));
  if (heard && deck.current === current) void deck.stems.toggle(current, deck.knobs.copyOf(current), heard);
}

function beginRange(deck: Deck): void {
  if (deck.range.begin()) toast(deck.face.word("rangeBegun"));
}
