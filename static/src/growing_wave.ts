// The waveform of a sound that is being rendered: every preview shows the song as far as it has come.
import { barsIn, paint } from "./wave_canvas";

const FULL = 127;
const DRAW_MS = 900;
/** A bar or two more each time: every frame would draw what already stands. */
const STEP_MS = 50;

interface Growing {
  pairs: number[];
  /** How much of the song the pairs cover, 0..1. */
  reaches: number;
  sinceMs: number;
  from: number;
}

const shown = new Map<string, Growing>();
const growing = new WeakSet<HTMLCanvasElement>();
const drawn = new WeakMap<HTMLCanvasElement, string>();

export function grow(stage: string, pairs: readonly number[], reaches = 1): void {
  const before = shown.get(stage);
  shown.set(stage, {
    pairs: pairs.map((value) => value / FULL),
    reaches,
    sinceMs: performance.now(),
    from: before ? before.reaches : 0,
  });
}

export function forget(stage: string): void {
  shown.delete(stage);
}

/** How far the line is drawn at `nowMs`: it runs from where the last preview ended to where this one ends. */
export function drawnTo(stage: string, nowMs: number): number {
  const one = shown.get(stage);
  if (!one) return 0;
  const share = Math.min(1, (nowMs - one.sinceMs) / DRAW_MS);
  return one.from + (one.reaches - one.from) * share;
}

export function drawGrowing(canvas: HTMLCanvasElement, stage: string): void {
  const one = shown.get(stage);
  if (!one || !canvas.isConnected) return;
  canvas.hidden = false;
  const to = drawnTo(stage, performance.now());
  const state = `${barsIn(canvas, to)} ${one.sinceMs}`;
  if (drawn.get(canvas) !== state) {
    drawn.set(canvas, state);
    const kept = Math.round(((to / one.reaches) * one.pairs.length) / 2) * 2;
    paint(canvas, one.pairs.slice(0, kept), 1, to);
  }
  // Previews come faster than the line runs: one hand draws each canvas.
  if (to >= one.reaches || growing.has(canvas)) return;
  growing.add(canvas);
  setTimeout(() => {
    growing.delete(canvas);
    requestAnimationFrame(() => drawGrowing(canvas, stage));
  }, STEP_MS);
}
