import { beforeEach, expect, test } from "vitest";
import { asTag } from "./blocks";
import { Completion } from "./completion";

const NAMES = ["[Verse]", "[Pre-chorus]", "[Chorus]", "[Bridge]", "[Verse 2]"];
const named: string[] = [];
let box: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = `<div><input data-tag value="[Chorus]"><textarea></textarea></div>`;
  box = document.querySelector("div")!;
  named.length = 0;
  box.addEventListener("change", ({ target }) => named.push((target as HTMLInputElement).value));
  new Completion(box, "Section names", () => NAMES);
});

const field = (): HTMLInputElement => box.querySelector("input")!;
const offered = (): string[] => [...box.querySelectorAll("ul:not([hidden]) [role=option]")].map((one) => one.textContent!);

function type(text: string): void {
  field().value = text;
  field().dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function press(key: string, target: HTMLElement = field()): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  return event.defaultPrevented;
}

test.each(["[Pr", "Pre", "pre c"])("a section's own name begun as %j is offered and taken, and Tab goes on", (begun) => {
  type(begun);
  expect([offered(), field().getAttribute("aria-expanded")]).toEqual([["[Pre-chorus]"], "true"]);
  expect(press("Tab")).toBe(false);
  expect([field().value, named, offered()]).toEqual(["[Pre-chorus]", ["[Pre-chorus]"], []]);
});

test("the arrow shows every name with the one that stands there chosen; Escape leaves it", () => {
  expect(press("ArrowDown")).toBe(true);
  expect([offered(), box.querySelector("[aria-selected=true]")?.textContent]).toEqual([NAMES, "[Chorus]"]);
  press("ArrowDown");
  press("Enter");
  expect(field().value).toBe("[Bridge]");
  press("ArrowDown");
  press("Escape");
  expect([offered(), field().value]).toEqual([[], "[Bridge]"]);
});

test("a cleared name, a finished one and one that may not be changed are let be", () => {
  for (const text of ["", "[B]"]) {
    type(text);
    expect([offered(), press("Tab"), field().value]).toEqual([[], false, text]);
  }
  field().value = "";
  field().click();
  expect(offered()).toEqual(NAMES);
  press("Tab");
  expect(field().value).toBe("");
  field().readOnly = true;
  field().click();
  expect(offered()).toEqual([]);
});

test("in a text the bracket offers the names as well, and Tab stays", () => {
  const area = box.querySelector("textarea")!;
  area.value = "One\n[br";
  area.setSelectionRange(7, 7);
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  expect(offered()).toEqual(["[Bridge]"]);
  expect(press("Tab", area)).toBe(true);
  expect(area.value).toBe("One\n[Bridge]\n");
});

test("whatever is typed as a name stays a section's name", () => {
  const tags = ["[Pr", "Pre", "prechorus", "chorus:", "(Verse", "Verse 2", "B", "[B]", "Mad scene", "[", ""];
  expect(tags.map((typed) => asTag(typed, NAMES))).toEqual([
    "[Pre-chorus]", "[Pre-chorus]", "[Pre-chorus]", "[Chorus]", "[Verse]", "[Verse 2]", "[B]", "[B]", "[Mad scene]", null, null,
  ]);
  expect(asTag("x".repeat(90))).toHaveLength(62);
});
