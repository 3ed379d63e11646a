// A part that is replaced must not carry the page away under whoever reads or presses something in it: the browser holds
// on to what stands below such a part, and that is the foot of the page.
import { kindOf } from "./focus";

interface Place {
  id: string;
  topPx: number;
}

interface Held {
  /** What a person has in hand; empty where they only read. */
  kind: string;
  topPx: number;
  /** Where that is not found again, the nearest of these. */
  around: Place[];
}

let held: Held | null = null;

function isSeen(box: DOMRect): boolean {
  return box.bottom > 0 && box.top < innerHeight;
}

function topOf(place: Element): number {
  return place.getBoundingClientRect().top;
}

/** What a control stands in, from the nearest outwards. */
function aroundOf(control: Element, target: Element): Place[] {
  const found: Place[] = [];
  for (let place = control.closest("[id]"); place && place !== target; place = place.parentElement?.closest("[id]") ?? null) {
    found.push({ id: place.id, topPx: topOf(place) });
  }
  return found;
}

/** What somebody has in hand there, or else what stands at the top of the window. */
function hold(target: Element): Held | null {
  const active = document.activeElement;
  if (active && active !== target && target.contains(active) && isSeen(active.getBoundingClientRect())) {
    return { kind: kindOf(active), topPx: topOf(active), around: aroundOf(active, target) };
  }
  for (const place of target.querySelectorAll<HTMLElement>("[id]")) {
    const box = place.getBoundingClientRect();
    if (box.height > 0 && box.top >= 0 && isSeen(box)) return { kind: "", topPx: 0, around: [{ id: place.id, topPx: box.top }] };
  }
  return null;
}

function put(place: Element, topPx: number): void {
  const movedPx = topOf(place) - topPx;
  if (Math.abs(movedPx) > 1) scrollBy({ top: movedPx, behavior: "instant" });
}

function settle(kept: Held): void {
  const active = document.activeElement;
  if (kept.kind && active && kindOf(active) === kept.kind) return put(active, kept.topPx);
  // The focus may have gone to a heading far away: whoever watches goes on watching where they pressed.
  for (const { id, topPx } of kept.around) {
    const place = document.getElementById(id);
    if (place) return put(place, topPx);
  }
}

function release(): void {
  document.documentElement.style.removeProperty("overflow-anchor");
  const kept = held;
  held = null;
  if (kept) settle(kept);
}

/** To be called behind `keepFocus`: only then is it known who has the focus now. */
export function keepPlace(): void {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = (event as CustomEvent<{ target: Element; shouldSwap?: boolean }>).detail;
    if (shouldSwap === false) return;
    held ??= hold(target);
    // What the browser does about it by itself would be seen for a moment.
    if (held) document.documentElement.style.setProperty("overflow-anchor", "none");
  });
  document.addEventListener("htmx:afterSettle", () => queueMicrotask(release));
}
