import { beforeEach, expect, test } from "vitest";
import { openSheet, showKeys } from "./keys_sheet";
import { TYPING } from "./typing";

const SHEET = `<dialog id="keys"><dl>
  <div data-keys-of-player id="play"><kbd>space</kbd> <kbd>K</kbd></div>
  <div data-keys-of-player id="blind"><kbd>B</kbd></div>
  <div data-keys-unless="[data-audition]" id="versions"></div>
  <div data-keys-where="[data-audition]" id="audition"></div>
  <div data-keys-where="#talk" id="comments"></div>
</dl></dialog>`;

function shown(): string[] {
  return [...document.querySelectorAll<HTMLElement>("#keys div:not([hidden])")].map((row) => row.id);
}

beforeEach(() => (document.body.innerHTML = `<main></main>${SHEET}`));

test("the sheet shows the keys that hold on the page, and asks again when another page was turned to", () => {
  const sheet = document.getElementById("keys")!;
  const main = document.querySelector("main")!;
  main.innerHTML = `<div data-audition data-own-keys="x p n r h b"></div>`;
  showKeys(sheet);
  expect(shown()).toEqual(["play", "audition"]);
  main.innerHTML = `<div id="talk"></div>`;
  openSheet("keys");
  expect(shown()).toEqual(["play", "blind", "versions", "comments"]);
});

test("a key that the page has taken is not said to be the player's", () => {
  document.querySelector("main")!.innerHTML = `<div data-own-keys="j k"></div>`;
  showKeys(document.getElementById("keys")!);
  expect([...document.querySelectorAll<HTMLElement>("#play kbd")].map((key) => key.hidden)).toEqual([false, true]);
});

test("where one of two keys is left, only its words are said", () => {
  const sheet = document.getElementById("keys")!;
  sheet.innerHTML = `<div data-keys-of-player><kbd data-alone="10 back">J</kbd><kbd data-alone="10 ahead">L</kbd><dd>10 back, ahead</dd></div>`;
  const said = (): string | null => sheet.querySelector("dd")!.textContent;
  document.querySelector("main")!.innerHTML = `<div data-own-keys="j k"></div>`;
  showKeys(sheet);
  expect(said()).toBe("10 ahead");
  document.querySelector("main")!.innerHTML = "";
  showKeys(sheet);
  expect(said()).toBe("10 back, ahead");
});

test("a box that is ticked takes no letters", () => {
  document.body.innerHTML = `<input type="checkbox"><input type="text"><textarea></textarea><dialog open><a></a></dialog>`;
  const typing = (selector: string): boolean => document.querySelector(selector)!.matches(TYPING);
  expect(["[type=checkbox]", "[type=text]", "textarea", "dialog a"].map(typing)).toEqual([false, true, true, true]);
});
