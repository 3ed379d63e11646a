// One audio clock for all versions of a song. Knows sound and time, nothing of the page.
import { Amplifier } from "./amplifier";
import { Changer, type Takeover } from "./changer";
import { budgetOf, decodedBytes, Shelf } from "./shelf";
import type { Part } from "./sounding";
import type { Take } from "./take";
import { Transport, type Loop } from "./transport";

/** Two moments closer than this are the same moment. */
const END_S = 0.02;

interface Client extends Navigator {
  deviceMemory?: number;
  connection?: { saveData?: boolean };
}

export class Playback {
  readonly transport = new Transport();
  readonly shelf: Shelf<AudioBuffer>;
  take: Take | null = null;
  onChange: () => void = () => undefined;
  onTrouble: (kind: "unplayable" | "blocked") => void = () => undefined;
  private readonly amplifier = new Amplifier();
  private readonly changer: Changer;
  private wants = false;
  private url = "";
  private stems: Part[] = [];
  private levels = new Map<string, number>();
  private matched = true;

  constructor(client: Client = navigator) {
    const budget = budgetOf(client.deviceMemory, client.connection?.saveData ?? false);
    this.shelf = new Shelf((url) => this.amplifier.decode(url), budget);
    this.changer = new Changer(this.amplifier, this.transport, this.shelf, {
      levelDb: () => this.levelDb,
      changed: () => this.onChange(),
      ended: () => this.ended(),
      failed: () => this.trouble("unplayable"),
      halted: () => this.pause(),
    });
  }

  get context(): AudioContext | null {
    return this.amplifier.context;
  }

  get output(): GainNode | null {
    return this.amplifier.output;
  }

  get playing(): boolean {
    return this.wants;
  }

  /** The version that was asked for is not heard yet. */
  get waiting(): boolean {
    return this.changer.waiting;
  }

  get takeover(): Takeover | null {
    return this.changer.takeover;
  }

  get clockS(): number {
    return this.amplifier.clockS;
  }

  get positionS(): number {
    return this.transport.at(this.clockS);
  }

  get loop(): Loop | null {
    return this.transport.loop;
  }

  /** Put a version on; `url` is the copy of it to play. The position is kept within a song. */
  load(take: Take, url: string, how: { atS: number | null; play: boolean }): void {
    const sameSong = take.song !== "" && take.song === this.take?.song;
    if (!sameSong) this.silence();
    const atS = how.atS ?? (sameSong ? null : 0);
    this.take = take;
    this.url = url;
    this.stems = [];
    this.transport.durationS = take.durationS;
    if (!sameSong) this.transport.loop = null;
    this.shelf.pin([url]);
    if (atS !== null) this.transport.move(atS, this.clockS);
    if (how.play) this.wants = true;
    if (this.wants) this.begin(atS !== null);
    this.onChange();
  }

  play(): void {
    if (!this.take || this.wants) return;
    if (this.positionS >= this.transport.durationS - END_S) this.transport.move(this.loop?.startS ?? 0, this.clockS);
    this.wants = true;
    this.begin(false);
    this.onChange();
  }

  pause(): void {
    if (!this.wants) return;
    this.silence();
    this.onChange();
  }

  seek(positionS: number): void {
    this.transport.move(positionS, this.clockS);
    if (this.wants) this.begin(true);
    this.onChange();
  }

  setLoop(loop: Loop | null): void {
    const atS = this.positionS;
    this.transport.loop = loop;
    const outside = loop !== null && (atS < loop.startS || atS >= loop.endS);
    this.transport.move(outside ? loop.startS : atS, this.clockS);
    if (this.wants) this.begin(true);
    this.onChange();
  }

  /** Decibels per version for the level match, and whether it is on. */
  setLevels(levels: Map<string, number>, matched: boolean): void {
    this.levels = levels;
    this.matched = matched;
    this.changer.setDb(this.levelDb);
  }

  get levelDb(): number {
    return this.matched ? (this.levels.get(this.take?.asset ?? "") ?? 0) : 0;
  }

  setVolume(volume: number): void {
    this.amplifier.setVolume(volume);
  }

  /** Play these instead of the version they add up to; an empty list brings it back. */
  setStems(stems: Part[]): void {
    this.stems = stems;
    if (this.wants) this.begin(false);
  }

  setStem(name: string, gain: number): void {
    const part = this.stems.find((one) => one.name === name);
    if (part) part.gain = gain;
    this.changer.setPart(name, gain);
  }

  roomFor(durationS: number): boolean {
    return this.shelf.roomFor(decodedBytes(durationS, this.amplifier.rate));
  }

  /** Whether that many sounds fit at all, everything else put away. */
  canHold(durationS: number, count: number): boolean {
    return count * decodedBytes(durationS, this.amplifier.rate) <= this.shelf.budget;
  }

  private begin(moved: boolean): void {
    this.amplifier.wake(() => this.wants && this.trouble("blocked"));
    this.changer.change(this.url, this.stems, moved);
  }

  private ended(): void {
    this.transport.move(this.transport.durationS, this.clockS);
    this.silence();
    this.onChange();
  }

  private trouble(kind: "unplayable" | "blocked"): void {
    this.silence();
    this.onTrouble(kind);
    this.onChange();
  }

  private silence(): void {
    this.wants = false;
    this.changer.stop();
    this.amplifier.rest();
  }
}
