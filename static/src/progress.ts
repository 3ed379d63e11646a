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

/** The mean over a phase's stages, so that its tile fills while they work. */
function fillPhase(row: HTMLElement): void {
  const phase = document.querySelector<HTMLElement>(`[data-phase="${row.dataset["in"] ?? ""}"]`);
  const bar = phase?.querySelector("progress");
  if (!phase || !bar) return;
  const rows = [...document.querySelectorAll<HTMLElement>(`[data-stage][data-run="${row.dataset["run"]}"]`)].filter(
    (one) => one.dataset["in"] === row.dataset["in"],
  );
  const sum = rows.reduce((total, one) => total + Number(one.dataset["fraction"] ?? 0), 0);
  bar.value = sum / rows.length;
  put(phase, "[data-percent]", `${Math.floor((100 * sum) / rows.length)} %`);
}

function patchRow(row: HTMLElement, data: Progressed): void {
  row.dataset["fraction"] = String(data.fraction);
  for (const bar of row.querySelectorAll("progress")) bar.value = data.fraction;
  put(row, "[data-percent]", `${Math.floor(data.fraction * 100)} %`);
  put(row, "[data-message]", data.message);
  put(row, "[data-eta]", left(data.eta_s));
  put(row, "[data-cost]", money(data.cost, document.body.dataset["currency"] ?? ""));
  const canvas = row.querySelector<HTMLCanvasElement>("canvas[data-growing]");
  if (canvas) drawGrowing(canvas, String(data.stage));
  fillPhase(row);
}

/** Show a `stage.progressed`; true when the page had a place for it. */
export function showProgress(event: StudioEvent): boolean {
  const data = event.data as unknown as Progressed;
  if (data.peaks) grow(String(data.stage), data.peaks, data.peaks_to);
  const rows = document.querySelectorAll<HTMLElement>(`[data-stage="${Number(data.stage)}"]`);
  rows.forEach((row) => patchRow(row, data));
  return rows.length > 0;
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
