import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BriefKeeper, type Standing } from "./brief_keeper";

const FORM = `<p data-signed-out hidden><span></span><a></a></p><form data-project="song">
<input name="csrfmiddlewaretoken" value="x"><input name="title" value="Low"><input name="bpm" value=""><input name="mood" value="">
<input type="radio" name="genre" value="" checked><input type="radio" name="genre" value="pop">
<input type="checkbox" name="autopilot"><textarea name="lyrics"></textarea></form>`;

let sent: Record<string, unknown>[];
let told: (Standing | string)[];
let left: AbortController;

const form = (): HTMLFormElement => document.querySelector("form")!;
const field = (name: string): HTMLInputElement => form().querySelector<HTMLInputElement>(`[name=${name}]`)!;

function keeper(): BriefKeeper {
  left = new AbortController();
  const telling = { stands: (how: Standing) => told.push(how), overtaken: (words: string) => told.push(`lost ${words}`), gone: () => told.push("gone") };
  return new BriefKeeper(form(), telling, left.signal);
}

function type(name: string, value: string): void {
  field(name).value = value;
  field(name).dispatchEvent(new Event("input", { bubbles: true }));
}

/** htmx would ask the studio now. */
function ask(): void {
  const parameters: Record<string, unknown> = {};
  form().dispatchEvent(new CustomEvent("htmx:configRequest", { detail: { parameters }, bubbles: true }));
  sent.push(parameters);
}

function answer(status: number, problems = "", responseURL = "/songs/song/brief/"): { shouldSwap: boolean } {
  const detail = { xhr: { status, responseURL, getResponseHeader: () => problems }, shouldSwap: true };
  form().dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail, bubbles: true }));
  return detail;
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.innerHTML = FORM;
  [sent, told] = [[], []];
  window.htmx = { trigger: () => ask(), process: () => undefined };
});

afterEach(() => {
  left.abort();
  vi.useRealTimers();
});

test("only what was typed here is sent, and counts as saved when it was taken", () => {
  const keep = keeper();
  type("title", "Low Water");
  ask();
  expect([sent.at(-1), keep.isDirty]).toEqual([{ changed: "title" }, true]);
  answer(200);
  expect([told, keep.isDirty, localStorage.length]).toEqual([["saved"], false, 0]);
});

test("what is typed while an answer is under way is still to be saved", () => {
  const keep = keeper();
  type("title", "Low");
  type("title", "Low W");
  ask();
  type("title", "Low Water");
  answer(200);
  expect([keep.changed, keep.isDirty]).toEqual(["title", true]);
});

test("a session that has ended is said, nothing counts as saved, and the words stand there again after signing in", () => {
  keeper();
  type("title", "Low Water");
  ask();
  expect(answer(200, "", "http://studio.test/accounts/login/?next=/").shouldSwap).toBe(false);
  expect([told, document.querySelector<HTMLElement>("[data-signed-out]")!.hidden]).toEqual([["outside"], false]);
  left.abort();
  document.body.innerHTML = FORM;
  const again = keeper();
  expect([again.pickUp(), field("title").value, again.changed]).toEqual([true, "Low Water", "title"]);
});

test("what somebody else has changed since is not written over by the device's copy", () => {
  keeper();
  type("title", "Mine");
  left.abort();
  document.body.innerHTML = FORM.replace('value="Low"', 'value="Theirs"');
  expect([keeper().pickUp(), field("title").value, told]).toEqual([false, "Theirs", ["lost Mine"]]);
});

test("out of reach it is tried again, at longer and longer intervals and as soon as the network is back", () => {
  keeper();
  const shown: string[] = [];
  document.body.addEventListener("htmx:sendError", () => shown.push("toast"));
  const fail = (): void => void form().dispatchEvent(new CustomEvent("htmx:sendError", { bubbles: true }));
  type("title", "Low Water");
  ask();
  fail();
  expect([told, shown]).toEqual([["kept"], []]);
  vi.advanceTimersByTime(2_000);
  expect(sent).toHaveLength(2);
  fail();
  vi.advanceTimersByTime(2_000);
  expect(sent).toHaveLength(2);
  vi.advanceTimersByTime(2_000);
  expect(sent).toHaveLength(3);
  globalThis.dispatchEvent(new Event("online"));
  expect(sent).toHaveLength(4);
  answer(200);
  vi.advanceTimersByTime(60_000);
  expect([told.at(-1), sent.length]).toEqual(["saved", 4]);
});

test("without a store on the device the page promises nothing", () => {
  keeper();
  const full = (): void => {
    throw new Error("full");
  };
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: full, removeItem: () => undefined });
  type("title", "Low Water");
  ask();
  form().dispatchEvent(new CustomEvent("htmx:sendError", { bubbles: true }));
  vi.unstubAllGlobals();
  expect(told).toEqual(["unkept"]);
});

test("a wrong field is marked and stays to be saved; the others are", () => {
  const keep = keeper();
  type("bpm", "30");
  type("mood", "late");
  ask();
  answer(200, "bpm");
  expect([told, keep.changed, field("bpm").getAttribute("aria-invalid"), field("mood").hasAttribute("aria-invalid")]).toEqual([["wrong"], "bpm", "true", false]);
  type("bpm", "96");
  ask();
  answer(200);
  expect([told.at(-1), field("bpm").hasAttribute("aria-invalid")]).toEqual(["saved", false]);
});

test("what was changed in another tab shows, but not where somebody is typing", () => {
  const keep = keeper();
  type("mood", "late");
  keep.follow({ title: "Theirs", mood: "dark", bpm: 96.5, genre: "pop", autopilot: true, key: null });
  expect([field("title").value, field("mood").value, field("bpm").value]).toEqual(["Theirs", "late", "96.5"]);
  expect([form().querySelector<HTMLInputElement>("[value=pop]")!.checked, field("autopilot").checked]).toEqual([true, true]);
  field("title").focus();
  keep.follow({ title: "Newer" });
  expect(field("title").value).toBe("Theirs");
  field("title").blur();
  form().dispatchEvent(new Event("focusout", { bubbles: true }));
  vi.advanceTimersByTime(1);
  expect([field("title").value, keep.changed]).toEqual(["Newer", "mood"]);
});

test("a song that was sent off meanwhile is told", () => {
  keeper();
  type("title", "Low Water");
  ask();
  answer(409);
  expect(told).toEqual(["gone"]);
});
