// A row of versions that may be longer than its place: where it goes on, an arrow says so and leads there.

const STEP = 0.7;

function arrow(row: HTMLElement, side: "start" | "end"): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chips-go-on";
  button.dataset["side"] = side;
  // For hands only: who moves by keys is brought to every version anyway.
  button.tabIndex = -1;
  button.setAttribute("aria-hidden", "true");
  button.innerHTML = '<svg class="icon"><use href="#i-chevron" /></svg>';
  button.addEventListener("click", () => {
    row.scrollBy({ left: (side === "end" ? 1 : -1) * STEP * row.clientWidth, behavior: "smooth" });
  });
  return button;
}

/** Whether there is more than can be seen, on either side. */
export function goesOn(row: { scrollLeft: number; clientWidth: number; scrollWidth: number }): { start: boolean; end: boolean } {
  return { start: row.scrollLeft > 4, end: row.scrollLeft + row.clientWidth < row.scrollWidth - 4 };
}

const seen = new WeakSet<HTMLElement>();

function show(row: HTMLElement): void {
  const { start, end } = goesOn(row);
  row.toggleAttribute("data-more-start", start);
  row.toggleAttribute("data-more-end", end);
}

export function fillRow(row: HTMLElement, chips: HTMLElement[]): void {
  row.replaceChildren(arrow(row, "start"), ...chips, arrow(row, "end"));
  show(row);
  if (seen.has(row)) return;
  seen.add(row);
  row.addEventListener("scroll", () => show(row), { passive: true });
  if ("ResizeObserver" in globalThis) new ResizeObserver(() => show(row)).observe(row);
}
