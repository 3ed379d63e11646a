import { expect, it } from "vitest";
import { landAfterLeaving } from "./landing";

function answered(goesTo: string | null): void {
  const elt = document.querySelector("form");
  const xhr = { getResponseHeader: () => goesTo };
  document.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { elt, xhr } }));
}

const PAGE = `<nav class="views"><a href="/inbox/">All</a><a href="/inbox/?kind=mix" aria-current="page">Mixes</a></nav>`;

it("a deed that leads to another page says where the keys go on there, once", () => {
  document.body.innerHTML = `<form data-lands=".views [aria-current]"></form>`;
  landAfterLeaving();
  answered(null);
  document.body.insertAdjacentHTML("beforeend", PAGE);
  landAfterLeaving();
  expect(document.activeElement?.textContent).not.toBe("Mixes");
  answered("/inbox/?kind=mix");
  landAfterLeaving();
  expect(document.activeElement?.textContent).toBe("Mixes");
  (document.activeElement as HTMLElement).blur();
  landAfterLeaving();
  expect(document.activeElement?.textContent).not.toBe("Mixes");
});
