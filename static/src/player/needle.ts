// Where in the song it is: shown on the deck and the page and told to whoever listens, again and again while it plays.
import { setPlayed } from "../wave_canvas";
import { tell } from "./contract";
import type { Deck } from "./deck";
import { lineAt, sectionAt } from "./heard";
import { levelAt, Meter } from "./meter";
import { Pulse } from "./pulse";
import type { Take } from "./take";

const TELL_MS = 100;

export class Needle {
  private readonly meter: Meter;
  private readonly pulse: Pulse;
  private toldAtMs = 0;

  constructor(private readonly deck: Deck) {
    this.meter = new Meter(deck.box.querySelector<HTMLElement>("[data-meter]")!);
    this.pulse = new Pulse(() => this.move(false), () => deck.playback.playing);
  }

  /** Something has changed: now, and from now on if it plays. */
  show(): void {
    this.move(true);
    this.pulse.start();
  }

  private move(changed: boolean): void {
    const { current, playback, lane } = this.deck;
    if (!current) return;
    const atS = playback.positionS;
    const { durationS } = playback.transport;
    lane.setPosition(atS, playback.playing);
    if (lane.peaks) this.meter.show(playback.playing ? levelAt(lane.peaks.pairs, atS, durationS) : null);
    const nowMs = performance.now();
    if (!changed && nowMs - this.toldAtMs < TELL_MS) return;
    this.toldAtMs = nowMs;
    this.say(current, atS, durationS);
  }

  private say({ asset, song }: Take, atS: number, durationS: number): void {
    const { playback, face, heard } = this.deck;
    const sections = heard?.sections ?? [];
    // The very end still belongs to the last section.
    const section = sectionAt(sections, Math.min(atS, durationS - 0.01));
    const line = lineAt(sections, atS);
    face.moment({ atS, durationS, section: section?.label ?? "", kind: section?.kind ?? "", line });
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>("[data-on-deck] canvas[data-peaks]")) {
      if (durationS) setPlayed(canvas, atS / durationS);
    }
    tell("position", { asset, song, atS, durationS, playing: playback.playing });
  }
}
