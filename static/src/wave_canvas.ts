// Small waveforms on canvas: for lists of versions, and for a sound that is still being rendered.
import { fetchPeaks, fit } from "./peaks";

const BAR_PX = 3;
const LIFT_MOST = 3;

function colours(canvas: HTMLCanvasElement): { rest: string; played: string } {
  const style = getComputedStyle(canvas);
  return { rest: style.getPropertyValue("--wave").trim(), played: style.getPropertyValue("--wave-played").trim() };
}

/** Quiet sounds are drawn taller, so that their shape can be seen at all. */
function liftOf(pairs: ArrayLike<number>): number {
  let loudest = 0;
  for (let i = 0; i < pairs.length; i++) loudest = Math.max(loudest, Math.abs(pairs[i] ?? 0));
  return loudest > 0 ? Math.min(LIFT_MOST, 1 / loudest) : 1;
}

/** How many bars stand in this share (0..1) of the canvas. */
export function barsIn(canvas: HTMLCanvasElement, share: number): number {
  return Math.max(1, Math.floor((canvas.clientWidth * share) / BAR_PX));
}

/** Draw min/max pairs as rounded bars; `played` (0..1) is coloured, `filled` (0..1) is how much of it exists yet. */
export function paint(canvas: HTMLCanvasElement, pairs: ArrayLike<number>, played: number, filled = 1): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  const pen = canvas.getContext("2d");
  if (!pen || width === 0) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  pen.scale(ratio, ratio);
  const columns = barsIn(canvas, filled);
  const bars = fit(pairs, columns);
  const { rest, played: done } = colours(canvas);
  const lift = liftOf(pairs);
  for (let i = 0; i < columns; i++) {
    const reach = Math.max(Math.abs(bars[2 * i] ?? 0), Math.abs(bars[2 * i + 1] ?? 0));
    const tall = Math.max(2, Math.min(1, reach * lift) * height * 0.96);
    pen.fillStyle = (i + 0.5) / columns <= played ? done : rest;
    pen.beginPath();
    pen.roundRect(i * BAR_PX, (height - tall) / 2, BAR_PX - 1, tall, 1);
    pen.fill();
  }
}

const pairsOf = new WeakMap<HTMLCanvasElement, Float32Array>();

function playedOf(canvas: HTMLCanvasElement): number {
  return Number(canvas.dataset["played"] ?? 0);
}

export function setPlayed(canvas: HTMLCanvasElement, played: number): void {
  const bars = barsIn(canvas, 1);
  const stays = Math.round(bars * played) === Math.round(bars * playedOf(canvas));
  canvas.dataset["played"] = String(played);
  if (!stays) repaint(canvas);
}

/** Drawn a screen ahead of where the person is. */
const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      void load(entry.target as HTMLCanvasElement);
    }
  },
  { rootMargin: "800px" },
);

async function load(canvas: HTMLCanvasElement): Promise<void> {
  const url = canvas.dataset["peaks"];
  if (!url) return;
  try {
    const peaks = await fetchPeaks(url);
    pairsOf.set(canvas, peaks.pairs);
    repaint(canvas);
    canvas.dataset["ready"] = "yes";
  } catch {
    canvas.dataset["ready"] = "no";
  }
}

function repaint(canvas: HTMLCanvasElement): void {
  const pairs = pairsOf.get(canvas);
  if (pairs) paint(canvas, pairs, playedOf(canvas));
}

/** Find waveforms under `root` that nobody draws yet. */
export function drawWaveforms(root: ParentNode): void {
  for (const canvas of root.querySelectorAll<HTMLCanvasElement>("canvas[data-peaks]:not([data-seen])")) {
    canvas.dataset["seen"] = "yes";
    seen.observe(canvas);
  }
}

export function redrawAll(): void {
  document.querySelectorAll<HTMLCanvasElement>("canvas[data-peaks][data-ready=yes]").forEach(repaint);
}
