// One audio clock for all versions of a song. Knows sound and time, nothing of the page.
import { budgetOf, decodedBytes, Shelf } from "./shelf";
import { Stream, Tape, type Part } from "./sounding";
import type { Take } from "./take";
import { Transport, type Loop } from "./transport";

/** Sources are started this far ahead, so that the audio thread never gets to hear of them too late. */
const LEAD_S = 0.01;
/** Longer than this is streamed: decoded it would take a quarter of a gigabyte. */
const LONGEST_DECODED_S = 12 * 60;
const IDLE_MS = 20_000;
const WAKE_MS = 800;
const DRIFT_S = 0.03;
/** Two moments closer than this are the same moment. */
const END_S = 0.02;

interface Client extends Navigator {
  deviceMemory?: number;
  connection?: { saveData?: boolean };
}

/** When a version took over: asked for, audible from, and where in the song. All on the audio clock. */
export interface Takeover {
  askedS: number;
  fromS: number;
  positionS: number;
}

export class Playback {
  readonly transport = new Transport();
  readonly shelf: Shelf<AudioBuffer>;
  context: AudioContext | null = null;
  /** Everything that is heard passes here. */
  output: GainNode | null = null;
  take: Take | null = null;
  /** The version that was asked for is not heard yet. */
  waiting = false;
  takeover: Takeover | null = null;
  onChange: () => void = () => undefined;
  onTrouble: (kind: "unplayable" | "blocked") => void = () => undefined;
  private sounding: Tape | Stream | null = null;
  private wants = false;
  private url = "";
  private stems: Part[] = [];
  private levels = new Map<string, number>();
  private matched = true;
  private volume = 1;
  private ticket = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Client = navigator) {
    const budget = budgetOf(client.deviceMemory, client.connection?.saveData ?? false);
    this.shelf = new Shelf((url) => this.decode(url), budget);
  }

  get playing(): boolean {
    return this.wants;
  }

  get clockS(): number {
    return this.context?.currentTime ?? 0;
  }

  get positionS(): number {
    return this.transport.at(this.clockS);
  }

  get loop(): Loop | null {
    return this.transport.loop;
  }

  get streams(): boolean {
    return this.sounding?.kind === "stream";
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
    this.sounding?.setDb(this.levelDb);
  }

  get levelDb(): number {
    return this.matched ? (this.levels.get(this.take?.asset ?? "") ?? 0) : 0;
  }

  setVolume(volume: number): void {
    // Squared, so that half way up sounds about half as loud.
    this.volume = volume ** 2;
    this.output?.gain.setTargetAtTime(this.volume, this.clockS, 0.01);
  }

  /** Play these instead of the version they add up to; an empty list brings it back. */
  setStems(stems: Part[]): void {
    this.stems = stems;
    if (this.wants) this.begin(false);
  }

  setStem(name: string, gain: number): void {
    const part = this.stems.find((one) => one.name === name);
    if (part) part.gain = gain;
    this.sounding?.setPart(name, gain);
  }

  canDecode(durationS: number): boolean {
    return this.shelf.budget > 0 && durationS <= LONGEST_DECODED_S;
  }

  roomFor(durationS: number): boolean {
    return this.shelf.roomFor(decodedBytes(durationS, this.rate));
  }

  /** Whether that many sounds fit at all, everything else put away. */
  canHold(durationS: number, count: number): boolean {
    return count * decodedBytes(durationS, this.rate) <= this.shelf.budget;
  }

  private get rate(): number {
    return this.context?.sampleRate ?? 48_000;
  }

  /** Start what is wanted from where the transport stands; what sounds gives way at that very moment. */
  private begin(moved: boolean): void {
    const ticket = ++this.ticket;
    this.wake();
    if (this.stems.length) return this.roll(this.stems);
    const ready = this.shelf.ready(this.url);
    if (ready) return this.roll([{ name: "all", buffer: ready, gain: 1 }]);
    const decodes = this.canDecode(this.transport.durationS);
    if (this.sounding instanceof Stream && moved && this.sounding.media.src.endsWith(this.url)) {
      this.sounding.media.currentTime = this.transport.at(this.clockS);
      if (decodes) void this.fetch(ticket);
      return;
    }
    this.waiting = true;
    // While a version of the same song sounds, it plays on until the other one is ready.
    if (!decodes || !this.sounding || moved) void this.stream(ticket);
    if (decodes) void this.fetch(ticket);
  }

  private roll(parts: Part[]): void {
    const context = this.context!;
    const askedS = context.currentTime;
    const fromS = askedS + LEAD_S;
    const positionS = this.transport.at(fromS);
    const next = new Tape(context, this.output!, parts, this.levelDb);
    next.start(fromS, positionS, this.loop);
    next.onEnd = () => this.end(next);
    this.sounding?.stop(fromS);
    this.sounding = next;
    this.transport.start(positionS, fromS);
    this.takeover = { askedS, fromS, positionS };
    this.waiting = false;
    this.onChange();
  }

  private async fetch(ticket: number): Promise<void> {
    try {
      const buffer = await this.shelf.get(this.url);
      if (ticket === this.ticket && this.wants) this.roll([{ name: "all", buffer, gain: 1 }]);
    } catch {
      if (ticket === this.ticket && !this.streams) this.fail();
    }
  }

  private async stream(ticket: number): Promise<void> {
    const next = new Stream(this.context!, this.output!, this.url, this.levelDb);
    try {
      await next.start(this.transport.at(this.clockS));
    } catch {
      next.stop(this.clockS);
      if (ticket === this.ticket && !this.canDecode(this.transport.durationS)) this.fail();
      return;
    }
    if (ticket !== this.ticket || !this.wants) return next.stop(this.clockS);
    this.follow(next);
    this.sounding?.stop(this.clockS);
    this.sounding = next;
    this.waiting = false;
    this.transport.start(next.media.currentTime, this.clockS);
    this.onChange();
  }

  /** A stream keeps its own time: the transport goes by it. */
  private follow(stream: Stream): void {
    const { media } = stream;
    const isHeard = (): boolean => this.sounding === stream && this.wants;
    media.addEventListener("timeupdate", () => {
      if (!isHeard() || media.seeking) return;
      const { loop } = this;
      if (loop && media.currentTime >= loop.endS) media.currentTime = loop.startS;
      const isOff = Math.abs(this.positionS - media.currentTime) > DRIFT_S;
      if (isOff || !this.transport.running) this.transport.start(media.currentTime, this.clockS);
    });
    media.addEventListener("waiting", () => isHeard() && this.transport.stop(this.clockS));
    media.addEventListener("ended", () => this.end(stream));
    media.addEventListener("pause", () => {
      // Somebody else stopped it: a headset, a call.
      if (isHeard() && !media.ended && !document.hidden) this.pause();
    });
  }

  private end(what: Tape | Stream): void {
    if (this.sounding !== what) return;
    this.sounding = null;
    this.transport.move(this.transport.durationS, this.clockS);
    this.silence();
    this.onChange();
  }

  private fail(): void {
    this.silence();
    this.onTrouble("unplayable");
    this.onChange();
  }

  private silence(): void {
    this.ticket++;
    this.wants = false;
    this.waiting = false;
    this.transport.stop(this.clockS);
    this.sounding?.stop(this.clockS);
    this.sounding = null;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => void this.context?.suspend(), IDLE_MS);
  }

  /** Make the clock run; only after a hand was on the page do browsers allow it. */
  private wake(): void {
    clearTimeout(this.idle);
    const context = this.ready();
    if (context.state === "running") return;
    void context.resume();
    this.idle = setTimeout(() => {
      if (this.wants && context.state !== "running") {
        this.silence();
        this.onTrouble("blocked");
        this.onChange();
      }
    }, WAKE_MS);
  }

  private ready(): AudioContext {
    if (!this.context) {
      this.context = new AudioContext({ latencyHint: "interactive" });
      this.output = this.context.createGain();
      this.output.gain.value = this.volume;
      this.output.connect(this.context.destination);
    }
    return this.context;
  }

  private async decode(url: string): Promise<AudioBuffer> {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`sound ${answer.status}`);
    return this.ready().decodeAudioData(await answer.arrayBuffer());
  }
}

