// The lane's colours: each section has its own; what is yet to come is paler.
import type { Section } from "./heard";

export interface Paint {
  waveColor: CanvasGradient | string;
  progressColor: CanvasGradient | string;
}

const TOKENS: Record<string, string> = {
  verse: "--part-verse",
  pre_chorus: "--part-pre",
  post_chorus: "--part-pre",
  chorus: "--part-chorus",
  bridge: "--part-bridge",
  solo: "--part-solo",
  break: "--part-solo",
};
/** How much of its colour a section keeps where it was not played yet. */
const PALE = 0.5;

export function tokenOf(kind: string): string {
  return TOKENS[kind] ?? "--part-intro";
}

/** `share` of one colour on the other, as `#rrggbb`. Opaque: the played part is painted through what lies under it. */
export function mixed(colour: string, ground: string, share: number): string {
  const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map((at) => Math.round(channel(colour, at) * share + channel(ground, at) * (1 - share)));
  return parts.every(Number.isFinite) ? `#${parts.map((one) => one.toString(16).padStart(2, "0")).join("")}` : colour;
}

/** Hard steps from one section's colour to the next; where nothing is known, the plain wave. */
export function stepsOf(
  sections: readonly Section[],
  durationS: number,
  colourOf: (kind: string | null) => string,
): { at: number; colour: string }[] {
  const steps: { at: number; colour: string }[] = [];
  let until = 0;
  const add = (from: number, to: number, colour: string): void => {
    const end = Math.min(1, to);
    if (end > from) steps.push({ at: from, colour }, { at: end, colour });
  };
  for (const section of sections) {
    const from = Math.min(1, section.startS / durationS);
    if (from > until) add(until, from, colourOf(null));
    add(Math.max(from, until), section.endS / durationS, colourOf(section.kind));
    until = Math.max(until, Math.min(1, section.endS / durationS));
  }
  if (until < 1) add(until, 1, colourOf(null));
  return steps;
}

export function paintOf(deck: HTMLElement, sections: readonly Section[], durationS: number, widthPx: number): Paint {
  const style = getComputedStyle(deck);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const plain = { waveColor: token("--wave"), progressColor: token("--wave-played") };
  const pen = document.createElement("canvas").getContext("2d");
  if (!sections.length || !pen || !widthPx) return plain;
  const gradient = (colourOf: (kind: string | null) => string): CanvasGradient => {
    const made = pen.createLinearGradient(0, 0, widthPx * (globalThis.devicePixelRatio || 1), 0);
    for (const { at, colour } of stepsOf(sections, durationS, colourOf)) made.addColorStop(at, colour);
    return made;
  };
  return {
    waveColor: gradient((kind) => (kind === null ? plain.waveColor : mixed(token(tokenOf(kind)), token("--raised"), PALE))),
    progressColor: gradient((kind) => (kind === null ? plain.progressColor : token(tokenOf(kind)))),
  };
}
