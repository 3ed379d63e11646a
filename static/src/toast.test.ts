import { beforeEach, expect, test, vi } from "vitest";
import { listenForNotices, offerKept, toast, undoable } from "./toast";

const words = (): (string | null)[] => [...document.querySelectorAll("[data-words]")].map((one) => one.textContent);

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  document.body.innerHTML = `<main id="main" tabindex="-1"><button>Here</button></main><div data-toasts></div>`;
});

test("the same words stand there once, and no more than three at a time", () => {
  for (const one of ["No", "No", "Nor this", "Nor that", "Nor the other"]) toast(one, "error");
  expect(words()).toEqual(["Nor this", "Nor that", "Nor the other"]);
});

test("what can be undone outlasts what is only told", () => {
  undoable("Approved.", "/undo/1/");
  for (const one of ["a", "b", "c"]) toast(one);
  expect(words()).toEqual(["Approved.", "b", "c"]);
});

test("errors leave after twelve seconds, but not while somebody points at them", () => {
  toast("No", "error");
  const stays = toast("Read this", "error");
  stays?.dispatchEvent(new Event("pointerenter"));
  vi.advanceTimersByTime(12_000);
  expect(words()).toEqual(["Read this"]);
  stays?.dispatchEvent(new Event("pointerleave"));
  vi.advanceTimersByTime(12_000);
  expect(words()).toEqual([]);
});

test("a reason that was asked for is given, or the deed is done: what was wrong is gone", () => {
  listenForNotices();
  document.body.insertAdjacentHTML("beforeend", `<textarea name="reason"></textarea>`);
  toast("Say why", "error");
  document.querySelector("textarea")!.dispatchEvent(new Event("input", { bubbles: true }));
  expect(words()).toEqual([]);
  toast("Say why", "error");
  undoable("Done.", "/undo/2/");
  expect(words()).toEqual(["Done."]);
});

test("an undo goes on to the next page for the rest of its time", () => {
  undoable("Approved.", "/undo/3/");
  vi.advanceTimersByTime(4_000);
  const next = `<div data-toasts></div>`;
  document.body.innerHTML = next;
  offerKept();
  expect(words()).toEqual(["Approved."]);
  expect(document.querySelector<HTMLElement>(".undoable")?.style.getPropertyValue("--gone")).toBe("-4000ms");
  vi.advanceTimersByTime(5_500);
  expect(words()).toEqual([]);
  document.body.innerHTML = next;
  offerKept();
  expect(words()).toEqual([]);
});

test("what was undone is not offered on the next page", () => {
  vi.stubGlobal("fetch", async () => ({ ok: true, headers: new Headers() }));
  undoable("Approved.", "/undo/4/");
  document.querySelector<HTMLElement>("[data-undo]")?.click();
  offerKept();
  expect(words()).toEqual([]);
  vi.unstubAllGlobals();
});

test("whoever presses a button in a notice goes on where they were", () => {
  listenForNotices();
  document.querySelector("button")!.focus();
  toast("No", "error");
  const close = document.querySelector<HTMLElement>(".toast-close")!;
  close.focus();
  close.click();
  expect(document.activeElement?.textContent).toBe("Here");
});
