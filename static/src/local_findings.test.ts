import { beforeEach, expect, test } from "vitest";
import { LocalFindings } from "./local_findings";

const words = { saysSilent: "There is no sound in it." } as unknown as DOMStringMap;
const said = (): string => document.getElementById("heard-a")?.textContent ?? "";

beforeEach(() => {
  document.body.innerHTML = '<ul id="heard-a" data-state="listening"></ul>';
});

test("what the browser found stands there until the studio has looked, and never beside the studio's own words", () => {
  const found = new LocalFindings(words);
  found.note("a", ["silent"]);
  found.remind();
  found.remind();
  expect(said()).toBe("There is no sound in it.");
  document.getElementById("heard-a")!.innerHTML += '<li data-mood="doubt">There is no sound in it: silence from start to end.</li>';
  found.remind();
  expect(said()).toBe("There is no sound in it: silence from start to end.");
  document.body.innerHTML = '<ul id="heard-a" data-state="listening"></ul>';
  found.remind();
  expect(said()).toBe("");
});
