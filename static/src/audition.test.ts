import { beforeEach, expect, test, vi } from "vitest";
import { startAudition } from "./audition";

const take = (letter: string, more = ""): string => `<article data-take="${letter}" data-hook="12.5" ${more}>
  ${[1, 2, 3, 4, 5].map((n) => `<button data-star="${n}"></button>`).join("")}
  <details data-reject><input type="checkbox"></details><button data-pick></button><button data-hear-hook></button>
  <input name="words"></article>`;

const played: unknown[] = [];
const pressed: string[] = [];

beforeEach(() => {
  document.body.innerHTML = `<div data-audition>${take("a")}${take("b", "data-rejected")}${take("c")}</div>`;
  played.length = pressed.length = 0;
  startAudition(document);
  document.querySelector("[data-audition]")!.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const whose = target.closest<HTMLElement>("[data-take]")!.dataset["take"];
    pressed.push(`${whose} ${target.dataset["star"] ?? ("pick" in target.dataset ? "pick" : "")}`.trim());
  });
});

document.addEventListener("studio:play", (event) => {
  const { detail } = event as CustomEvent<{ asset: string }>;
  played.push(detail);
  for (const one of document.querySelectorAll("[data-take]")) one.toggleAttribute("data-on-deck", false);
  document.querySelector(`[data-take="${detail.asset}"]`)?.toggleAttribute("data-on-deck", true);
});

function press(key: string, more: KeyboardEventInit = {}, target: Element = document.body): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event.defaultPrevented;
}

test("n goes round those that are not rejected", () => {
  for (const _round of [1, 2, 3]) press("n");
  expect(played).toEqual([{ asset: "a" }, { asset: "c" }, { asset: "a" }]);
});

test("stars go to what is on the deck, with shift or after r, and a bare number is the player's", () => {
  press("n");
  press("n");
  expect(press("$", { code: "Digit4", shiftKey: true })).toBe(true);
  expect(press("2", { code: "Digit2" })).toBe(false);
  press("r");
  expect(press("2", { code: "Digit2" })).toBe(true);
  expect(press("3", { code: "Digit3" })).toBe(false);
  expect(pressed).toEqual(["c 4", "c 2"]);
});

test("r forgets after a moment", () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  press("r");
  clock.mockReturnValue(2_500);
  expect(press("5", { code: "Digit5" })).toBe(false);
  clock.mockRestore();
});

test("p picks, x asks why, h plays the hook", () => {
  press("n");
  press("p");
  press("x");
  expect(pressed).toEqual(["a pick"]);
  expect(document.querySelector<HTMLDetailsElement>("[data-take=a] details")!.open).toBe(true);
  expect(document.activeElement).toBe(document.querySelector("[data-take=a] input[type=checkbox]"));
  (document.activeElement as HTMLElement).blur();
  press("h");
  document.querySelector<HTMLElement>("[data-take=c] [data-hear-hook]")!.click();
  expect(played.slice(1)).toEqual([
    { asset: "a", atS: 12.5 },
    { asset: "c", atS: 12.5 },
  ]);
});

test("writing and shortcuts of the browser are left alone", () => {
  const words = document.querySelector("[name=words]")!;
  expect([press("p", {}, words), press("x", {}, words), press("n", { ctrlKey: true })]).toEqual([false, false, false]);
  expect([played, pressed]).toEqual([[], []]);
});
