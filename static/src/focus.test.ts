import { beforeAll, beforeEach, expect, it } from "vitest";
import { keepFocus, kindOf } from "./focus";

beforeAll(() => keepFocus());
beforeEach(() => (document.body.innerHTML = `<main><section id="part"></section></main>`));

const part = (): HTMLElement => document.getElementById("part")!;
const focused = (): string => document.activeElement?.textContent?.trim() || document.activeElement?.id || "";

async function swap(inside: string): Promise<void> {
  document.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: { target: part(), shouldSwap: true } }));
  part().innerHTML = inside;
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { target: part() } }));
  await Promise.resolve();
}

const news = (...ids: number[]): string =>
  ids.map((id) => `<li><a href="/n/${id}/">Ada commented</a><form action="/n/${id}/read/"><button class="round">${id}</button></form></li>`).join("");

it("the same control has the focus again", async () => {
  part().innerHTML = `<label><input type="radio" name="show" value="open"></label><label><input type="radio" name="show" value="all"></label>`;
  document.querySelector<HTMLElement>("[value=all]")!.focus();
  await swap(part().innerHTML);
  expect(document.activeElement).toBe(document.querySelector("[value=all]"));
  part().innerHTML = news(1, 2, 3);
  document.querySelector<HTMLElement>("[href='/n/2/']")!.focus();
  await swap(news(2, 3));
  expect(document.activeElement?.getAttribute("href")).toBe("/n/2/");
});

it("what has gone hands it to what is in its place, and the last to the one before", async () => {
  part().innerHTML = news(1, 2, 3);
  part().querySelectorAll("button")[1]!.focus();
  await swap(news(1, 3));
  expect(focused()).toBe("3");
  await swap(news(1));
  expect(focused()).toBe("1");
});

it("where nothing of its kind is left the heading or the fold has it", async () => {
  part().innerHTML = `<section aria-labelledby="rounds"><h3 id="rounds">Decisions</h3><button>Take it back</button></section>`;
  part().querySelector("button")!.focus();
  await swap(`<h2>Comments</h2><section><h3 id="rounds">Decisions</h3></section>`);
  expect(focused()).toBe("Decisions");
  part().innerHTML = `<h3>Master</h3><details id="files" open><summary>Deliverables</summary><button>Make them</button></details>`;
  part().querySelector("button")!.focus();
  await swap(`<h3>Master</h3><details id="files" open><summary>Deliverables</summary></details>`);
  expect(focused()).toBe("Deliverables");
});

it("whoever writes goes on behind the last word before anything else happens", () => {
  part().innerHTML = `<textarea id="words">half a thought</textarea>`;
  document.getElementById("words")!.focus();
  document.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: { target: part() } }));
  part().innerHTML = part().innerHTML;
  expect(document.activeElement).toBe(document.body);
  document.dispatchEvent(new CustomEvent("htmx:afterSwap", { detail: { target: part() } }));
  const field = document.querySelector("textarea")!;
  expect([document.activeElement === field, field.selectionStart]).toEqual([true, 14]);
});

it("a focus that somebody has taken elsewhere stays there", async () => {
  document.body.insertAdjacentHTML("beforeend", `<input id="elsewhere">`);
  part().innerHTML = news(1);
  part().querySelector("button")!.focus();
  document.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: { target: part(), shouldSwap: true } }));
  document.getElementById("elsewhere")!.focus();
  part().innerHTML = news(1);
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { target: part() } }));
  await Promise.resolve();
  expect(focused()).toBe("elsewhere");
});

it("controls of one kind differ in their row only", () => {
  part().innerHTML = news(1, 2);
  const [first, second] = part().querySelectorAll("button");
  expect(kindOf(first!)).toBe(kindOf(second!));
  expect(kindOf(first!)).not.toBe(kindOf(part().querySelector("a")!));
});
