// Waveforms as the server measured them: lowest and highest sample per pixel, as small integers.
import type { Peaks as PeaksDocument } from "./api/types";

export interface Peaks {
  /** Interleaved min, max in -1..1. */
  pairs: Float32Array;
  durationS: number;
}

export type { Peaks as PeaksDocument } from "./api/types";

export function readPeaks(document: PeaksDocument): Peaks {
  const full = 2 ** (document.bits - 1) - 1;
  return {
    pairs: Float32Array.from(document.peaks, (value) => value / full),
    durationS: (document.pixels * document.samples_per_px) / document.sample_rate,
  };
}

/** Exactly `columns` pairs: the extremes of what falls into each column. */
export function fit(pairs: ArrayLike<number>, columns: number): Float32Array {
  const fitted = new Float32Array(columns * 2);
  const count = pairs.length / 2;
  if (count === 0) return fitted;
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * count) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * count) / columns));
    let low = 1;
    let high = -1;
    for (let i = from; i < to; i++) {
      low = Math.min(low, pairs[2 * i] ?? 0);
      high = Math.max(high, pairs[2 * i + 1] ?? 0);
    }
    fitted[2 * column] = low;
    fitted[2 * column + 1] = high;
  }
  return fitted;
}

const shelf = new Map<string, Promise<Peaks>>();

/** Peaks never change, so every address is asked for once per page. */
export function fetchPeaks(url: string): Promise<Peaks> {
  let known = shelf.get(url);
  if (!known) {
    known = fetch(url, { credentials: "same-origin" }).then(async (answer) => {
      if (!answer.ok) throw new Error(`peaks ${answer.status}`);
      return readPeaks((await answer.json()) as PeaksDocument);
    });
    known.catch(() => shelf.delete(url));
    shelf.set(url, known);
  }
  return known;
}
