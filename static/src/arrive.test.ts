// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { arrive, momentOf } from "./arrive";

afterEach(() => {
  document.body.innerHTML = "";
});

test("an address names a version and a second, or nothing", () => {
  expect(momentOf("/songs/1/?asset=abc&t=83")).toEqual({ asset: "abc", atS: 82.5 });
  expect(momentOf("/songs/1/?asset=abc&t=0")).toEqual({ asset: "abc", atS: 0 });
  expect(momentOf("/songs/1/?asset=abc")).toEqual({ asset: "abc", atS: null });
  expect(momentOf("/songs/1/?asset=abc&t=soon")).toEqual({ asset: "abc", atS: null });
  expect(momentOf("/songs/1/")).toBeNull();
});

test("it plays as soon as the version is on the page, and once", () => {
  const played: unknown[] = [];
  document.addEventListener("studio:play", (event) => played.push((event as CustomEvent).detail));
  Element.prototype.scrollIntoView = vi.fn();
  arrive("/songs/1/?asset=abc&t=83");
  expect(played).toEqual([]);
  document.body.innerHTML = '<article data-take="abc"></article>';
  document.dispatchEvent(new CustomEvent("htmx:afterSettle"));
  document.dispatchEvent(new CustomEvent("htmx:afterSettle"));
  expect(played).toEqual([{ asset: "abc", atS: 82.5 }]);
});
