import { beforeEach, expect, test } from "vitest";
import { FileRow } from "./file_rows";

const ROW = `<template id="file-row"><li data-file><button data-hear-button></button><span data-name></span>
<select data-kind hidden><option value="vocal"></option><option value="photo"></option></select>
<button data-pause></button><button data-resume></button><button data-drop></button><progress></progress>
<span data-figures></span><ul data-findings></ul></li></template><ul data-sending></ul>`;

beforeEach(() => {
  document.body.innerHTML = ROW;
  URL.createObjectURL = () => "blob:a";
});

function row(): FileRow {
  const deeds = { retype: () => undefined, drop: () => undefined };
  return new FileRow(document.querySelector("template")!, new File(["x"], "x01"), deeds);
}

const isHidden = (part: string): boolean => document.querySelector<HTMLElement>(`[data-sending] ${part}`)!.hidden === true;

test("a file that is taken may be heard and said to be something else", () => {
  row().is("vocal");
  expect([isHidden("[data-kind]"), isHidden("[data-hear-button]")]).toEqual([false, false]);
});

test("a refused file offers nothing to choose or to hear, and says why", () => {
  const refused = row();
  refused.is("vocal");
  refused.fail("Send it as a JPEG.");
  expect([isHidden("[data-kind]"), isHidden("[data-hear-button]")]).toEqual([true, true]);
  expect(document.querySelector("[data-figures]")!.textContent).toBe("Send it as a JPEG.");
});
