import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Loop } from "./player/transport";
import { wireRides, written } from "./rides";

let loop: Loop | null = null;

beforeAll(() => wireRides(() => loop));
beforeEach(() => {
  loop = null;
  document.body.innerHTML = `<form data-desk><div data-channel><b data-changed-count hidden></b>
    <div data-ride-adder>
      <select data-ride-place><option value="chorus">each chorus</option><option value="by-time">between</option></select>
      <span data-ride-times hidden>
        <input form="by-itself" required pattern="\\d{1,2}:[0-5]\\d([.]\\d)?">
        <input form="by-itself" required pattern="\\d{1,2}:[0-5]\\d([.]\\d)?|end">
      </span>
      <input type="number" step="0.5" value="1.5" data-ride-level><button type="button" data-ride-add></button>
      <template><fieldset data-changed data-ride-added><span data-ride-words></span>
        <input type="hidden" name="t.__n__.place"><input type="hidden" name="t.__n__.gain_db">
        <button type="button" data-ride-drop></button></fieldset></template>
    </div></div></form>`;
});

const place = (): HTMLSelectElement => document.querySelector("[data-ride-place]")!;
const times = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>("[data-ride-times] input")];
const sent = (): string[] => [...document.querySelectorAll<HTMLInputElement>("input[type=hidden]")].map((one) => one.value);
const add = (): void => document.querySelector<HTMLElement>("[data-ride-add]")!.click();

function choose(value: string): void {
  place().value = value;
  place().dispatchEvent(new Event("change", { bubbles: true }));
}

test("a time is written as the server reads it", () => {
  expect([0, 9.96, 61, 70.5, 3599.9].map(written)).toEqual(["0:00", "0:10", "1:01", "1:10.5", "59:59.9"]);
});

test("a section is sent by its name", () => {
  add();
  expect(sent()).toEqual(["chorus", "1.5"]);
  expect(document.querySelector("[data-ride-words]")?.textContent).toBe("each chorus: +1.5 dB");
  expect(document.querySelector("[data-changed-count]")?.textContent).toBe("1");
  document.querySelector<HTMLElement>("[data-ride-drop]")?.click();
  expect(sent()).toEqual([]);
});

test("between two times nothing is added until both are there", () => {
  choose("by-time");
  expect(times()[0]?.closest<HTMLElement>("[data-ride-times]")?.hidden).toBe(false);
  add();
  expect(sent()).toEqual([]);
  [times()[0]!.value, times()[1]!.value] = ["1:10", "nonsense"];
  add();
  expect(sent()).toEqual([]);
  times()[1]!.value = "end";
  add();
  expect(sent()).toEqual(["1:10-end", "1.5"]);
});

test("what the player goes round in is proposed, and what was typed stays", () => {
  loop = { startS: 61, endS: 70.5 };
  choose("by-time");
  expect(times().map((one) => one.value)).toEqual(["1:01", "1:10.5"]);
  loop = { startS: 1, endS: 2 };
  choose("chorus");
  choose("by-time");
  expect(times().map((one) => one.value)).toEqual(["1:01", "1:10.5"]);
});
