// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { badge, beside, ring } from "./bell";
import { matches } from "./help";

beforeEach(() => {
  document.body.innerHTML = '<a id="bell"></a><div data-toasts></div>';
});

function bell(facts: Record<string, string>): HTMLElement {
  const one = document.getElementById("bell") as HTMLElement;
  Object.assign(one.dataset, facts);
  return one;
}

const toasts = (): string[] => [...document.querySelectorAll(".toast")].map((one) => one.textContent ?? "");

test("what is new is said once", () => {
  const one = bell({ unread: "1", rang: "7", words: "Ada commented", song: "Lanterns", fresh: "yes" });
  ring(one);
  ring(one);
  expect(toasts()).toEqual(["Lanterns: Ada commented"]);
});

test("a notice leads to what it tells", () => {
  ring(bell({ unread: "2", rang: "17", words: "Ada commented", song: "Zeta Night", fresh: "yes", link: "/notices/17/" }));
  expect(document.querySelector(".toast a")?.getAttribute("href")).toBe("/notices/17/");
});

test("several at once are told as their number", () => {
  const words = { requests: "{n} new requests", several: "{n} new notices", fresh: "yes", words: "asks" };
  for (const n of [3, 4, 5]) ring(bell({ ...words, unread: String(n), rang: `2${n}`, kind: "review.requested" }));
  expect(toasts()).toEqual(["3 new requests"]);
  ring(bell({ ...words, unread: "6", rang: "26", kind: "comment.added" }));
  expect(toasts()).toEqual(["4 new notices"]);
  document.querySelector(".toast")?.remove();
  const four = Array(4).fill("review.requested").join(" ");
  ring(bell({ ...words, unread: "10", rang: "30", kind: "review.requested", kinds: four }));
  expect(toasts()).toEqual(["4 new requests"]);
});

test("what was there before the page opened is not said", () => {
  ring(bell({ unread: "1", rang: "8", words: "Old", fresh: "no" }));
  expect(toasts()).toEqual([]);
});

test("the icon carries the number and loses it", () => {
  const app = { setAppBadge: vi.fn(async () => undefined), clearAppBadge: vi.fn(async () => undefined) };
  badge(3, app);
  badge(0, app);
  expect(app.setAppBadge).toHaveBeenCalledWith(3);
  expect(app.clearAppBadge).toHaveBeenCalledOnce();
  badge(2, {});
});

test("keys walk through the list and stop at its ends", () => {
  const links = [1, 2, 3].map(() => document.createElement("a"));
  expect(beside(links, null, 1)).toBe(links[0]);
  expect(beside(links, null, -1)).toBe(links[2]);
  expect(beside(links, links[0] ?? null, 1)).toBe(links[1]);
  expect(beside(links, links[2] ?? null, 1)).toBe(links[2]);
  expect(beside([], null, 1)).toBeUndefined();
});

test("the help is found by any of its words, with or without accents", () => {
  expect(matches("Sonoridad de la canción", "cancion SONO")).toBe(true);
  expect(matches("Sonoridad", "pico")).toBe(false);
  expect(matches("anything", "")).toBe(true);
});
