// Where in the song we are: a position tied to the audio clock, so that every version agrees to the sample.

export interface Loop {
  startS: number;
  endS: number;
}

/** Ranges shorter than this are slips of the hand. */
export const SHORTEST_LOOP_S = 0.25;

/** Two ends in any order as a range inside the song; null when it would be too short to loop. */
export function rangeOf(oneS: number, otherS: number, durationS: number): Loop | null {
  const startS = Math.max(0, Math.min(oneS, otherS));
  const endS = Math.min(durationS, Math.max(oneS, otherS));
  return endS - startS >= SHORTEST_LOOP_S ? { startS, endS } : null;
}

/** A position that has run on from `fromS` to `rawS`, taken round the loop as often as it passed its end. */
export function wrapped(fromS: number, rawS: number, loop: Loop | null): number {
  if (!loop || fromS >= loop.endS || rawS < loop.endS) return rawS;
  return loop.startS + ((rawS - loop.endS) % (loop.endS - loop.startS));
}

export class Transport {
  durationS = 0;
  running = false;
  loop: Loop | null = null;
  private fromS = 0;
  private since = 0;

  /** The position at a moment of the audio clock. */
  at(clockS: number): number {
    if (!this.running) return this.fromS;
    const rawS = this.fromS + Math.max(0, clockS - this.since);
    const positionS = wrapped(this.fromS, rawS, this.loop);
    return this.durationS ? Math.min(positionS, this.durationS) : positionS;
  }

  start(positionS: number, clockS: number): void {
    this.fromS = this.inside(positionS);
    this.since = clockS;
    this.running = true;
  }

  stop(clockS: number): void {
    this.fromS = this.at(clockS);
    this.running = false;
  }

  /** Move without changing whether it runs. */
  move(positionS: number, clockS: number): void {
    this.fromS = this.inside(positionS);
    this.since = clockS;
  }

  inside(positionS: number): number {
    return Math.max(0, this.durationS ? Math.min(positionS, this.durationS) : positionS);
  }
}
