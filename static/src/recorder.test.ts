import { expect, test } from "vitest";
import { Recorder } from "./recorder";
import { mayLeave } from "./turn_page";

function recorder(): { one: Recorder; kept: File[]; left: AbortController } {
  document.body.innerHTML = `<div data-recorder data-leave="Leave it?"><button data-rec="open"></button><button data-rec="keep"></button><button data-rec="close"></button></div>`;
  const [kept, left]: [File[], AbortController] = [[], new AbortController()];
  const box = document.querySelector<HTMLElement>("[data-recorder]")!;
  const one = new Recorder(box, () => ({ bpm: null, beatsPerBar: 4 }), (take) => kept.push(take), left.signal);
  return { one, kept, left };
}

const isHeldBack = (): boolean => !globalThis.dispatchEvent(new Event("beforeunload", { cancelable: true }));
const press = (name: string): void => document.querySelector<HTMLElement>(`[data-rec=${name}]`)!.click();

test.each(["keep", "close"])("a take that is nowhere else holds the page until it is kept or thrown away: %s", (way) => {
  const { one, kept, left } = recorder();
  expect(isHeldBack()).toBe(false);
  Object.assign(one, { take: new File(["x"], "Take 1.wav") });
  const asked: string[] = [];
  globalThis.confirm = (words) => asked.push(words ?? "") < 0;
  expect([isHeldBack(), mayLeave(), asked]).toEqual([true, false, ["Leave it?"]]);
  press(way);
  expect([isHeldBack(), mayLeave(), kept.length]).toEqual([false, true, way === "keep" ? 1 : 0]);
  Object.assign(one, { recording: true });
  expect(isHeldBack()).toBe(true);
  left.abort();
  expect(isHeldBack()).toBe(false);
});
