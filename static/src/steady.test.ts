import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { keepPlace } from "./steady";

beforeAll(() => keepPlace());

const scrolled = vi.fn();

beforeEach(() => {
  scrolled.mockClear();
  vi.stubGlobal("scrollBy", scrolled);
  document.body.innerHTML = '<div id="listen"><button id="again">Mix again</button><p id="line">A line</p></div>';
});

/** Where an element stands from the top of the window; happy-dom has no layout of its own. */
function at(id: string, topPx: number): void {
  const box = { top: topPx, bottom: topPx + 20, height: 20 } as DOMRect;
  document.getElementById(id)!.getBoundingClientRect = () => box;
}

function swap(after: () => void): Promise<void> {
  const target = document.getElementById("listen")!;
  target.dispatchEvent(new CustomEvent("htmx:beforeSwap", { bubbles: true, detail: { target, shouldSwap: true } }));
  after();
  target.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true, detail: {} }));
  return new Promise((done) => setTimeout(done));
}

test("what is in hand stays under the hand", async () => {
  at("again", 570);
  at("line", 600);
  document.getElementById("again")!.focus();
  await swap(() => at("again", -943));
  expect(scrolled).toHaveBeenCalledWith({ top: -1513, behavior: "instant" });
});

test("what is read stays in sight, and what stays needs no help", async () => {
  at("again", -40);
  at("line", 12);
  await swap(() => at("line", 212));
  expect(scrolled).toHaveBeenCalledWith({ top: 200, behavior: "instant" });
  scrolled.mockClear();
  await swap(() => undefined);
  expect(scrolled).not.toHaveBeenCalled();
});

test("where the control is gone, the fold that it stood in stays where it is, wherever the focus went", async () => {
  document.body.innerHTML = '<div id="listen"><h2 id="top">Master</h2><details id="files" open><button>Make them</button></details></div>';
  at("files", 300);
  document.querySelector<HTMLElement>("button")!.getBoundingClientRect = () => ({ top: 400, bottom: 420 }) as DOMRect;
  document.querySelector("button")!.focus();
  await swap(() => {
    document.querySelector("button")!.remove();
    at("files", 350);
    at("top", -2000);
    document.getElementById("top")!.tabIndex = -1;
    document.getElementById("top")!.focus();
  });
  expect(scrolled).toHaveBeenCalledWith({ top: 50, behavior: "instant" });
});

test("a part out of sight is the browser's own affair", async () => {
  at("again", 5000);
  at("line", 5040);
  await swap(() => at("again", 100));
  expect(scrolled).not.toHaveBeenCalled();
});
