import { beforeEach, expect, test, vi } from "vitest";
import { post } from "./post";
import { isAtTheDoor, listenForSignedOut, saySignedOut, signedOutWords, wasSignedOut } from "./signed_out";

const notice = (): HTMLElement => document.querySelector<HTMLElement>("[data-signed-out]")!;

beforeEach(() => {
  history.replaceState(null, "", "/songs/1/draft/?a=b");
  document.body.innerHTML = '<p data-signed-out hidden><span>You were signed out.</span> <a href="/accounts/login/">Sign in</a></p>';
});

test("an answer that came from the door is no answer", () => {
  expect(isAtTheDoor("http://studio.test/accounts/login/?next=/songs/")).toBe(true);
  expect(isAtTheDoor("http://studio.test/songs/")).toBe(false);
  const door = "http://studio.test/accounts/login/";
  expect(wasSignedOut({ status: 200, redirected: true, url: door })).toBe(true);
  expect(wasSignedOut({ status: 401, redirected: false, url: "/uploads/" })).toBe(true);
  expect(wasSignedOut({ status: 200, redirected: true, url: "http://studio.test/songs/1/" })).toBe(false);
});

test("it is said with the one way on, which leads back here", () => {
  saySignedOut();
  expect(notice().hidden).toBe(false);
  expect(notice().querySelector("a")!.getAttribute("href")).toBe("/accounts/login/?next=%2Fsongs%2F1%2Fdraft%2F%3Fa%3Db");
  expect(signedOutWords()).toBe("You were signed out.");
});

test("the sign-in page never becomes a part of another", () => {
  listenForSignedOut();
  const swap = (responseURL: string): boolean => {
    const detail = { xhr: { responseURL }, shouldSwap: true, isError: false };
    document.body.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail, bubbles: true }));
    document.body.dispatchEvent(new CustomEvent("htmx:responseError", { detail, bubbles: true }));
    expect(detail.isError).toBe(!detail.shouldSwap);
    return detail.shouldSwap;
  };
  const said: string[] = [];
  document.addEventListener("htmx:responseError", () => said.push("in other words"));
  expect([swap("http://studio.test/songs/1/talk/"), notice().hidden]).toEqual([true, true]);
  expect([swap("http://studio.test/accounts/login/?next=/"), notice().hidden]).toEqual([false, false]);
  expect(said).toEqual(["in other words"]);
});

test("a deed that ended at the door was not done", async () => {
  const door = { status: 200, ok: true, redirected: true, url: "http://studio.test/accounts/login/" };
  vi.stubGlobal("fetch", () => Promise.resolve(door));
  expect([await post("/comments/1/resolve/"), notice().hidden]).toEqual([false, false]);
  vi.unstubAllGlobals();
});
