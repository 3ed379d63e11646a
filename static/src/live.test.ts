import { expect, test, vi } from "vitest";
import { startLive } from "./live";

class Line {
  static last: Line;
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    Line.last = this;
  }
  send(): void {
    return;
  }
  close(): void {
    return;
  }
}

function page(): { notice: HTMLElement; list: HTMLElement; offline: HTMLElement } {
  vi.stubGlobal("WebSocket", Line);
  document.body.innerHTML = `<p data-offline hidden></p><i data-live="/ws/albums/1/"></i>
    <p data-gone="album.dropped" hidden></p><div id="list" data-until-gone></div>`;
  startLive();
  const [notice, list, offline] = ["[data-gone]", "#list", "[data-offline]"].map((one) => document.querySelector(one));
  return { notice: notice as HTMLElement, list: list as HTMLElement, offline: offline as HTMLElement };
}

function tell(type: string): void {
  Line.last.onmessage?.({ data: JSON.stringify({ seq: 0, type, at: "", by: null, data: {} }) });
}

test("only what says that the album was dropped stills its page", () => {
  const { notice, list } = page();
  tell("album.changed");
  expect([notice.hidden, list.inert ?? false]).toEqual([true, false]);
  tell("album.dropped");
  expect([notice.hidden, list.inert]).toEqual([false, true]);
});

test("a page that learns late, by a closed door, does not say that it reconnects", () => {
  const { notice, offline } = page();
  Line.last.onclose?.({ code: 1006 });
  expect([offline.hidden, notice.hidden]).toEqual([false, true]);
  Line.last.onclose?.({ code: 4404 });
  expect([offline.hidden, notice.hidden]).toEqual([true, false]);
});

test("a session that has ended is said, and not that it reconnects", () => {
  const { offline } = page();
  document.body.insertAdjacentHTML("beforeend", '<p data-signed-out hidden><span></span><a></a></p>');
  Line.last.onclose?.({ code: 4401 });
  expect([offline.hidden, document.querySelector<HTMLElement>("[data-signed-out]")!.hidden]).toEqual([true, false]);
});
