import { beforeEach, describe, expect, it } from "vitest";
import { startMs, wireLaying } from "./lay";
import type { Lay, Where } from "./player/contract";

const laid: Lay[] = [];
let heardS: number | null = null;
wireLaying();
document.addEventListener("studio:lay", (event) => laid.push((event as CustomEvent<Lay>).detail));
document.addEventListener("studio:where", (event) => {
  (event as CustomEvent<Where>).detail.atS = heardS;
});

const card = (): void => {
  document.body.innerHTML = `<section data-lay data-beat="0.5" data-backing="b" data-voice="v" data-first="3.25" data-voice-db="6" data-backing-duration="60">
    <input data-lay-ms value="750"><button data-lay-beats="1"></button><button data-lay-hear></button>
    <button data-lay-alone></button><button data-lay-tap></button><p data-lay-said data-words="at {at}" data-tap-words="tap"></p></section>`;
};
const press = (name: string): void => document.querySelector<HTMLElement>(`[data-lay-${name}]`)!.click();
const ms = (): string => document.querySelector<HTMLInputElement>("[data-lay-ms]")!.value;

describe("where a voice starts", () => {
  beforeEach(() => {
    laid.length = 0;
    heardS = null;
    card();
  });

  it("counts from the first word", () => expect(startMs(10, 3.25)).toBe(6750));

  it("is heard from two seconds before the first word, voice and backing together", () => {
    press("hear");
    const [one] = laid;
    expect([one?.under, one?.over, one?.startS, one?.atS]).toEqual(["b", "v", 0.75, 2]);
    expect(one?.gains[1]).toBeCloseTo(0.5 * 10 ** 0.3);
    press("alone");
    expect(laid[1]?.gains[1]).toBe(0);
  });

  it("moves by beats and is heard there", () => {
    press("beats");
    expect(ms()).toBe("1250");
    expect(laid[0]?.startS).toBe(1.25);
    expect(document.querySelector("[data-lay-said]")?.textContent).toBe("at 4.50");
  });

  it("is tapped by key: first the backing plays, then the first word comes where the key was pressed", () => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "t", bubbles: true }));
    expect(laid[0]?.gains[1]).toBe(0);
    expect(ms()).toBe("750");
    heardS = 8;
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "t", bubbles: true }));
    expect(ms()).toBe("4750");
    expect(laid[1]?.atS).toBe(6);
    const field = document.querySelector("[data-lay-ms]")!;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "t", bubbles: true }));
    expect(laid.length).toBe(2);
  });
});
