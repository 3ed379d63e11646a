import { beforeEach, expect, test } from "vitest";
import { mustLoad, pageOf } from "./turn_page";

const HERE = { href: "http://studio.test/songs/", origin: "http://studio.test", pathname: "/songs/", search: "" } as Location;

beforeEach(() => {
  document.body.innerHTML = "";
});

function click(markup: string, more: MouseEventInit = {}): string | null {
  document.body.innerHTML = markup;
  let url: URL | null = null;
  document.addEventListener("click", (event) => {
    url = pageOf(event, HERE);
    event.preventDefault();
  }, { once: true });
  const event = new MouseEvent("click", { bubbles: true, cancelable: true, button: 0, ...more });
  document.querySelector("a")!.dispatchEvent(event);
  return (url as URL | null)?.pathname ?? null;
}

test("plain links to our own pages are turned to", () => {
  expect(click('<a href="/inbox/">Inbox</a>')).toBe("/inbox/");
  expect(click('<a href="/songs/?page=2">Next</a>')).toBe("/songs/");
  expect(click('<a href="/help/loudness/">Help</a>')).toBe("/help/loudness/");
});

test("downloads, other houses, doors that sign people in or out, and new tabs are the browser's", () => {
  for (const link of [
    '<a href="https://elsewhere.test/">x</a>',
    '<a href="/assets/1/content" download>x</a>',
    '<a href="/accounts/logout/">x</a>',
    '<a href="/django-admin/">x</a>',
    '<a href="/songs/#main">x</a>',
    '<a href="/inbox/" target="_blank">x</a>',
    '<div data-full-load><a href="/inbox/">x</a></div>',
  ]) {
    expect(click(link), link).toBeNull();
  }
  expect(click('<a href="/inbox/">x</a>', { ctrlKey: true })).toBeNull();
});

function page(head: string, body = '<header class="topbar"></header><main id="main"></main>'): Document {
  return new DOMParser().parseFromString(`<html><head>${head}</head><body>${body}</body></html>`, "text/html");
}

test("pages with scripts of their own are loaded whole, unless the script may stay", () => {
  const own = '<script type="module" src="/static/studio.0a1b2c.js"></script>';
  expect(mustLoad(page(own))).toBe(false);
  expect(mustLoad(page(`${own}<script type="module" src="/static/new_song.js"></script>`))).toBe(true);
  expect(mustLoad(page(`${own}<script type="module" src="/static/home.js" data-stays></script>`))).toBe(false);
  expect(mustLoad(page(own, '<main id="main"></main>'))).toBe(true);
  expect(mustLoad(page(own, '<header class="topbar"></header><main id="main" data-full-load></main>'))).toBe(true);
});
