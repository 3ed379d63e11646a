// The plug-in slot: the parameters of the plug-in that is chosen, as faders from 0 to 1, before it has been rendered once.
import { count } from "./faders";

const SLOT = '[data-desk] [name$=".insert.plugin"]';

type Known = Record<string, Record<string, number>>;

function known(): Known {
  return JSON.parse(document.getElementById("plug-ins")?.textContent || "{}") as Known;
}

/** A fader like those that stand there, under a name of its own. */
function faderLike(model: HTMLElement, path: string, words: string, at: number): HTMLElement {
  const made = model.cloneNode(true) as HTMLElement;
  made.removeAttribute("data-changed");
  made.dataset["chosen"] = "";
  const label = made.querySelector("label")!;
  const figure = made.querySelector<HTMLInputElement>("input[type=number]")!;
  const slider = made.querySelector<HTMLInputElement>("input[type=range]")!;
  label.textContent = words;
  label.htmlFor = figure.id = figure.name = path;
  Object.assign(figure, { min: "0", max: "1", defaultValue: String(at), value: String(at) });
  for (const name of ["bent", "unit"]) delete slider.dataset[name];
  Object.assign(slider.dataset, { low: "0", high: "1" });
  slider.defaultValue = slider.value = String(Math.round(at * Number(slider.max)));
  slider.setAttribute("aria-label", words);
  slider.removeAttribute("aria-valuetext");
  const unit = made.querySelector(".unit");
  if (unit) unit.textContent = "";
  made.querySelector<HTMLElement>("[data-back]")?.setAttribute("hidden", "");
  return made;
}

export function showParameters(choice: HTMLSelectElement): void {
  const parts = choice.closest<HTMLElement>("[data-parts]");
  const model = document.querySelector<HTMLElement>("[data-desk] [data-fader]");
  if (!parts || !model) return;
  const path = choice.name.slice(0, -".plugin".length);
  const isRendered = choice.dataset["was"] === choice.value;
  const rendered = [...parts.querySelectorAll<HTMLElement>("[data-fader]:not([data-chosen])")];
  parts.querySelectorAll("[data-chosen]").forEach((one) => one.remove());
  for (const one of rendered) one.hidden = !isRendered;
  if (!isRendered || !rendered.length) {
    const asked = Object.entries(known()[choice.value] ?? {});
    parts.append(...asked.map(([name, at]) => faderLike(model, `${path}.chosen.${name}`, name.replaceAll("_", " "), at)));
  }
  count(parts);
}

export function wirePlugins(): void {
  document.addEventListener("change", (event) => {
    const target = event.target as HTMLElement;
    if (target instanceof HTMLSelectElement && target.matches(SLOT)) showParameters(target);
    if (target instanceof HTMLInputElement && target.matches('[data-power][name$=".insert.on"]')) {
      const choice = target.closest("[data-device]")?.querySelector<HTMLSelectElement>(SLOT);
      if (choice) showParameters(choice);
    }
  });
  document.addEventListener("desk-reset", () => document.querySelectorAll<HTMLSelectElement>(SLOT).forEach(showParameters), true);
}
