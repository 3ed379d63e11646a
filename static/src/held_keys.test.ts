import { expect, test } from "vitest";

import { HeldKeys } from "./held_keys";

test("keys wait for what they mean and are worked in their order", () => {
  const done: string[] = [];
  let isThere = true;
  const keys = new HeldKeys(() => isThere);
  keys.press(() => done.push("a"), false);
  keys.wait("item");
  keys.press(() => done.push("r"), false);
  keys.press(() => done.push("j"), true);
  expect(done).toEqual(["a"]);
  isThere = false;
  keys.over("item");
  expect(done).toEqual(["a"]);
  isThere = true;
  keys.work();
  expect(done).toEqual(["a", "r", "j"]);
});

test("a free key does not wait, and one that changes the page holds those behind it", () => {
  const done: string[] = [];
  const keys = new HeldKeys(() => true);
  keys.wait("undo");
  keys.press(() => done.push("j"), true);
  keys.press(() => (done.push("a"), keys.wait("item")), false);
  keys.press(() => done.push("b"), false);
  keys.over("undo");
  expect(done).toEqual(["j", "a"]);
  keys.drop();
  keys.over("item");
  expect(done).toEqual(["j", "a"]);
});
