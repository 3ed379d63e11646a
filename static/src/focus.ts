// Whoever works by keyboard goes on where they were when the part around them is replaced: at the same control, at the
// one that has taken its place, or else at the fold around it or the heading above it; never at the top of the page.

interface Hand {
  part: string;
  id: string;
  name: string;
  kind: string;
  turn: number;
  fold: string;
  heading: string;
}

const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";
const ANY_ID = /[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g;

let hand: Hand | null = null;
/** The field somebody writes in, by its id, for as long as a swap takes. */
let pen = "";

/** What a control does, whichever of the rows it stands in. */
export function kindOf(control: Element): string {
  const form = control.closest("form")?.getAttribute("action") ?? "";
  const address = (control.getAttribute("formaction") ?? form).replace(ANY_ID, "#");
  const classes = [...control.classList].filter((name) => !name.startsWith("htmx-"));
  const marks = [...control.attributes].map((one) => one.name).filter((name) => name.startsWith("data-"));
  return [control.tagName, ...classes, address, ...marks, control.getAttribute("type") ?? ""].join(" ");
}

/** What tells a control from all others of its kind. */
function nameOf(control: Element): string {
  const words = control.getAttribute("aria-label") ?? control.textContent?.trim().replace(/\s+/g, " ") ?? "";
  const value = control.matches("[type=radio], [type=checkbox], button") ? control.getAttribute("value") : "";
  const address = control.getAttribute("href") ?? control.closest("form")?.getAttribute("action") ?? "";
  return [control.tagName, control.getAttribute("name"), value, address, words].join("|");
}

function headingOf(control: Element): string {
  const region = control.closest("section, article, [aria-labelledby]");
  return region?.getAttribute("aria-labelledby") ?? region?.querySelector("h1, h2, h3")?.id ?? "";
}

function take(target: Element): void {
  const control = document.activeElement;
  if (!control || control === target || !target.contains(control)) return;
  const kind = kindOf(control);
  const alike = [...target.querySelectorAll(CONTROLS)].filter((one) => kindOf(one) === kind);
  const [id, name, heading] = [control.id, nameOf(control), headingOf(control)];
  const fold = control.closest("details")?.id ?? "";
  hand = { part: target.id, id, name, kind, turn: alike.indexOf(control), fold, heading };
}

/** Those that may have the focus instead, best first. */
function* heirs(part: Element, lost: Hand): Generator<HTMLElement | null | undefined> {
  const controls = [...part.querySelectorAll<HTMLElement>(CONTROLS)];
  yield lost.id ? document.getElementById(lost.id) : null;
  yield controls.find((one) => nameOf(one) === lost.name);
  const alike = controls.filter((one) => kindOf(one) === lost.kind);
  yield alike[Math.min(lost.turn, alike.length - 1)];
  yield lost.fold ? document.getElementById(lost.fold)?.querySelector("summary") : null;
  yield lost.heading ? document.getElementById(lost.heading) : null;
  yield part.querySelector<HTMLElement>("h1, h2, h3");
  yield part.parentElement?.closest("section, article, aside, main, body")?.querySelector<HTMLElement>("h1, h2, h3");
}

/** Give the focus to something that is no control by itself. */
export function focusOn(goal: HTMLElement): boolean {
  if (!goal.matches(CONTROLS)) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  return document.activeElement === goal;
}

function giveBack(): void {
  const lost = hand;
  if (!lost) return;
  hand = null;
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body) return;
  for (const heir of heirs(document.getElementById(lost.part) ?? document.body, lost)) {
    if (heir && focusOn(heir)) return;
  }
}

/** Whoever writes goes on at once, behind the last word. */
function giveBackPen(): void {
  const field = pen ? document.getElementById(pen) : null;
  if (!(field instanceof HTMLTextAreaElement) || document.activeElement === field) return;
  field.focus({ preventScroll: true });
  field.setSelectionRange(field.value.length, field.value.length);
}

/** To be called after what opens folds again: in a shut one a field can not take the focus, and htmx tries too soon. */
export function keepFocus(): void {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = (event as CustomEvent<{ target: Element; shouldSwap?: boolean }>).detail;
    const active = document.activeElement;
    pen = active instanceof HTMLTextAreaElement && target.contains(active) ? active.id : "";
    if (shouldSwap !== false) take(target);
  });
  document.addEventListener("htmx:afterSwap", giveBackPen);
  // After everybody who knows better where the focus belongs.
  document.addEventListener("htmx:afterSettle", () => queueMicrotask(giveBack));
}
