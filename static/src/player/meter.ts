// The level under the needle, read from the waveform that the server measured, and the figures of the whole file.
import { figure } from "../clock";
import type { Heard } from "./heard";

const FLOOR_DB = -42;
const FALL_DB = 2;

/** The highest sample near `atS`, in dB below full scale. */
export function levelAt(pairs: ArrayLike<number>, atS: number, durationS: number): number {
  const count = pairs.length / 2;
  const column = Math.min(count - 1, Math.max(0, Math.floor((atS / durationS) * count)));
  const reach = Math.max(Math.abs(pairs[2 * column] ?? 0), Math.abs(pairs[2 * column + 1] ?? 0));
  return reach > 0 ? Math.max(FLOOR_DB, 20 * Math.log10(reach)) : FLOOR_DB;
}

/** 0 at the floor, 1 at full scale. */
export function fillOf(db: number): number {
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}

/** What the server measured, as short as people write it. */
export function figuresOf(measures: Heard["measures"]): string {
  const shown: [number | undefined, string][] = [
    [measures.integrated_lufs, "LUFS"],
    [measures.loudness_range_lu, "LU"],
    [measures.true_peak_dbtp, "dBTP"],
  ];
  return shown.flatMap(([value, unit]) => (value === undefined ? [] : [`${figure(value, 1)} ${unit}`])).join(" · ");
}

export class Meter {
  private shownDb = FLOOR_DB;
  private shownFill = "";

  constructor(private readonly bar: HTMLElement) {}

  /** Falls slower than it rises, so that the eye can follow; null when nothing sounds. */
  show(db: number | null): void {
    this.shownDb = db === null ? FLOOR_DB : Math.max(db, this.shownDb - FALL_DB);
    const fill = fillOf(this.shownDb).toFixed(2);
    if (fill === this.shownFill) return;
    this.shownFill = fill;
    this.bar.style.setProperty("--fill", fill);
  }
}
