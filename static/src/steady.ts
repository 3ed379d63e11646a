// A part that is replaced must not carry the page away under whoever reads or presses something in it: the browser holds
// on to what stands below such a part, and that is the foot of the page.

interface Held {
  id: string;
  topPx: number;
}

let held: Held | null = null;

function isSeen(box: DOMRect): boolean {
  return box.bottom > 0 && box.top < innerHeight;
}

/** What somebody has in hand there, or else what stands at the top of the window. */
function hold(target: Element): Held | null {
  const active = document.activeElement;
  if (active && active !== target && target.contains(active)) {
    const box = active.getBoundingClientRect();
    return isSeen(box) ? { id: "", topPx: box.top } : null;
  }
  for (const place of target.querySelectorAll<HTMLElement>("[id]")) {
    const box = place.getBoundingClientRect();
    if (box.height > 0 && box.top >= 0 && isSeen(box)) return { id: place.id, topPx: box.top };
  }
  return null;
}

function settle(): void {
  const kept = held;
  held = null;
  if (!kept) return;
  const now = kept.id ? document.getElementById(kept.id) : document.activeElement;
  if (!now || now === document.body) return;
  const movedPx = now.getBoundingClientRect().top - kept.topPx;
  if (Math.abs(movedPx) > 1) scrollBy({ top: movedPx, behavior: "instant" });
}

/** To be called behind `keepFocus`: only then is it known who has the focus now. */
export function keepPlace(): void {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = (event as CustomEvent<{ target: Element; shouldSwap?: boolean }>).detail;
    if (shouldSwap !== false) held ??= hold(target);
  });
  document.addEventListener("htmx:afterSettle", () => queueMicrotask(settle));
}
