// Loudness matching and fades. Nothing is ever made louder than its file, so nothing clips.
import { figure } from "../clock";

export interface Loudness {
  asset: string;
  /** Integrated loudness as the server measured it; null where it was not measured. */
  lufs: number | null;
}

/** Silence reads as a very low figure; it must not pull every other version down to nothing. */
const AUDIBLE_LUFS = -50;

export function gainOf(db: number): number {
  return 10 ** (db / 20);
}

/** Decibels (never positive) that bring each version down to the quietest; unmeasured versions stay as they are. */
export function matchDb(versions: readonly Loudness[]): Map<string, number> {
  const measured = versions.flatMap((one) => (one.lufs !== null && one.lufs > AUDIBLE_LUFS ? [one.lufs] : []));
  const quietest = Math.min(...measured);
  return new Map(
    versions.map(({ asset, lufs }) => [asset, lufs !== null && lufs > AUDIBLE_LUFS ? quietest - lufs : 0]),
  );
}

/** "−2.3 LU", with a real minus sign; "0.0 LU" for the quietest one. */
export function offsetWords(db: number): string {
  const shown = figure(Math.abs(db), 1);
  return `${Math.abs(db) < 0.05 ? "" : db < 0 ? "−" : "+"}${shown} LU`;
}

const STEPS = 33;

/** Gain over a fade: the two directions always add up to the same power. */
export function fadeCurve(direction: "in" | "out"): Float32Array<ArrayBuffer> {
  const curve = new Float32Array(STEPS);
  for (let i = 0; i < STEPS; i++) {
    const turn = (i / (STEPS - 1)) * (Math.PI / 2);
    curve[i] = direction === "in" ? Math.sin(turn) : Math.cos(turn);
  }
  return curve;
}
