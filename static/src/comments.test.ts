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

const FORM = `<h2 id="talk-title"></h2><form data-composer action="/songs/1/comment/"><input type="hidden" name="parent" id="comment-parent" value="7">
  <p data-answering><span data-answering-words data-words="Answer to {who}"></span></p>
  <textarea id="comment-text" name="text" data-keep></textarea><template data-ghost><li><p></p></li></template></form>`;
const form = (): HTMLFormElement => document.querySelector("[data-composer]")!;

function event(name: string, detail: object): void {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Written and sent; the talk comes anew before the answer does. */
function sendAndReplace(inside = FORM): HTMLFormElement {
  document.body.innerHTML = `<div id="talk">${FORM}<li id="comment-7"></li></div>`;
  const sent = form();
  box().value = "It hisses";
  box().focus();
  event("htmx:beforeRequest", { elt: sent });
  document.getElementById("talk")!.innerHTML = inside;
  event("htmx:afterSettle", { target: document.getElementById("talk") });
  return sent;
}

it("a refused comment comes back into the box that stands there by then", () => {
  const sent = sendAndReplace();
  expect(box().value).toBe("");
  event("htmx:afterRequest", { elt: sent, successful: false });
  expect(box().value).toBe("It hisses");
  expect(document.activeElement).toBe(box());
});

it("what has been begun meanwhile is kept behind it", () => {
  const sent = sendAndReplace();
  box().value = "And it";
  event("htmx:afterRequest", { elt: sent, successful: false });
  expect(box().value).toBe("It hisses\nAnd it");
});

it("an answer to what is no longer there becomes a comment, with its words", () => {
  const sent = sendAndReplace(`${FORM}<li id="comment-7"></li>`);
  event("htmx:afterRequest", { elt: sent, successful: false });
  const parent = (): string => document.querySelector<HTMLInputElement>("#comment-parent")!.value;
  expect(parent()).toBe("7");
  const words = box().value;
  document.getElementById("talk")!.innerHTML = FORM;
  box().value = words;
  event("htmx:afterSettle", { target: document.getElementById("talk") });
  expect([parent(), box().value]).toEqual(["", "It hisses"]);
});

it("what was sent by keys has the focus once it is shown", () => {
  document.body.innerHTML = `<div id="talk">${FORM}</div>`;
  box().value = "Lovely";
  box().focus();
  const sent = form();
  event("htmx:beforeRequest", { elt: sent });
  const told = '{"studio:undoable": {"words": "Said.", "undo": "/comments/9/remove/"}}';
  event("htmx:afterRequest", { elt: sent, successful: true, xhr: { getResponseHeader: () => told } });
  expect(document.activeElement?.id).toBe("talk-title");
  document.getElementById("talk")!.innerHTML = `${FORM}<li id="comment-9"><button data-handle>0:07</button></li>`;
  event("htmx:afterSettle", { target: document.getElementById("talk") });
  expect(document.activeElement?.textContent).toBe("0:07");
});

it("in the inbox the keys go back to the list", () => {
  document.body.innerHTML = `<div data-inbox><div id="talk">${FORM}</div></div>`;
  let told = 0;
  document.addEventListener("studio:typed", () => (told += 1), { once: true });
  box().focus();
  event("htmx:beforeRequest", { elt: form() });
  event("htmx:afterRequest", { elt: form(), successful: true });
  expect(told).toBe(1);
});

it("which comments are shown stands in the address", () => {
  document.body.innerHTML = `<div id="talk"><input type="radio" name="show" value="open" data-filter checked><input type="radio" name="show" value="all" data-filter></div>`;
  const choose = (value: string): void => document.querySelector<HTMLElement>(`[value=${value}]`)!.click();
  choose("all");
  expect(new URL(location.href).searchParams.get("show")).toBe("all");
  choose("open");
  expect(new URL(location.href).searchParams.get("show")).toBeNull();
});
