import { beforeEach, expect, it } from "vitest";
import { commentIn, pointed, startPointing } from "./pointed";

const asked: string[] = [];
const talk = (inside: string, show = "open"): void => {
  document.body.innerHTML = `<div id="talk"><h2 id="talk-title"></h2><input name="most" value="">
    <input type="radio" name="show" value="open" ${show === "open" ? "checked" : ""}><input type="radio" name="show" value="all" ${show === "all" ? "checked" : ""}>${inside}</div>`;
};
const thread = `<li id="comment-7"><button data-handle></button></li>`;

beforeEach(() => {
  asked.length = 0;
  window.htmx = { trigger: (target) => void asked.push(target.id), process: () => undefined };
  location.hash = "#comment-7";
  startPointing();
  document.body.innerHTML = "";
  document.dispatchEvent(new CustomEvent("studio:page"));
});

it("an address names one comment or none", () => {
  expect([commentIn("/songs/1/?t=3#comment-12"), commentIn("/songs/1/#talk"), commentIn("#comment-x")]).toEqual(["comment-12", "", ""]);
});

it("the comment that is pointed at is set apart, once", () => {
  talk(thread);
  pointed();
  const remark = document.getElementById("comment-7")!;
  expect(remark.classList.contains("pointed")).toBe(true);
  expect(document.activeElement?.matches("[data-handle]")).toBe(true);
  remark.classList.remove("pointed");
  pointed();
  expect(remark.classList.contains("pointed")).toBe(false);
});

it("what is ticked off, or further down, is asked for first", () => {
  talk("");
  pointed();
  expect(document.querySelector<HTMLInputElement>("[value=all]")?.checked).toBe(true);
  expect(asked).toEqual(["talk"]);
  talk(`<button data-more="40"></button>`, "all");
  pointed();
  expect(document.querySelector<HTMLInputElement>("[name=most]")?.value).toBe("1000");
  pointed();
  expect(asked.length).toBe(2);
});
