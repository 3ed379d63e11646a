import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EventStream, type StudioEvent } from "./event_stream";

class Line {
  static all: Line[] = [];
  readyState = 1;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    Line.all.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  tell(...seqs: number[]): void {
    for (const seq of seqs) this.onmessage?.({ data: JSON.stringify({ seq, type: "stage.done", data: {} }) });
  }
}

let seen: number[] = [];
const states: boolean[] = [];

function stream(after = 0, numbered = true, since = 0): EventStream {
  return new EventStream({
    path: "/ws/x/",
    after,
    numbered,
    since,
    onEvent: (event: StudioEvent) => seen.push(event.seq),
    onState: (online) => states.push(online),
    open: (url) => new Line(url) as unknown as WebSocket,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  Line.all = [];
  seen = [];
  states.length = 0;
});
afterEach(() => vi.useRealTimers());

test("asks for what comes after the page", () => {
  stream(41).close();
  expect(Line.all[0]?.url).toContain("/ws/x/?after=41");
});

test("asks for what a page without numbers missed while it opened, and only then", () => {
  const one = stream(0, false, 77);
  expect(Line.all[0]?.url).toContain("/ws/x/?after=77");
  Line.all[0]?.onopen?.();
  Line.all[0]?.onclose?.({ code: 1006 });
  vi.advanceTimersByTime(2_000);
  expect(Line.all[1]?.url).not.toContain("after");
  one.close();
});

test("hands on every number once and in order", () => {
  const one = stream();
  Line.all[0]?.tell(1, 2, 2, 1, 3);
  expect(seen).toEqual([1, 2, 3]);
  one.close();
});

test("holds back what came early, asks for the gap and then goes on", () => {
  const one = stream();
  Line.all[0]?.tell(1, 3, 4);
  expect(seen).toEqual([1]);
  expect(JSON.parse(Line.all[0]?.sent.at(-1) ?? "")).toEqual({ type: "ping", after: 1 });
  Line.all[0]?.tell(2);
  expect(seen).toEqual([1, 2, 3, 4]);
  one.close();
});

test("starts over from the gap when nobody fills it", () => {
  const one = stream();
  Line.all[0]?.tell(1, 3);
  vi.advanceTimersByTime(5_000);
  expect(Line.all[1]?.url).toContain("after=1");
  Line.all[1]?.tell(2, 3);
  expect(seen).toEqual([1, 2, 3]);
  one.close();
});

test("a lost line comes back where it stopped", () => {
  const one = stream(7);
  Line.all[0]?.onopen?.();
  Line.all[0]?.tell(8, 9);
  Line.all[0]?.close();
  vi.advanceTimersByTime(1_000);
  expect(Line.all[1]?.url).toContain("after=9");
  expect(states).toEqual([true, false]);
  one.close();
});

test("waits longer each time, and not at all once the network is back", () => {
  const one = stream();
  for (let i = 0; i < 6; i++) {
    Line.all.at(-1)?.close();
    vi.advanceTimersByTime(20_000);
  }
  const tries = Line.all.length;
  Line.all.at(-1)?.close();
  vi.advanceTimersByTime(100);
  expect(Line.all.length).toBe(tries);
  globalThis.dispatchEvent(new Event("online"));
  expect(Line.all.length).toBe(tries + 1);
  one.close();
});

test("does not knock again where it was turned away", () => {
  const one = stream();
  Line.all[0]?.close(4404);
  vi.advanceTimersByTime(60_000);
  expect(Line.all.length).toBe(1);
  one.close();
});

test("pings with its last number while it is open", () => {
  const one = stream();
  Line.all[0]?.onopen?.();
  Line.all[0]?.tell(1, 2);
  vi.advanceTimersByTime(10_000);
  expect(JSON.parse(Line.all[0]?.sent.at(-1) ?? "")).toEqual({ type: "ping", after: 2 });
  one.close();
});

test("a closed stream stays closed", () => {
  const one = stream();
  one.close();
  vi.advanceTimersByTime(60_000);
  expect(Line.all.length).toBe(1);
});

test("a label-wide stream takes numbers of many songs as they come", () => {
  const one = stream(0, false);
  Line.all[0]?.tell(5, 2, 9);
  expect(seen).toEqual([5, 2, 9]);
  expect(Line.all[0]?.url).not.toContain("after");
  one.close();
});
