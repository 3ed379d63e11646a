// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { rowBelow, wireJobs } from "./jobs";

const rows = [
  { id: "1", top: 0, height: 20 },
  { id: "2", top: 20, height: 20 },
  { id: "3", top: 40, height: 20 },
];

describe("where a dragged stage belongs", () => {
  it("stands before the first row whose middle is below the pointer", () => {
    expect(rowBelow(rows, 5, "3")).toBe("1");
    expect(rowBelow(rows, 25, "3")).toBe("2");
    expect(rowBelow(rows, 35, "1")).toBe("3");
  });
  it("never stands before itself, and at the end before nobody", () => {
    expect(rowBelow(rows, 22, "2")).toBe("3");
    expect(rowBelow(rows, 90, "1")).toBeNull();
  });
});

describe("the page", () => {
  beforeEach(() => {
    document.body.innerHTML = `<div class="queue" data-drops><form data-drop="stage"><input name="stage"><input name="before"><input name="after"></form>
      <ol data-turns><li data-turn="1"><b data-grip></b></li><li data-turn="2"><b data-grip></b></li></ol></div>
      <form id="bulk"><input type="checkbox" data-ticks-all><input type="checkbox" name="stage" value="7"></form>`;
    wireJobs();
  });
  it("sends a drop below the last row as right behind it", () => {
    const form = document.querySelector<HTMLFormElement>("[data-drop]")!;
    const sent = vi.spyOn(form, "requestSubmit").mockImplementation(() => undefined);
    const pointer = (type: string, target: Element, y: number): void => {
      target.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, clientY: y }));
    };
    pointer("pointerdown", document.querySelector("[data-turn='1'] [data-grip]")!, 0);
    pointer("pointermove", document.body, 500);
    pointer("pointerup", document.body, 500);
    expect(sent).toHaveBeenCalledTimes(1);
    expect([...form.querySelectorAll("input")].map((input) => input.value)).toEqual(["1", "", "2"]);
  });
  it("ticks all of a group", () => {
    const all = document.querySelector<HTMLInputElement>("[data-ticks-all]")!;
    all.checked = true;
    all.dispatchEvent(new Event("change", { bubbles: true }));
    expect(document.querySelector<HTMLInputElement>("input[name=stage][value='7']")!.checked).toBe(true);
  });
});
