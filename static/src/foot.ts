// What stands at the foot of the screen covers what is beneath it. How high it is, the style has to know: then whatever
// takes the focus scrolls clear of it.

const BARS: Record<string, string> = { "--deck": "[data-deck]", "--foot": "[data-foot]" };

const seen = "ResizeObserver" in globalThis ? new ResizeObserver(measure) : null;
const watched = new Set<Element>();

function barsOf(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

export function measure(): void {
  for (const [name, selector] of Object.entries(BARS)) {
    // On a wide screen some bars stand in the text like everything else.
    const standing = barsOf(selector).filter((bar) => /sticky|fixed/.test(getComputedStyle(bar).position));
    const height = Math.max(0, ...standing.map((bar) => bar.offsetHeight));
    document.documentElement.style.setProperty(name, `${height}px`);
  }
}

/** Bars come and go with parts of the page. */
function look(): void {
  for (const bar of watched) {
    if (bar.isConnected) continue;
    seen?.unobserve(bar);
    watched.delete(bar);
  }
  for (const bar of Object.values(BARS).flatMap(barsOf)) {
    if (watched.has(bar)) continue;
    seen?.observe(bar);
    watched.add(bar);
  }
  measure();
}

export function measureFoot(): void {
  look();
  for (const name of ["htmx:afterSettle", "studio:page"]) document.addEventListener(name, look);
}
