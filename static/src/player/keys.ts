// Which key does what. Typing is left alone, and so is a key that the page's own part has taken.
import { ownKeys } from "../keys_sheet";

export type Deed =
  | { do: "toggle" | "match" | "blind" | "stems" | "rangeStart" | "rangeEnd" | "clear" | "start" }
  | { do: "step"; byS: number }
  | { do: "version"; place: number };

const STEP_S = 5;
const SHUTTLE_S = 10;
const TYPING = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open] *";
const DEEDS: Record<string, Deed> = {
  k: { do: "toggle" },
  j: { do: "step", byS: -SHUTTLE_S },
  l: { do: "step", byS: SHUTTLE_S },
  arrowleft: { do: "step", byS: -STEP_S },
  arrowright: { do: "step", byS: STEP_S },
  m: { do: "match" },
  b: { do: "blind" },
  s: { do: "stems" },
  "[": { do: "rangeStart" },
  "]": { do: "rangeEnd" },
  escape: { do: "clear" },
  home: { do: "start" },
  "0": { do: "start" },
};

export function deedOf(event: KeyboardEvent): Deed | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(TYPING) || isTaken(event.key)) return null;
  const arrow = event.key.startsWith("Arrow") || event.key === "Home";
  // Sliders, tabs, films and menus move by arrows themselves.
  if (arrow && target.closest("input[type=range], input[type=radio], video, audio, [role=tablist], [role=listbox], [role=menu]"))
    return null;
  if (event.key === " ") {
    const pressed = target.closest("button, a[href], summary, video, audio, input, [role=button], [role=option]");
    return pressed ? null : { do: "toggle" };
  }
  if (/^[1-9]$/.test(event.key)) return { do: "version", place: Number(event.key) - 1 };
  return DEEDS[event.key.toLowerCase()] ?? null;
}

function isTaken(key: string): boolean {
  return ownKeys().has(key.toLowerCase());
}

const SLIDES: Record<string, number> = { ArrowUp: STEP_S, ArrowDown: -STEP_S, PageUp: 30, PageDown: -30 };

/** Where a key moves the needle while the lane has the focus, beyond what the keys do everywhere; null for others. */
export function slidTo(key: string, positionS: number, durationS: number): number | null {
  if (key === "End") return durationS;
  const by = SLIDES[key];
  return by === undefined ? null : positionS + by;
}
