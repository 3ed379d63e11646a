import { beforeEach, expect, test, vi } from "vitest";
import { sourceOf } from "./artwork";
import { fillRow, goesOn } from "./chip_row";
import { MediaKeys } from "./media_session";

beforeEach(() => {
  document.body.innerHTML = "";
});

test("a lock screen shows the song with its version, and its cover", () => {
  const session: { metadata?: unknown; setActionHandler: () => void } = { setActionHandler: () => undefined };
  vi.stubGlobal("navigator", { mediaSession: session });
  vi.stubGlobal("MediaMetadata", class {
    constructor(told: object) {
      Object.assign(this, told);
    }
  });
  const nothing = (): void => undefined;
  const keys = new MediaKeys({ play: nothing, pause: nothing, seek: nothing, step: nothing, next: nothing, previous: nothing });
  keys.name("Master 1", "Marlow", "Paper Lanterns", "blob:a");
  const picture = { src: "blob:a", sizes: "512x512", type: "image/png" };
  expect(session.metadata).toEqual({ title: "Paper Lanterns · Master 1", artist: "Marlow", album: "Paper Lanterns", artwork: [picture] });
  keys.name("take.wav", "", "");
  expect(session.metadata).toEqual({ title: "take.wav", artist: "", album: "", artwork: [] });
  vi.unstubAllGlobals();
});

test("a drawn cover becomes a picture of its own, a photo stays where it is", () => {
  document.body.innerHTML = '<svg class="cover" viewBox="0 0 160 100"><rect width="160"></rect></svg><img class="cover" src="/assets/1/content">';
  const [drawn, photo] = document.querySelectorAll(".cover");
  const source = decodeURIComponent(sourceOf(drawn!));
  expect(source).toContain("data:image/svg+xml,<svg");
  expect(source).toContain('xmlns="http://www.w3.org/2000/svg"');
  expect(sourceOf(photo!)).toBe("/assets/1/content");
});

test("a row that goes on says so on the side where it does", () => {
  expect(goesOn({ scrollLeft: 0, clientWidth: 400, scrollWidth: 400 })).toEqual({ start: false, end: false });
  expect(goesOn({ scrollLeft: 0, clientWidth: 400, scrollWidth: 700 })).toEqual({ start: false, end: true });
  expect(goesOn({ scrollLeft: 300, clientWidth: 400, scrollWidth: 700 })).toEqual({ start: true, end: false });
  const row = document.createElement("div");
  fillRow(row, [document.createElement("button")]);
  expect([...row.children].map((one) => one.className)).toEqual(["chips-go-on", "", "chips-go-on"]);
});
