import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { listenForNotices } from "./toast";
import { sayTrouble } from "./trouble";

beforeAll(() => {
  sayTrouble();
  listenForNotices();
});

beforeEach(() => {
  Object.assign(document.body.dataset, {
    deadLine: "No line",
    wordsGone: "Not there",
    wordsTrouble: "Not now",
    wordsRefused: "Not taken",
    wordsPartFailed: "Not loaded",
    wordsTryAgain: "Try again",
  });
  document.body.innerHTML = `<div id="part" hx-get="/part/"><div class="skeleton"></div></div><form id="form"></form><div data-toasts></div>`;
});

const part = (): HTMLElement => document.getElementById("part")!;
const said = (): string[] => [...document.querySelectorAll("[data-words]")].map((one) => one.textContent ?? "");

function fails(name: string, elt: Element, verb: string, status: number, told: string | null = null): void {
  const xhr = { status, getResponseHeader: () => told };
  elt.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { elt, target: elt, xhr, requestConfig: { verb } } }));
}

it("a deed that fails without words is told in words of a person", () => {
  const form = document.getElementById("form")!;
  for (const status of [404, 500, 403]) fails("htmx:responseError", form, "post", status);
  expect(said()).toEqual(["Not there", "Not now", "Not taken"]);
  fails("htmx:sendError", form, "post", 0);
  expect(said().at(-1)).toBe("No line");
});

it("what the studio refuses in its own words is not told twice", () => {
  fails("htmx:responseError", document.getElementById("form")!, "post", 422, `{"studio:refused": "Say why"}`);
  expect(said()).toEqual([]);
});

it.each(["htmx:responseError", "htmx:sendError"])("a part that does not load says so and can be asked for again (%s)", async (name) => {
  const asked: unknown[] = [];
  window.htmx = { trigger: () => undefined, process: () => undefined, ajax: async (...how) => void asked.push(how) };
  fails(name, part(), "get", name === "htmx:sendError" ? 0 : 500);
  expect(part().querySelector(".skeleton")).toBeNull();
  expect(part().textContent).toContain("Not loaded");
  part().querySelector<HTMLElement>("[data-try-again]")?.click();
  expect(asked).toEqual([["GET", "/part/", { source: part(), target: part(), swap: "innerHTML" }]]);
  expect(part().querySelector(".skeleton")).not.toBeNull();
  expect(part().textContent).not.toContain("Not loaded");
});

it("an answer for what has been replaced meanwhile is told all the same", () => {
  const form = document.getElementById("form")!;
  form.dispatchEvent(new CustomEvent("htmx:beforeRequest", { bubbles: true, detail: { elt: form } }));
  form.remove();
  const heard = vi.fn();
  document.addEventListener("htmx:afterRequest", heard, { once: true });
  fails("htmx:beforeOnLoad", form, "post", 422, `{"studio:refused": "Too long"}`);
  fails("htmx:afterRequest", form, "post", 422);
  expect(said()).toEqual(["Too long"]);
  expect(heard).toHaveBeenCalledOnce();
});
