// A hand on the lane: a press goes to that moment, a drag makes a range of it.
import { rangeOf, type Loop } from "./transport";

const DRAG_PX = 6;

export interface Hand {
  seek: (atS: number) => void;
  range: (loop: Loop | null) => void;
}

interface Pressed extends Hand {
  durationS: () => number;
  /** The range so far, while it is still being drawn. */
  dragged: (loop: Loop | null) => void;
}

export function wirePress(slider: HTMLElement, { seek, range, durationS, dragged }: Pressed): void {
  let from: { x: number; share: number } | null = null;
  let isDrag = false;
  const between = (one: number, other: number): Loop | null => {
    const lengthS = durationS();
    return rangeOf(one * lengthS, other * lengthS, lengthS);
  };
  slider.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = { x: event.clientX, share: shareOf(slider, event) };
    isDrag = false;
    if (event.pointerType !== "touch") slider.setPointerCapture(event.pointerId);
  });
  slider.addEventListener("pointermove", (event) => {
    if (!from || event.pointerType === "touch" || Math.abs(event.clientX - from.x) < DRAG_PX) return;
    isDrag = true;
    dragged(between(from.share, shareOf(slider, event)));
  });
  slider.addEventListener("pointerup", (event) => {
    if (!from) return;
    const share = shareOf(slider, event);
    if (isDrag) range(between(from.share, share));
    else seek(share * durationS());
    from = null;
  });
  slider.addEventListener("pointercancel", () => (from = null));
}

function shareOf(slider: HTMLElement, event: PointerEvent): number {
  const box = slider.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
}
