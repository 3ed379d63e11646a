import { expect, test } from "vitest";
import { leaveOutMissing, withoutMissing } from "./parts";

const part = (id: string): string => `<ul id="${id}" hx-swap-oob="true"><li>Sounds good</li></ul>`;

test("a part whose place is not on the page is left out, all else comes as it was sent", () => {
  document.body.innerHTML = `<ul id="heard-1"></ul>`;
  const left = withoutMissing(`<div id="hearing"></div>${part("heard-1")}${part("heard-2")}`);
  expect(left).toContain("heard-1");
  expect(left).toContain('id="hearing"');
  expect(left).not.toContain("heard-2");
  const whole = `<tr><td>${part("heard-1")}`;
  expect([withoutMissing(whole), withoutMissing("<p>no parts")]).toEqual([whole, "<p>no parts"]);
});

test("it is left out before htmx looks for its place", () => {
  document.body.innerHTML = `<div id="hearing"></div>`;
  leaveOutMissing();
  const detail = { serverResponse: `<div id="hearing"></div>${part("heard-2")}` };
  document.body.dispatchEvent(new CustomEvent("htmx:beforeSwap", { bubbles: true, detail }));
  expect(detail.serverResponse).toBe(`<div id="hearing"></div>`);
});

test("an answer for a place that was replaced meanwhile is not put in", () => {
  document.body.innerHTML = `<div id="hearing"></div><div id="other"></div>`;
  const [gone, stays] = [document.getElementById("hearing")!, document.getElementById("other")!];
  for (const target of [gone, stays]) {
    target.dispatchEvent(new CustomEvent("htmx:beforeRequest", { bubbles: true, detail: { target } }));
  }
  gone.remove();
  const wanted = [gone, stays].map((place) => {
    const detail = { shouldSwap: true };
    place.dispatchEvent(new CustomEvent("htmx:beforeSwap", { bubbles: true, detail }));
    return detail.shouldSwap;
  });
  expect(wanted).toEqual([false, true]);
});
