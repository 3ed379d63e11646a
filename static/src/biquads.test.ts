import { expect, test } from "vitest";
import { responseDb } from "./biquads";

const PLACES = [45, 90, 280, 1000, 10500, 18000];

// The figures are those of the filters that the renderer applies.
test.each([
  ["high-pass", [], 90, [-13.98, -6.021, -0.854, -0.07, 0, 0]],
  ["peak", [{ kind: "peak", freqHz: 280, gainDb: -2.4, q: 0.9 }], 0, [-0.079, -0.331, -2.4, -0.247, -0.001, 0]],
  ["low shelf", [{ kind: "low_shelf", freqHz: 120, gainDb: 4, q: 0.7 }], 0, [3.909, 3.008, 0.148, 0.002, 0, 0]],
  ["high shelf", [{ kind: "high_shelf", freqHz: 10500, gainDb: 3, q: 0.7 }], 0, [0, 0, 0, 0.001, 1.5, 2.953]],
])("%s", (_name, bands, highpassHz, wanted) => {
  const found = responseDb(bands, highpassHz, PLACES);
  for (const [n, db] of wanted.entries()) expect(found[n]).toBeCloseTo(db, 2);
});

test("devices add up, and none is a straight line", () => {
  const band = { kind: "peak", freqHz: 1000, gainDb: 3, q: 1 };
  expect(responseDb([band, band], 0, [1000])[0]).toBeCloseTo(6, 3);
  expect(responseDb([], 0, [20, 20000])).toEqual([0, 0]);
});
