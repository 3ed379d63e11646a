// Comments as dots on the player's lane: close ones stand together, a hover previews, a click plays from just before.
import { addressOf } from "./player/take";

export interface Mark {
  id: number;
  at_s: number;
  end_s: number | null;
  text: string;
  by: string;
  resolved: boolean;
  earlier: boolean;
}

export interface Cluster {
  atS: number;
  marks: Mark[];
}

const GAP_PX = 14;
const PREVIEWED = 6;

/** Marks in the order of time, those that would overlap on a lane of this width taken together. */
export function cluster(marks: readonly Mark[], durationS: number, widthPx: number, gapPx = GAP_PX): Cluster[] {
  if (durationS <= 0 || widthPx <= 0) return [];
  const found: Cluster[] = [];
  for (const mark of [...marks].sort((a, b) => a.at_s - b.at_s)) {
    const last = found.at(-1);
    if (last && ((mark.at_s - last.atS) / durationS) * widthPx < gapPx) last.marks.push(mark);
    else found.push({ atS: mark.at_s, marks: [mark] });
  }
  return found;
}

interface Lane {
  asset: string;
  song: string;
  durationS: number;
  place: HTMLElement;
  /** Where its marks are asked for. */
  url: string;
  marks: Mark[];
}

let lane: Lane | null = null;
let preview: HTMLElement | null = null;
const widths = new ResizeObserver(() => draw());

export function startMarks(): void {
  document.addEventListener("studio:loaded", (event) => {
    const told = (event as CustomEvent<{ asset: string; song: string; durationS: number; lane: HTMLElement }>).detail;
    const { asset, song, durationS } = told;
    const deck = told.lane.closest<HTMLElement>("[data-deck]");
    const url = deck ? addressOf(deck, "marked", asset) : "";
    lane = { asset, song, durationS, place: placeOn(told.lane), url, marks: [] };
    widths.disconnect();
    widths.observe(told.lane);
    void fetchMarks();
  });
  document.addEventListener("studio:event", (event) => {
    const { type, project } = (event as CustomEvent<{ type: string; project?: string }>).detail;
    if (type.startsWith("comment.") && (!project || project === lane?.song)) void fetchMarks();
  });
  document.addEventListener("studio:changed", () => void fetchMarks());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerdown", (event) => {
    const target = event.target as HTMLElement;
    if (!target.closest(".mark-dot, .mark-preview")) hide();
  });
}

function placeOn(on: HTMLElement): HTMLElement {
  const there = on.querySelector<HTMLElement>("[data-marks]");
  if (there) return there;
  const made = document.createElement("div");
  made.dataset["marks"] = "";
  made.className = "marks";
  on.append(made);
  return made;
}

async function fetchMarks(): Promise<void> {
  const asked = lane;
  if (!asked?.url) return;
  const answer = await fetch(asked.url, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || lane !== asked) return;
  asked.marks = ((await answer.json()) as { marks: Mark[] }).marks;
  draw();
}

function draw(): void {
  if (!lane) return;
  hide();
  const { place, durationS, marks, asset } = lane;
  // The list beside the player says the same to keyboards and screen readers.
  place.setAttribute("aria-hidden", "true");
  const open = marks.filter((mark) => !mark.resolved);
  const spans = open.filter((mark) => mark.end_s !== null).map((mark) => spanOf(mark, durationS));
  const dots = cluster(open, durationS, place.clientWidth || place.parentElement?.clientWidth || 0);
  place.replaceChildren(...spans, ...dots.map((one) => dotOf(one, durationS, asset)));
}

function spanOf(mark: Mark, durationS: number): HTMLElement {
  const box = document.createElement("span");
  box.className = "mark-span";
  box.style.insetInlineStart = `${(100 * mark.at_s) / durationS}%`;
  box.style.inlineSize = `${(100 * Math.max(0, (mark.end_s ?? mark.at_s) - mark.at_s)) / durationS}%`;
  return box;
}

function dotOf(one: Cluster, durationS: number, asset: string): HTMLElement {
  const dot = document.createElement("span");
  dot.className = "mark-dot";
  dot.style.insetInlineStart = `${Math.min(100, (100 * one.atS) / durationS)}%`;
  dot.textContent = one.marks.length > 1 ? String(one.marks.length) : "";
  dot.toggleAttribute("data-earlier", one.marks.every((mark) => mark.earlier));
  if (one.marks.length === 1) {
    dot.dataset["jump"] = String(one.atS);
    dot.dataset["asset"] = asset;
  } else dot.addEventListener("click", () => show(dot, one, asset));
  dot.addEventListener("pointerdown", (event) => event.stopPropagation());
  dot.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") show(dot, one, asset);
  });
  return dot;
}

function show(dot: HTMLElement, one: Cluster, asset: string): void {
  hide();
  const box = document.createElement("div");
  box.className = "mark-preview";
  for (const mark of one.marks.slice(0, PREVIEWED)) {
    const line = document.createElement("button");
    line.type = "button";
    line.dataset["jump"] = String(mark.at_s);
    line.dataset["asset"] = asset;
    const who = document.createElement("strong");
    who.textContent = mark.by;
    line.append(who, ` ${mark.text}`);
    box.append(line);
  }
  if (one.marks.length > PREVIEWED) box.append(`+${one.marks.length - PREVIEWED}`);
  document.body.append(box);
  const at = dot.getBoundingClientRect();
  const leftPx = Math.min(Math.max(8, at.left - box.offsetWidth / 2), innerWidth - box.offsetWidth - 8);
  box.style.left = `${leftPx}px`;
  box.style.bottom = `${innerHeight - at.top + 6}px`;
  box.addEventListener("pointerleave", () => hide());
  preview = box;
}

function hide(): void {
  preview?.remove();
  preview = null;
}
