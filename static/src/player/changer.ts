// What sounds, and how the next version takes over from it: to the sample once it is decoded, as a stream until then.
import type { Amplifier } from "./amplifier";
import type { Shelf } from "./shelf";
import { Stream, Tape, type Part } from "./sounding";
import type { Transport } from "./transport";

/** Sources are started this far ahead, so that the audio thread never gets to hear of them too late. */
const LEAD_S = 0.01;
const DRIFT_S = 0.03;

/** When a version took over: asked for, audible from, and where in the song. All on the audio clock. */
export interface Takeover {
  askedS: number;
  fromS: number;
  positionS: number;
}

/** Who asked for it: tells how loud it is to be, and hears what became of it. */
export interface Asker {
  levelDb(): number;
  changed(): void;
  ended(): void;
  failed(): void;
  /** Somebody else stopped it: a headset, a call. */
  halted(): void;
}

export class Changer {
  /** The version that was asked for is not heard yet. */
  waiting = false;
  takeover: Takeover | null = null;
  private sounding: Tape | Stream | null = null;
  /** Whatever comes with the ticket of an earlier wish comes too late. */
  private ticket = 0;

  constructor(
    private readonly amplifier: Amplifier,
    private readonly transport: Transport,
    private readonly shelf: Shelf<AudioBuffer>,
    private readonly asker: Asker,
  ) {}

  private get clockS(): number {
    return this.amplifier.clockS;
  }

  /**
   * Play a version, or `parts` in its place, from where the transport stands; what sounds gives way at that moment.
   * `moved`: the transport does not stand where that has come to.
   */
  change(url: string, parts: readonly Part[], moved: boolean): void {
    const ticket = ++this.ticket;
    if (parts.length) return this.roll(parts);
    const ready = this.shelf.ready(url);
    if (ready) return this.roll(whole(ready));
    const decodes = this.shelf.canDecode(this.transport.durationS);
    if (this.sounding instanceof Stream && moved && this.sounding.media.src.endsWith(url)) {
      this.sounding.media.currentTime = this.transport.at(this.clockS);
      if (decodes) void this.fetch(url, ticket);
      return;
    }
    this.waiting = true;
    // While a version of the same song sounds, it plays on until the other one is ready.
    if (!decodes || !this.sounding || moved) void this.stream(url, ticket);
    if (decodes) void this.fetch(url, ticket);
  }

  stop(): void {
    this.ticket++;
    this.waiting = false;
    this.transport.stop(this.clockS);
    this.sounding?.stop(this.clockS);
    this.sounding = null;
  }

  setDb(db: number): void {
    this.sounding?.setDb(db);
  }

  setPart(name: string, gain: number): void {
    this.sounding?.setPart(name, gain);
  }

  private roll(parts: readonly Part[]): void {
    const context = this.amplifier.context!;
    const askedS = context.currentTime;
    const fromS = askedS + LEAD_S;
    const positionS = this.transport.at(fromS);
    const next = new Tape(context, this.amplifier.output!, parts, this.asker.levelDb());
    next.start(fromS, positionS, this.transport.loop);
    next.onEnd = () => this.end(next);
    this.sounding?.stop(fromS);
    this.sounding = next;
    this.transport.start(positionS, fromS);
    this.takeover = { askedS, fromS, positionS };
    this.waiting = false;
    this.asker.changed();
  }

  private async fetch(url: string, ticket: number): Promise<void> {
    try {
      const buffer = await this.shelf.get(url);
      if (ticket === this.ticket) this.roll(whole(buffer));
    } catch {
      if (ticket === this.ticket && !(this.sounding instanceof Stream)) this.asker.failed();
    }
  }

  private async stream(url: string, ticket: number): Promise<void> {
    const next = new Stream(this.amplifier.context!, this.amplifier.output!, url, this.asker.levelDb());
    try {
      await next.start(this.transport.at(this.clockS));
    } catch {
      next.stop(this.clockS);
      if (ticket === this.ticket && !this.shelf.canDecode(this.transport.durationS)) this.asker.failed();
      return;
    }
    if (ticket !== this.ticket) return next.stop(this.clockS);
    this.follow(next);
    this.sounding?.stop(this.clockS);
    this.sounding = next;
    this.waiting = false;
    this.transport.start(next.media.currentTime, this.clockS);
    this.asker.changed();
  }

  /** A stream keeps its own time: the transport goes by it. */
  private follow(stream: Stream): void {
    const { media } = stream;
    const isHeard = (): boolean => this.sounding === stream;
    media.addEventListener("timeupdate", () => {
      if (!isHeard() || media.seeking) return;
      const { loop } = this.transport;
      if (loop && media.currentTime >= loop.endS) media.currentTime = loop.startS;
      const isOff = Math.abs(this.transport.at(this.clockS) - media.currentTime) > DRIFT_S;
      if (isOff || !this.transport.running) this.transport.start(media.currentTime, this.clockS);
    });
    media.addEventListener("waiting", () => isHeard() && this.transport.stop(this.clockS));
    media.addEventListener("ended", () => this.end(stream));
    media.addEventListener("pause", () => {
      if (isHeard() && !media.ended && !document.hidden) this.asker.halted();
    });
  }

  private end(what: Tape | Stream): void {
    if (this.sounding !== what) return;
    this.sounding = null;
    this.asker.ended();
  }
}

function whole(buffer: AudioBuffer): Part[] {
  return [{ name: "all", buffer, gain: 1 }];
}
