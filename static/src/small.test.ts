import { beforeEach, expect, test, vi } from "vitest";
import { bytes, clock, figure, left, money } from "./clock";
import { drawnTo, forget, grow } from "./growing_wave";
import { fit, readPeaks } from "./peaks";
import { showProgress } from "./progress";
import { concerns, Refresher, rememberHands } from "./refresh";
import { TapTempo } from "./tap";
import { listenForNotices, toast } from "./toast";
import { Speed } from "./transfer";

beforeEach(() => {
  document.body.innerHTML = "";
  document.body.dataset["currency"] = "EUR";
});

test("peaks keep the extremes of every column", () => {
  expect([...fit([-0.5, 0.1, -0.1, 0.9, 0, 0, -1, 0.2], 2)].map((v) => Math.round(v * 10) / 10)).toEqual([
    -0.5, 0.9, -1, 0.2,
  ]);
  expect(fit([], 3)).toEqual(new Float32Array(6));
  expect(fit([-1, 1], 4).length).toBe(8);
});

test("peaks are read at their bit depth and know how long they are", () => {
  const read = readPeaks({ sample_rate: 48_000, samples_per_px: 2_048, bits: 8, pixels: 2, peaks: [-127, 127, 0, 64] });
  expect([...read.pairs].map((v) => Math.round(v * 100) / 100)).toEqual([-1, 1, 0, 0.5]);
  expect(read.durationS).toBeCloseTo((2 * 2_048) / 48_000);
});

test("taps become a tempo, one late tap spoils nothing, a pause starts over", () => {
  const tempo = new TapTempo();
  expect([0, 500, 1000].map((t) => tempo.tap(t))).toEqual([null, null, null]);
  expect(tempo.tap(1500)).toBe(120);
  expect(tempo.tap(2090)).toBe(120);
  expect(tempo.tap(9000)).toBeNull();
  const slow = new TapTempo();
  expect([0, 2400, 4800, 7200].map((t) => slow.tap(t)).at(-1)).toBe(60);
});

test("times, sizes and money read well", () => {
  expect([clock(0), clock(65.9), clock(-3)]).toEqual(["0:00", "1:05", "0:00"]);
  expect([left(null), left(0.2), left(59), left(75)]).toEqual(["", "1 s", "59 s", "1:15 min"]);
  expect([bytes(1_500), bytes(2_500_000)]).toEqual(["2 kB", "2.5 MB"]);
  expect([money(0.0123, "EUR"), money(2, "EUR"), money(0, "")]).toEqual(["0.0123 EUR", "2.00 EUR", "0.00 EUR"]);
});

test("figures are written as the page's language writes them", () => {
  document.documentElement.lang = "es";
  expect([bytes(2_500_000), money(0.0007, "EUR"), figure(-1234.56, 1)]).toEqual(["2,5 MB", "0,0007 EUR", "−1234,6"]);
  document.documentElement.lang = "en";
  expect(figure(-1234.56, 1)).toBe("−1234.6");
});

test("the speed is that of the last seconds", () => {
  const speed = new Speed();
  expect(speed.note(0, 0)).toBeNull();
  expect(speed.note(1_000, 1_000)).toBe(1_000);
  expect(speed.note(1_000, 9_000)).toBeNull();
});

test("a growing waveform runs on from where the last preview ended", () => {
  vi.useFakeTimers();
  grow("7", [-127, 127], 0.5);
  vi.advanceTimersByTime(2_000);
  expect(drawnTo("7", performance.now())).toBeCloseTo(0.5);
  grow("7", [-127, 127, 0, 0], 1);
  expect(drawnTo("7", performance.now())).toBeCloseTo(0.5);
  vi.advanceTimersByTime(450);
  expect(drawnTo("7", performance.now())).toBeCloseTo(0.75, 1);
  forget("7");
  expect(drawnTo("7", performance.now())).toBe(0);
  vi.useRealTimers();
});

test("progress is written where the stage and its phase stand", () => {
  document.body.innerHTML = `<div data-phase="mix" data-fractions='{"4": 0, "5": 1}'>
      <progress max="1" value="0"></progress><b data-percent></b></div>
    <div data-stage="4"><progress max="1" value="0"></progress>
      <i data-percent></i><i data-message></i><i data-eta></i><i data-cost></i></div>`;
  const data = { stage: 4, fraction: 0.5, message: "Levels", eta_s: 12, cost: 0.01 };
  expect(showProgress({ seq: 1, type: "stage.progressed", at: "", by: null, data })).toBe(true);
  const row = document.querySelector("[data-stage='4']");
  expect(row?.querySelector("progress")?.value).toBe(0.5);
  expect(row?.textContent?.replace(/\s+/g, " ")).toContain("50 %Levels12 s");
  expect(document.querySelector("[data-phase] [data-percent]")?.textContent).toBe("75 %");
  expect(showProgress({ seq: 2, type: "stage.progressed", at: "", by: null, data: { ...data, stage: 9 } })).toBe(false);
});

test("only the parts concerned ask again, once per burst", () => {
  vi.useFakeTimers();
  document.body.innerHTML = `<div id="a" data-on="run. stage.done"></div><div id="b" data-on="comment."></div>`;
  expect(concerns(document.getElementById("a")!, "stage.started")).toBe(false);
  const asked: string[] = [];
  window.htmx = { trigger: (target) => asked.push(target.id), process: () => undefined };
  const refresher = new Refresher();
  for (const type of ["run.started", "stage.done", "run.done"]) refresher.tell(type);
  vi.runAllTimers();
  expect(asked).toEqual(["a"]);
  refresher.all();
  vi.runAllTimers();
  expect(asked).toEqual(["a", "a", "b"]);
  vi.useRealTimers();
});

test("a part whose answer is under way asks once more after it", () => {
  vi.useFakeTimers();
  document.body.innerHTML = `<div id="a" data-on="run." class="htmx-request"></div>`;
  const asked: boolean[] = [];
  window.htmx = { trigger: (target) => asked.push(target.classList.contains("htmx-request")), process: () => undefined };
  new Refresher().tell("run.done");
  vi.advanceTimersByTime(2_000);
  expect(asked).toEqual([]);
  document.getElementById("a")!.outerHTML = `<div id="a" data-on="run."></div>`;
  vi.advanceTimersByTime(2_000);
  expect(asked).toEqual([false]);
  vi.useRealTimers();
});

test("what is unfolded or typed outlives a swap", () => {
  rememberHands();
  document.body.innerHTML = `<div id="p"><details id="d" open></details><textarea id="t" data-keep></textarea></div>`;
  const part = document.getElementById("p")!;
  (document.getElementById("t") as HTMLTextAreaElement).value = "half a thought";
  document.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: { target: part } }));
  part.innerHTML = `<details id="d"></details><textarea id="t" data-keep></textarea>`;
  document.dispatchEvent(new CustomEvent("htmx:afterSwap", { detail: { target: part } }));
  expect((document.getElementById("d") as HTMLDetailsElement).open).toBe(true);
  expect((document.getElementById("t") as HTMLTextAreaElement).value).toBe("half a thought");
  part.innerHTML = `<input id="share" value="0.6" data-keep>`;
  document.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: { target: part } }));
  part.innerHTML = `<input id="share" value="0.3" data-keep>`;
  document.dispatchEvent(new CustomEvent("htmx:afterSwap", { detail: { target: part } }));
  expect((document.getElementById("share") as HTMLInputElement).value).toBe("0.3");
});

test("what a person has shut stays shut, and a question stands until what it proposed is made", () => {
  document.body.innerHTML = `<div id="p"><details id="d" open><summary>More</summary></details></div>
    <section><form data-asks><textarea></textarea></form><div data-answer><form></form></div></section>`;
  const part = document.getElementById("p")!;
  part.querySelector("summary")!.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  part.querySelector("details")!.open = false;
  document.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: { target: part } }));
  part.innerHTML = `<details id="d" open></details>`;
  document.dispatchEvent(new CustomEvent("htmx:afterSwap", { detail: { target: part } }));
  expect((document.getElementById("d") as HTMLDetailsElement).open).toBe(false);
  const [asks, answer] = document.querySelectorAll("form");
  const words = document.querySelector("textarea")!;
  words.value = "more air";
  document.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { elt: asks, successful: true } }));
  expect(words.value).toBe("more air");
  document.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { elt: answer, successful: true } }));
  expect([words.value, document.querySelector("[data-answer]")!.childElementCount]).toEqual(["", 0]);
});

test("a fold for one deed is shut by it and stays so when it comes back", () => {
  const swap = (part: Element, inside: string): void => {
    document.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: { target: part } }));
    part.innerHTML = inside;
    document.dispatchEvent(new CustomEvent("htmx:afterSwap", { detail: { target: part } }));
  };
  const answered = (successful: boolean): void => {
    const elt = document.querySelector("form");
    document.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { elt, successful } }));
  };
  document.body.innerHTML = `<div id="board"></div>`;
  const board = document.getElementById("board")!;
  const fold = `<details id="why" data-shuts><form></form></details>`;
  const isOpen = (): boolean => document.querySelector("details")!.open;
  board.innerHTML = fold;
  document.querySelector("details")!.open = true;
  answered(false);
  swap(board, fold);
  expect(isOpen()).toBe(true);
  answered(true);
  swap(board, "paused");
  swap(board, fold);
  expect(isOpen()).toBe(false);
});

test("refusals are said in the corner as text, never as markup", () => {
  document.body.innerHTML = `<div data-toasts></div>`;
  listenForNotices();
  document.dispatchEvent(new CustomEvent("studio:refused", { detail: { value: "<b>No</b>" } }));
  expect(document.querySelector(".toast span")?.textContent).toBe("<b>No</b>");
  expect(document.querySelector(".toast b")).toBeNull();
});

test("a refusal is closed by a button, or by what goes well after it", () => {
  document.body.innerHTML = `<div data-toasts data-close-words="Shut"></div>`;
  toast("No", "error");
  toast("Not that either", "error");
  document.querySelector<HTMLElement>("[aria-label=Shut]")?.click();
  expect([...document.querySelectorAll(".toast span")].map((one) => one.textContent)).toEqual(["Not that either"]);
  toast("Done");
  expect([...document.querySelectorAll(".toast")].map((one) => one.textContent)).toEqual(["Done"]);
});
