// The console: a fader and its exact figure say the same, what was moved is marked and can be put back.
// And the artist's four sliders, whose figures are told in words.
import { figure as written } from "./clock";

const POSITIONS = 1000;
const DIGITS = 3;

export interface Range {
  low: number;
  high: number;
  /** Bent faders give their lower end more room: the cube of the position is the share of the range. */
  bent: boolean;
}

export function valueAt(position: number, range: Range): number {
  const share = position / POSITIONS;
  const value = range.low + (range.high - range.low) * (range.bent ? share ** 3 : share);
  return Number(value.toPrecision(DIGITS));
}

export function positionOf(value: number, range: Range): number {
  const share = Math.min(1, Math.max(0, (value - range.low) / (range.high - range.low)));
  return Math.round(POSITIONS * (range.bent ? Math.cbrt(share) : share));
}

function rangeOf(slider: HTMLInputElement): Range {
  const { low, high, bent } = slider.dataset;
  return { low: Number(low), high: Number(high), bent: bent !== undefined };
}

function halves(place: Element): { slider: HTMLInputElement; figure: HTMLInputElement } | null {
  const slider = place.querySelector<HTMLInputElement>("input[type=range]");
  const figure = place.querySelector<HTMLInputElement>("input[type=number]");
  return slider && figure ? { slider, figure } : null;
}

function mark(place: Element): void {
  const found = halves(place);
  if (!found) return;
  const { slider, figure } = found;
  const changed = Number(figure.value) !== Number(figure.defaultValue);
  place.toggleAttribute("data-changed", changed);
  const back = place.querySelector<HTMLElement>("[data-back]");
  if (back) back.hidden = !changed;
  slider.setAttribute("aria-valuetext", `${figure.value} ${slider.dataset["unit"] ?? ""}`.trim());
  count(place);
}

/** The badge of a channel says how many of its settings were moved, that at the foot how many of all. */
export function count(place: Element): void {
  tally(place.closest("[data-channel]"), "[data-changed-count]");
  tally(place.closest("[data-desk]"), "[data-desk-count]");
}

function tally(whole: Element | null, selector: string): void {
  const badge = whole?.querySelector<HTMLElement>(selector);
  if (!whole || !badge) return;
  const moved = whole.querySelectorAll("[data-changed]").length;
  badge.hidden = moved === 0;
  badge.textContent = String(moved);
}

function put(place: Element, value: string): void {
  const found = halves(place);
  if (!found) return;
  found.figure.value = value;
  found.slider.value = String(positionOf(Number(value), rangeOf(found.slider)));
  mark(place);
}

function moved(event: Event): void {
  const target = event.target as HTMLElement;
  const place = target.closest("[data-fader]");
  if (place && target instanceof HTMLInputElement) {
    if (target.type === "range") {
      const found = halves(place);
      if (found) found.figure.value = String(valueAt(Number(target.value), rangeOf(target)));
      mark(place);
    } else put(place, target.value);
  }
  if (target instanceof HTMLInputElement && target.matches("[data-power]")) power(target);
}

function power(box: HTMLInputElement): void {
  const device = box.closest("[data-device]");
  const parts = device?.querySelector<HTMLElement>("[data-parts]");
  if (parts) parts.hidden = !box.checked;
  device?.toggleAttribute("data-changed", box.checked !== box.defaultChecked);
  const remover = device?.querySelector<HTMLElement>("[data-ride-remove]");
  if (remover) remover.textContent = remover.dataset[box.checked ? "there" : "gone"] ?? "";
  if (device) count(device);
}

function putBack(desk: HTMLFormElement): void {
  for (const made of desk.querySelectorAll("[data-ride-added]")) made.remove();
  // The browser has put the values back when this turn is over.
  setTimeout(() => {
    for (const place of desk.querySelectorAll("[data-fader]")) put(place, halves(place)?.figure.value ?? "0");
    desk.querySelectorAll<HTMLInputElement>("[data-power]").forEach(power);
    desk.dispatchEvent(new CustomEvent("desk-reset"));
  });
}

/** On a phone the foot of the console is one line that opens to all it says. */
function unfold(button: Element): void {
  const open = button.closest("[data-desk-foot]")?.toggleAttribute("data-open") ?? false;
  button.setAttribute("aria-expanded", String(open));
}

/** Listens once for every console that a page may show. */
export function wireFaders(): void {
  document.addEventListener("input", (event) => {
    if ((event.target as HTMLElement).closest("[data-desk]")) moved(event);
  });
  document.addEventListener("click", (event) => {
    const more = (event.target as HTMLElement).closest("[data-desk-more]");
    if (more) return unfold(more);
    const back = (event.target as HTMLElement).closest("[data-back]");
    const place = back?.closest("[data-fader]");
    const figure = place && halves(place)?.figure;
    if (!place || !figure) return;
    put(place, figure.defaultValue);
    figure.dispatchEvent(new Event("change", { bubbles: true }));
    figure.focus();
  });
  document.addEventListener("reset", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.matches("[data-desk]")) putBack(form);
    else if (form.querySelector("[data-slide]")) setTimeout(() => showSlides(form));
  });
  document.addEventListener("input", (event) => {
    const slider = event.target as HTMLInputElement;
    if (slider.matches("[data-slide]")) showSlide(slider);
  });
}

export function slideWords(value: number, unit: string, less: string, more: string): string {
  if (value === 0) return unit || less ? "0" : "0 %";
  const amount = unit ? `${value > 0 ? "+" : "−"}${written(Math.abs(value), value % 1 ? 1 : 0)} ${unit}` : `${Math.round(Math.abs(value) * 100)} %`;
  return `${amount} ${value > 0 ? more : less}`;
}

function showSlide(slider: HTMLInputElement): void {
  const { slide, unit, less, more } = slider.dataset;
  const words = slideWords(Number(slider.value), unit ?? "", less ?? "", more ?? "");
  const output = document.getElementById(slide ?? "");
  if (output) output.textContent = words;
  slider.setAttribute("aria-valuetext", words);
}

/** After a part of the page was replaced: figures and marks say what the sliders say. */
export function showSlides(root: ParentNode): void {
  root.querySelectorAll<HTMLInputElement>("[data-slide]").forEach(showSlide);
  root.querySelectorAll("[data-desk] [data-fader]").forEach(mark);
}
