import { expect, test } from "vitest";
import { wireFaders } from "./faders";
import { wirePlugins } from "./plugin_slot";

const fader = (path: string, value: string): string => `<div class="fader" data-fader><label for="${path}">trim</label>
  <span><input id="${path}" name="${path}" type="number" value="${value}"><span class="unit">dB</span></span>
  <input type="range" min="0" max="1000" data-low="-12" data-high="12" data-unit="dB" data-bent><button data-back hidden></button></div>`;
const SLOT = "tracks.v.insert";

test("a plug-in that is chosen shows its own parameters, and the one that was there comes back", () => {
  document.body.innerHTML = `<script type="application/json" id="plug-ins">{"Room": {"wet": 0.3}, "Tape": {"drive_db": 0.25}}</script>
    <form data-desk><div data-channel>${fader("tracks.v.trim_db", "0")}<fieldset data-device>
    <input type="checkbox" name="${SLOT}.on" data-power checked><div data-parts>
    <select name="${SLOT}.plugin" data-was="Room"><option selected>Room</option><option>Tape</option></select>
    ${fader(`${SLOT}.parameters.wet`, "0.8")}</div></fieldset></div></form>`;
  wireFaders();
  wirePlugins();
  const shown = (): string[] =>
    [...document.querySelectorAll<HTMLElement>("[data-parts] [data-fader]")]
      .filter((one) => !one.hidden)
      .map((one) => one.querySelector<HTMLInputElement>("input[type=number]")!.name);
  const choose = (name: string): void => {
    const choice = document.querySelector("select")!;
    choice.value = name;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  };
  choose("Tape");
  expect(shown()).toEqual([`${SLOT}.chosen.drive_db`]);
  const made = document.querySelector<HTMLElement>("[data-chosen]")!;
  expect([made.querySelector("label")!.textContent, made.querySelector(".unit")!.textContent]).toEqual(["drive db", ""]);
  const slider = made.querySelector<HTMLInputElement>("input[type=range]")!;
  expect(slider.value).toBe("250");
  slider.value = "500";
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  expect(made.querySelector<HTMLInputElement>("input[type=number]")!.value).toBe("0.5");
  choose("Room");
  expect(shown()).toEqual([`${SLOT}.parameters.wet`]);
});
