// Progress written straight into the page from the event itself: no request, no redraw of the rest.
import { left, money } from "./clock";
import type { StudioEvent } from "./event_stream";
import { drawGrowing, forget, grow } from "./growing_wave";

interface Progressed {
  stage: number;
  fraction: number;
  message: string;
  eta_s: number | null;
  cost: number;
  /** Low and high in turn, 127 is full scale; they cover the song up to `peaks_to` (0..1, all of it when absent). */
  peaks?: number[];
  peaks_to?: number;
}

function put(root: ParentNode, selector: string, text: string): void {
  for (const node of root.querySelectorAll(selector)) if (node.textContent !== text) node.textContent = text;
}

/** The mean over a phase's stages as the map knows them, so that its tile fills while they work. */
export function mean(fractions: Record<string, number>): number {
  const all = Object.values(fractions);
  return all.length ? all.reduce((sum, one) => sum + one, 0) / all.length : 0;
}

/** Tell the tile of the phase in which this stage works; true when the map has it. */
function fillPhase(stage: string, fraction: number): boolean {
  for (const phase of document.querySelectorAll<HTMLElement>("[data-fractions]")) {
    const fractions = JSON.parse(phase.dataset["fractions"] ?? "{}") as Record<string, number>;
    if (!(stage in fractions)) continue;
    fractions[stage] = fraction;
    phase.dataset["fractions"] = JSON.stringify(fractions);
    const all = mean(fractions);
    const bar = phase.querySelector("progress");
    if (bar) bar.value = all;
    put(phase, "[data-percent]", `${Math.floor(100 * all)} %`);
    return true;
  }
  return false;
}

function patchRow(row: HTMLElement, data: Progressed): void {
  for (const bar of row.querySelectorAll("progress")) bar.value = data.fraction;
  put(row, "[data-percent]", `${Math.floor(data.fraction * 100)} %`);
  put(row, "[data-message]", data.message);
  put(row, "[data-eta]", left(data.eta_s));
  put(row, "[data-cost]", money(data.cost, document.body.dataset["currency"] ?? ""));
  const canvas = row.querySelector<HTMLCanvasElement>("canvas[data-growing]");
  if (canvas) drawGrowing(canvas, String(data.stage));
}

/** Show a `stage.progressed`; true when the page had a place for it. */
export function showProgress(event: StudioEvent): boolean {
  const data = event.data as unknown as Progressed;
  if (data.peaks) grow(String(data.stage), data.peaks, data.peaks_to);
  const rows = document.querySelectorAll<HTMLElement>(`[data-stage="${Number(data.stage)}"]`);
  rows.forEach((row) => patchRow(row, data));
  return fillPhase(String(data.stage), data.fraction) || rows.length > 0;
}

export function stageOver(event: StudioEvent): void {
  forget(String(event.data["stage"]));
}

/** After a partial was swapped: what is being rendered shows at once what was drawn so far. */
export function redrawGrowing(root: ParentNode): void {
  for (const canvas of root.querySelectorAll<HTMLCanvasElement>("canvas[data-growing]")) {
    const row = canvas.closest<HTMLElement>("[data-stage]");
    if (row) drawGrowing(canvas, row.dataset["stage"] ?? "");
  }
}
