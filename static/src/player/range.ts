// The range that loops: dragged on the lane, or begun and ended by key at the moment that plays.
import { tell } from "./contract";
import type { Face } from "./face";
import type { Lane } from "./lane";
import type { Playback } from "./playback";
import { rangeOf, type Loop } from "./transport";

export class Range {
  private begunS: number | null = null;

  constructor(
    private readonly playback: Playback,
    private readonly lane: Lane,
    private readonly face: Face,
  ) {}

  set(loop: Loop | null): void {
    this.begunS = null;
    this.playback.setLoop(loop);
    this.show();
  }

  /** Show and tell the range as it stands, or that there is none. */
  show(): void {
    const { loop, take } = this.playback;
    const asset = take?.asset ?? "";
    this.lane.setLoop(loop);
    this.face.show("clear", loop !== null);
    tell("range", loop ? { asset, ...loop } : { asset, startS: null });
  }

  forget(): void {
    this.begunS = null;
  }

  /** The range begins here; true when it is not a range yet, because it has no end. */
  begin(): boolean {
    const { positionS, loop, transport } = this.playback;
    const moved = loop && positionS < loop.endS ? rangeOf(positionS, loop.endS, transport.durationS) : null;
    if (moved) this.set(moved);
    this.begunS = positionS;
    return !moved;
  }

  end(): void {
    const { positionS, loop, transport } = this.playback;
    this.set(rangeOf(this.begunS ?? loop?.startS ?? 0, positionS, transport.durationS));
  }
}
