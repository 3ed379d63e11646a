import { beforeEach, expect, test } from "vitest";
import { openSheet, showKeys } from "./keys_sheet";

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
