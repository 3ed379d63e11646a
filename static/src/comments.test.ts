import { expect, it } from "vitest";
import { startComments } from "./comments";

const TALK = `
  <form data-composer>
    <textarea id="comment-text" data-keep></textarea>
    <ul id="people" hidden>
      <li role="option" id="p1" data-name="Ada Lindqvist"></li>
      <li role="option" id="p2" data-name="Ruth Palmer"></li>
    </ul>
  </form>`;

const box = (): HTMLTextAreaElement => document.querySelector("#comment-text")!;

function type(text: string): void {
  box().value = text;
  box().setSelectionRange(text.length, text.length);
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

function enter(): void {
  box().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}

it("a name half typed survives what settles on the page meanwhile", () => {
  document.body.innerHTML = `<div id="talk">${TALK}</div>`;
  startComments();
  box().focus();
  type("@ru");
  // Another part of the page settled.
  document.dispatchEvent(new CustomEvent("htmx:afterSettle"));
  enter();
  expect(box().value).toBe("@Ruth Palmer ");

  // The talk itself was replaced, and what was typed put back.
  type("@ad");
  document.getElementById("talk")!.innerHTML = TALK;
  box().focus();
  box().value = "@ad";
  box().setSelectionRange(3, 3);
  document.dispatchEvent(new CustomEvent("htmx:afterSettle"));
  enter();
  expect(box().value).toBe("@Ada Lindqvist ");
});
