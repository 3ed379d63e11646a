import { describe, expect, test } from "vitest";
import { positionOf, slideWords, valueAt } from "./faders";
import { shotAt } from "./film";
import { mean } from "./progress";
import { addressWith, stageIn } from "./room";

describe("faders", () => {
  const level = { low: -48, high: 24, bent: false };
  const pitch = { low: 20, high: 20_000, bent: true };

  test("reach both ends of their range and come back to where they were", () => {
    for (const range of [level, pitch]) {
      expect(valueAt(0, range)).toBe(range.low);
      expect(valueAt(1000, range)).toBe(range.high);
      for (const position of [1, 250, 500, 999]) expect(positionOf(valueAt(position, range), range)).toBeCloseTo(position, -1);
    }
  });

  test("bent ones give the low end more room, and none leaves its range", () => {
    expect(valueAt(500, pitch)).toBeLessThan(3_000);
    expect(positionOf(99, level)).toBe(1000);
    expect(positionOf(-99, level)).toBe(0);
  });

  test("an artist's slider speaks in words", () => {
    expect(slideWords(0, "dB", "softer", "louder")).toBe("0");
    expect(slideWords(1.5, "dB", "softer", "louder")).toBe("+1.5 dB louder");
    expect(slideWords(-2, "dB", "softer", "louder")).toBe("−2 dB softer");
    expect(slideWords(-0.25, "", "calmer", "livelier")).toBe("25 % calmer");
  });
});

describe("shots of a clip", () => {
  test("the last one that has begun is on", () => {
    expect(shotAt([0, 4, 8], 0)).toBe(0);
    expect(shotAt([0, 4, 8], 4)).toBe(1);
    expect(shotAt([0, 4, 8], 99)).toBe(2);
    expect(shotAt([], 3)).toBe(-1);
  });
});

describe("the map", () => {
  test("a phase is as far as its stages together", () => {
    expect(mean({ 1: 1, 2: 0.5, 3: 0 })).toBe(0.5);
    expect(mean({})).toBe(0);
  });

  test("an opened stage stands in the address and nothing else in it changes", () => {
    expect(stageIn("/songs/1/?a=b&stage=12#take-3")).toBe("12");
    expect(stageIn("/songs/1/?stage=x")).toBeNull();
    expect(stageIn("/songs/1/")).toBeNull();
    expect(addressWith("/songs/1/?a=b#x", "7")).toBe("/songs/1/?a=b&stage=7#x");
    expect(addressWith("/songs/1/?a=b&stage=7#x", null)).toBe("/songs/1/?a=b#x");
  });
});
