import { describe, expect, it } from "vitest";
import { cluster, type Mark } from "./marks";
import { asked, fits, written } from "./names";

const mark = (id: number, at_s: number): Mark => ({
  id,
  at_s,
  end_s: null,
  text: "",
  by: "",
  resolved: false,
  earlier: false,
});

describe("dots on a lane", () => {
  it("stand apart while there is room and together where there is none", () => {
    const marks = [mark(1, 0), mark(2, 1), mark(3, 50), mark(4, 90)];
    const told = (px: number): number[][] => cluster(marks, 100, px).map((one) => one.marks.map(({ id }) => id));
    expect(told(1000)).toEqual([[1, 2], [3], [4]]);
    expect(told(2000)).toEqual([[1], [2], [3], [4]]);
    expect(told(20)).toEqual([[1, 2, 3], [4]]);
  });

  it("are in the order of time whatever the order they came in, and none on a lane without width", () => {
    expect(cluster([mark(1, 9), mark(2, 3)], 10, 500).map((one) => one.atS)).toEqual([3, 9]);
    expect(cluster([mark(1, 9)], 10, 0)).toEqual([]);
    expect(cluster([mark(1, 9)], 0, 500)).toEqual([]);
  });

  it("lose nobody, however many there are", () => {
    const many = Array.from({ length: 500 }, (_, n) => mark(n, (n * 37) % 240));
    const found = cluster(many, 240, 800).flatMap((one) => one.marks);
    expect(new Set(found.map(({ id }) => id)).size).toBe(500);
  });
});

describe("naming people", () => {
  it("asks for a name from the @ to the caret, over one space", () => {
    expect(asked("hello @ru", 9)).toEqual({ start: 6, said: "ru" });
    expect(asked("@Ruth Pal", 9)).toEqual({ start: 0, said: "Ruth Pal" });
    expect(asked("(@", 2)).toEqual({ start: 1, said: "" });
    expect(asked("mail ruth@home", 14)).toBeNull();
    expect(asked("@ruth listen to", 15)).toBeNull();
    expect(asked("no one", 6)).toBeNull();
  });

  it("writes the name out and goes on behind it", () => {
    expect(written("hey @ru!", { start: 4, said: "ru" }, "Ruth Palmer")).toEqual({ text: "hey @Ruth Palmer !", caret: 17 });
    expect(written("@ru you", { start: 0, said: "ru" }, "Ruth")).toEqual({ text: "@Ruth you", caret: 6 });
  });

  it("finds people by any word of their name", () => {
    expect(fits("pal", "Ruth Palmer", "ruth")).toBe(true);
    expect(fits("RUTH P", "Ruth Palmer")).toBe(true);
    expect(fits("alm", "Ruth Palmer")).toBe(false);
    expect(fits("", "Ruth")).toBe(true);
  });
});
