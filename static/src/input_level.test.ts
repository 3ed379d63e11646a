import { expect, test } from "vitest";
import { showLevel } from "./input_level";

test("the meter is green exactly where the words say that the level is good", () => {
  const meter = { min: 0, max: 1 } as HTMLMeterElement;
  for (const peak of [0, 0.001, 0.019, 0.021, 0.1, 0.5, 0.88, 0.9, 0.99, 1]) {
    const advice = showLevel(meter, peak);
    const side = meter.value < meter.low ? "faint" : meter.value > meter.high ? "hot" : "fine";
    expect(`${peak} ${side}`).toBe(`${peak} ${advice}`);
    expect(meter.optimum).toBeGreaterThan(meter.low);
    expect(meter.optimum).toBeLessThan(meter.high);
  }
  expect([showLevel(meter, 0.005), showLevel(meter, 0.5), showLevel(meter, 0.95)]).toEqual(["faint", "fine", "hot"]);
});
