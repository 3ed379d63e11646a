import { beforeEach, expect, test } from "vitest";
import { answered, ask, missingIn } from "./missing";

beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined;
  document.body.innerHTML = `<div data-toasts></div><form data-undeclared="Please confirm." data-untitled="Give it a title.">
<div class="field"><input id="id_title" value="Low"><span class="wrong"></span></div>
<fieldset data-must="Say where."><input type="radio" name="platform" value="a" checked><input type="radio" name="platform" value="b"><span class="wrong"></span></fieldset>
<fieldset><label data-statement="lyrics"><input type="checkbox" name="declares"></label><label data-statement="voice"><input type="checkbox" name="declares"></label>
<label data-statement="photo" hidden><input type="checkbox" name="declares"></label><span class="wrong" id="rights"></span></fieldset></form>`;
});

const form = (): HTMLFormElement => document.querySelector("form")!;
const boxes = (): HTMLInputElement[] => [...form().querySelectorAll<HTMLInputElement>("[name=declares]")];
const marked = (): boolean[] => boxes().map((one) => one.getAttribute("aria-invalid") === "true");

test("every right that is not confirmed is marked, and the words stand beside them instead of in the corner", () => {
  ask(missingIn(form(), true)!);
  expect([marked(), document.getElementById("rights")!.textContent]).toEqual([[true, true, false], "Please confirm."]);
  expect([document.activeElement === boxes()[0], document.querySelector("[data-toasts]")!.childElementCount]).toEqual([true, 0]);
  answered(boxes()[0]!);
  expect([marked(), document.getElementById("rights")!.textContent]).toEqual([[false, true, false], "Please confirm."]);
  answered(boxes()[1]!);
  expect([marked(), document.getElementById("rights")!.textContent]).toEqual([[false, false, false], ""]);
});

test("a title and a choice are asked for where they are", () => {
  const title = form().querySelector<HTMLInputElement>("#id_title")!;
  title.value = " ";
  ask(missingIn(form(), true)!);
  expect(title.parentElement!.textContent).toBe("Give it a title.");
  title.value = "Low";
  answered(title);
  expect(title.parentElement!.textContent).toBe("");
  const [first, second] = form().querySelectorAll<HTMLInputElement>("[name=platform]");
  first!.checked = false;
  ask(missingIn(form(), true)!);
  expect(first!.parentElement!.textContent).toBe("Say where.");
  second!.checked = true;
  answered(second!);
  expect([first!.parentElement!.textContent, first!.hasAttribute("aria-invalid")]).toEqual(["", false]);
});
