import { expect, test } from "vitest";
import { wireFaders } from "./faders";

const strip = (name: string): string => `<div data-channel><b data-changed-count hidden></b>
  <div data-fader id="${name}"><input type="number" value="0"><input type="range" data-low="-12" data-high="12"></div></div>`;

test("the foot of the console counts what was moved on all strips, and opens to all it says", () => {
  document.body.innerHTML = `<form data-desk>${strip("drums")}${strip("bass")}
    <section data-desk-foot><b data-desk-count hidden></b><button type="button" data-desk-more aria-expanded="false"></button></section></form>`;
  wireFaders();
  const counts = (): (string | null)[] =>
    [...document.querySelectorAll<HTMLElement>("b")].map((badge) => (badge.hidden ? null : badge.textContent));
  expect(counts()).toEqual([null, null, null]);
  for (const name of ["drums", "bass"]) {
    const figure = document.querySelector<HTMLInputElement>(`#${name} input`)!;
    figure.value = "-3";
    figure.dispatchEvent(new Event("input", { bubbles: true }));
  }
  expect(counts()).toEqual(["1", "1", "2"]);
  const [more, foot] = [document.querySelector<HTMLElement>("[data-desk-more]")!, document.querySelector("section")!];
  more.click();
  expect([foot.hasAttribute("data-open"), more.getAttribute("aria-expanded")]).toEqual([true, "true"]);
  more.click();
  expect([foot.hasAttribute("data-open"), more.getAttribute("aria-expanded")]).toEqual([false, "false"]);
});
