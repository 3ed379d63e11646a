import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startLyrics } from "./editor";

const EDITOR = `<section data-lyrics-editor data-typing data-project="song" data-save-url="/lyrics/" data-stamp="0-a">
<span data-lyrics-state></span><button data-lyrics-undo></button><button data-lyrics-redo></button>
<button data-lyrics-view="blocks"></button><button data-lyrics-view="text"></button>
<div data-lyrics-conflict hidden><p data-words></p></div><div data-lyrics-difference></div><input name="lyrics_base">
<div class="lyrics-sheet-box"><textarea class="lyrics-text"></textarea></div><div data-lyrics-blocks></div><div data-lyrics-whose></div>
<p data-lyrics-said></p><span data-lyrics-moving hidden></span><div data-lyrics-reading></div>
<template data-lyrics-block><article class="lyric-block"><button data-grip></button><input data-tag><span data-figures></span><div data-mirror></div><textarea data-words></textarea></article></template>
<template data-lyrics-words data-restored="Words of this device." data-drop="Forget them" data-saved="Saved in version {n}"></template></section>`;

const part = (name: string): HTMLElement => document.querySelector<HTMLElement>(`[data-lyrics-${name}]`)!;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.innerHTML = EDITOR;
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ number: 1, stamp: "1-b" }))));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("words of this device are offered to be forgotten until the studio has them", async () => {
  localStorage.setItem("studio-lyrics-song", JSON.stringify({ text: "[Verse]\nOne", base: "0-a" }));
  startLyrics(document);
  expect(part("said").textContent).toBe("Words of this device. Forget them");
  await vi.advanceTimersByTimeAsync(3_000);
  expect([part("state").textContent, part("said").textContent]).toEqual(["Saved in version 1", ""]);
});

test("how sections are moved is said where there are sections", () => {
  startLyrics(document);
  expect(part("moving").hidden).toBe(true);
  document.querySelector<HTMLElement>("[data-lyrics-view=blocks]")!.click();
  expect(part("moving").hidden).toBe(false);
});
