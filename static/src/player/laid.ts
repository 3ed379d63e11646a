// Two sounds of a song on one clock, one of them from a place of its own: how a voice is heard before it is moved.
import type { Lay, Where } from "./contract";
import type { Playback } from "./playback";
import { bareTake, type Take } from "./take";

/** What of the deck is needed here. */
interface Host {
  readonly box: HTMLElement;
  readonly playback: Playback;
  readonly versions: { find(asset: string): Take };
  readonly knobs: { copyOf(take: Take): string };
  readonly current: Take | null;
  load(take: Take, atS: number | null, play: boolean): void;
  trouble(kind: "unplayable"): void;
}

export function wireLaid(deck: Host): void {
  document.addEventListener("studio:lay", (event) => void lay(deck, (event as CustomEvent<Lay>).detail));
  document.addEventListener("studio:where", (event) => {
    // What is heard at this moment was sent a little earlier.
    const lateS = deck.playback.context?.outputLatency || 0;
    const { detail } = event as CustomEvent<Where>;
    if (deck.current?.asset === detail.asset && deck.playback.playing) detail.atS = deck.playback.positionS - lateS;
  });
}

async function lay(deck: Host, { under, durationS, over, startS, atS, gains }: Lay): Promise<void> {
  const { playback } = deck;
  const found = deck.versions.find(under);
  const take = { ...found, durationS: found.durationS || durationS };
  const urls = [take, bareTake(deck.box, over)].map((one) => deck.knobs.copyOf(one));
  deck.load(take, atS, false);
  playback.shelf.pin(urls);
  const parts = await Promise.all(urls.map((url) => playback.shelf.get(url))).catch(() => null);
  if (deck.current?.asset !== take.asset) return;
  if (!parts) return deck.trouble("unplayable");
  const [below, above] = parts as [AudioBuffer, AudioBuffer];
  playback.setStems([
    { name: "under", buffer: below, gain: gains[0] },
    { name: "over", buffer: above, gain: gains[1], delayS: startS },
  ]);
  playback.play();
}
