// A deed that leads to another page says by `data-lands` where the keys go on there.
import { focusOn } from "./focus";

const KEPT = "studio-lands";

function remember(event: Event): void {
  const { elt, xhr } = (event as CustomEvent<{ elt: Element; xhr?: XMLHttpRequest }>).detail;
  const goal = elt.getAttribute("data-lands");
  if (!goal || !xhr?.getResponseHeader("HX-Redirect")) return;
  try {
    sessionStorage.setItem(KEPT, goal);
  } catch {
    // A private window starts at the top of the page.
  }
}

export function landAfterLeaving(): void {
  document.addEventListener("htmx:afterRequest", remember);
  try {
    const goal = document.querySelector<HTMLElement>(sessionStorage.getItem(KEPT) || "[data-nowhere]");
    sessionStorage.removeItem(KEPT);
    if (goal) focusOn(goal);
  } catch {
    // Nothing was kept, or it is no place on this page.
  }
}
