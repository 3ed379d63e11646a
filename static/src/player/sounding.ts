// Things that sound: decoded sound started to the sample, or a stream for what is too long to decode.
import { fadeCurve, gainOf } from "./level";
import type { Loop } from "./transport";

/** How long two versions overlap when one takes over from the other. */
export const FADE_S = 0.01;

export interface Part {
  name: string;
  buffer: AudioBuffer;
  gain: number;
  /** Where on the clock its own beginning lies; before 0, its head is not heard. */
  delayS?: number;
}

/** The way from a source to the master: fades in once, fades out once, with the level match between. */
class Strip {
  readonly entry: GainNode;
  private readonly fall: GainNode;
  private readonly match: GainNode;

  constructor(
    private readonly context: AudioContext,
    out: AudioNode,
    db: number,
  ) {
    this.entry = context.createGain();
    this.fall = context.createGain();
    this.match = context.createGain();
    this.entry.gain.value = 0;
    this.match.gain.value = gainOf(db);
    this.entry.connect(this.fall).connect(this.match).connect(out);
  }

  fadeIn(atS: number): void {
    this.entry.gain.setValueCurveAtTime(fadeCurve("in"), atS, FADE_S);
  }

  fadeOut(atS: number): void {
    this.fall.gain.setValueCurveAtTime(fadeCurve("out"), atS, FADE_S);
  }

  setDb(db: number): void {
    this.match.gain.setTargetAtTime(gainOf(db), this.context.currentTime, 0.02);
  }

  drop(): void {
    this.match.disconnect();
  }
}

/** One version, or the stems of one: every part runs from the same moment of the same clock. */
export class Tape {
  onEnd: (() => void) | null = null;
  private readonly strip: Strip;
  private readonly parts: { name: string; source: AudioBufferSourceNode; gain: GainNode; delayS: number }[];

  constructor(
    private readonly context: AudioContext,
    out: AudioNode,
    parts: readonly Part[],
    db: number,
  ) {
    this.strip = new Strip(context, out, db);
    this.parts = parts.map(({ name, buffer, gain: level, delayS = 0 }) => {
      const source = context.createBufferSource();
      const gain = context.createGain();
      source.buffer = buffer;
      gain.gain.value = level;
      source.connect(gain).connect(this.strip.entry);
      return { name, source, gain, delayS };
    });
  }

  start(atS: number, positionS: number, loop: Loop | null): void {
    for (const { source, delayS } of this.parts) {
      const withinS = positionS - delayS;
      if (loop && positionS < loop.endS && loop.startS >= delayS) {
        source.loop = true;
        source.loopStart = loop.startS - delayS;
        source.loopEnd = loop.endS - delayS;
      }
      source.start(atS + Math.max(0, -withinS), Math.max(0, withinS));
    }
    const first = this.parts[0]?.source;
    if (first) first.onended = () => this.onEnd?.();
    this.strip.fadeIn(atS);
  }

  stop(atS: number): void {
    this.onEnd = null;
    this.strip.fadeOut(atS);
    for (const { source } of this.parts) source.stop(atS + FADE_S);
    const first = this.parts[0]?.source;
    if (first) first.onended = () => this.strip.drop();
  }

  setDb(db: number): void {
    this.strip.setDb(db);
  }

  setPart(name: string, gain: number): void {
    const part = this.parts.find((one) => one.name === name);
    part?.gain.gain.setTargetAtTime(gain, this.context.currentTime, 0.008);
  }
}

/** A media element on the same graph: sounds at once, and needs no memory for long files. */
export class Stream {
  readonly media = new Audio();
  private readonly strip: Strip;
  private over = false;

  constructor(
    private readonly context: AudioContext,
    out: AudioNode,
    url: string,
    db: number,
  ) {
    // Files may come from a store of another origin; without this the graph would hear silence.
    this.media.crossOrigin = "anonymous";
    this.media.preload = "auto";
    this.media.src = url;
    this.strip = new Strip(context, out, db);
    context.createMediaElementSource(this.media).connect(this.strip.entry);
  }

  /** Resolves once it sounds. */
  async start(positionS: number): Promise<void> {
    if (positionS > 0) this.media.currentTime = positionS;
    await this.media.play();
    if (this.over) return this.drop();
    this.strip.fadeIn(this.context.currentTime);
  }

  stop(atS: number): void {
    this.over = true;
    this.strip.fadeOut(Math.max(atS, this.context.currentTime));
    setTimeout(() => this.drop(), 1000 * (atS - this.context.currentTime + FADE_S) + 30);
  }

  setDb(db: number): void {
    this.strip.setDb(db);
  }

  setPart(): void {
    /* A stream has no parts. */
  }

  private drop(): void {
    this.media.pause();
    this.media.removeAttribute("src");
    this.media.load();
    this.strip.drop();
  }
}
