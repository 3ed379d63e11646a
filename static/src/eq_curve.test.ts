import { expect, test } from "vitest";
import { drawCurves, lineOf, wireCurves } from "./eq_curve";

const DEVICE = `<fieldset data-device><input type="checkbox" name="tracks.v.eq.0.on" data-power checked>
  <select name="tracks.v.eq.0.kind"><option selected>peak</option><option>high_shelf</option></select>
  <input type="number" name="tracks.v.eq.0.freq_hz" value="1000"><input type="number" name="tracks.v.eq.0.gain_db" value="6">
  <input type="number" name="tracks.v.eq.0.q" value="1"></fieldset>`;

function desk(devices: string): void {
  document.body.innerHTML = `<form data-desk><div data-channel><input name="tracks.v.highpass_hz" value="0">
    <figure hidden><svg data-eq-curve><path data-before /><path data-now /></svg></figure>${devices}</div></form>`;
  drawCurves(document);
}

const line = (name: string): string | null => document.querySelector(`[data-${name}]`)!.getAttribute("d");

test("the curve follows the faders, and keeps what the mix has", async () => {
  wireCurves();
  desk(DEVICE);
  expect(document.querySelector("figure")!.hidden).toBe(false);
  const first = line("now");
  expect(line("before")).toBe(first);
  const heights = [...first!.matchAll(/ ([\d.]+)/g)].map((found) => Number(found[1]));
  expect(Math.min(...heights)).toBeCloseTo(40, 0);
  const power = document.querySelector<HTMLInputElement>("[data-power]")!;
  power.checked = false;
  power.dispatchEvent(new Event("input", { bubbles: true }));
  await Promise.resolve();
  expect(line("now")).toBe(lineOf(Array<number>(96).fill(0)));
  expect(line("before")).toBe(first);
});

test("a strip without an equaliser has no picture", () => {
  desk("");
  expect(document.querySelector("figure")!.hidden).toBe(true);
});
