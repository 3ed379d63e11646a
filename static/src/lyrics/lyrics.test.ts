import { beforeEach, expect, test, vi } from "vitest";
import { asTag, doubled, firstLines, join, moved, split, spoken, tidy, without } from "./blocks";
import { fill } from "./desk";
import { placeAt } from "./drag";
import { Figures } from "./figures";
import { Keeper, type Told } from "./keeper";
import { Past } from "./past";

const SONG = "[Verse 1]\nOne\n\nTwo\n\n[Chorus]\nHold on\n\n[Bridge]\nAway";

beforeEach(() => {
  document.body.innerHTML = "";
  localStorage.clear();
});

test.each([SONG, "", "\n\n", "One\nTwo\n\nThree\n", "  \nOne\n[Solo]\n\n\n[Outro]\nx\n\n", "[Chorus x2]", "a\n\n\n[b]"])(
  "no letter is lost between text and blocks: %j",
  (text) => expect(join(split(text))).toBe(text),
);

test("tags cut, their own blank lines do not; before the first tag blank lines cut", () => {
  expect(split(SONG).blocks.map((block) => [block.tag, block.body])).toEqual([
    ["[Verse 1]", "One\n\nTwo"],
    ["[Chorus]", "Hold on"],
    ["[Bridge]", "Away"],
  ]);
  expect(split("One\nTwo\n\nThree\n[Chorus]\nx").blocks.map((block) => block.tag)).toEqual([null, null, "[Chorus]"]);
  expect(firstLines(split(`\n${SONG}`))).toEqual([1, 6, 9]);
});

test("what the studio takes for a tag cuts as well", () => {
  const figures = new Figures();
  figures.learn("Estribillo:\nQuédate", {
    tags: { "Estribillo:": "chorus" },
    counts: { "1": 3 },
    blocks: [{ first_line: 0, label: "Chorus", kind: "chorus", syllables: 3, lines: 1, bars: 4, seconds: 8, times: 1 }],
  });
  const [block] = split("Estribillo:\nQuédate", figures.isTag).blocks;
  expect(block).toMatchObject({ tag: "Estribillo:", body: "Quédate" });
  expect(figures.kindOf(block!, 7)).toBe("chorus");
  expect([figures.syllablesOf("Quédate"), figures.syllablesOf("new"), figures.labelOf(0)]).toEqual([3, null, "Chorus"]);
});

test("blocks move, double and go, with a blank line between", () => {
  expect(join(tidy(moved(split(SONG), 2, 0)))).toBe("[Bridge]\nAway\n\n[Verse 1]\nOne\n\nTwo\n\n[Chorus]\nHold on");
  expect(join(tidy(doubled(split("[Chorus]\nHold on"), 0)))).toBe("[Chorus]\nHold on\n\n[Chorus]\nHold on");
  expect(join(tidy(without(split(SONG), 0)))).toBe("[Chorus]\nHold on\n\n[Bridge]\nAway");
  expect(join(tidy(without(split("[Chorus]\nx"), 0)))).toBe("");
});

test("a section that is moved leaves one blank line behind it, however many there were", () => {
  expect(join(tidy(moved(split("[Verse]\nOne\n\n\n[Chorus]\nx\n\n"), 1, 0)))).toBe("[Chorus]\nx\n\n[Verse]\nOne");
});

test("a nameless stanza that lands behind a named section keeps being one", () => {
  const sheet = tidy(moved(split("One\n\n[Chorus]\nx"), 0, 1));
  expect(join(sheet)).toBe("[Chorus]\nx\n\n[Verse]\nOne");
  expect(split(join(sheet)).blocks).toHaveLength(2);
});

test("names are put in brackets once", () => {
  expect(["chorus", " [Bridge] ", "Verse:", "", "  "].map((typed) => asTag(typed))).toEqual(["[chorus]", "[Bridge]", "[Verse]", null, null]);
  expect(["[Verse 1]", "Puente:", "  (Solo)"].map(spoken)).toEqual(["Verse 1", "Puente", "Solo"]);
});

test("typing in one go is one step of undo, other deeds are their own", () => {
  const past = new Past("a");
  for (const [text, ms] of [["ab", 0], ["abc", 100], ["abcd", 200]] as const) past.note(text, true, ms);
  past.note("moved", false, 300);
  past.note("moved!", true, 350);
  expect([past.undo(), past.undo(), past.undo(), past.undo(), past.canUndo]).toEqual(["moved", "abcd", "a", "a", false]);
  expect([past.redo(), past.canRedo]).toEqual(["abcd", true]);
  past.note("else");
  expect(past.canRedo).toBe(false);
});

test("a block lands where it is held", () => {
  const middles = [50, 150, 250];
  expect([placeAt(middles, 10, 2), placeAt(middles, 160, 0), placeAt(middles, 999, 0), placeAt(middles, 60, 0)]).toEqual([
    0, 1, 2, 0,
  ]);
});

test("places in sentences are filled, unknown ones stay", () => {
  expect(fill("{name} is {n} of {total}", { name: "Chorus", n: 2 })).toBe("Chorus is 2 of {total}");
});

function keeper(typing = true): { keep: Keeper; told: string[] } {
  const told: string[] = [];
  const say = (word: string) => (more?: unknown) => void told.push(more === undefined ? word : `${word} ${String(more)}`);
  const telling: Told = {
    saving: say("saving"),
    saved: say("saved"),
    kept: say("kept"),
    unreachable: say("unreachable"),
    signedOut: say("signedOut"),
    conflict: say("conflict"),
    refused: say("refused"),
  };
  return { keep: new Keeper("/lyrics/", "key", "1-a", "One", typing, telling), told };
}

function answers(...list: [number, unknown][]): { sent: URLSearchParams[] } {
  const sent: URLSearchParams[] = [];
  vi.stubGlobal("fetch", (_url: string, init: { body?: URLSearchParams }) => {
    if (init.body) sent.push(init.body);
    const [status, body] = list.shift() ?? [0, null];
    if (status === 0) return Promise.reject(new TypeError("dead line"));
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return { sent };
}

test("typing is kept on the device at once and in the studio after a pause", async () => {
  vi.useFakeTimers();
  const { sent } = answers([200, { number: 1, stamp: "1-b" }]);
  const { keep, told } = keeper();
  keep.suggested("[Chorus]");
  keep.note("One two");
  expect(keep.unsaved()).toEqual({ text: "One two", base: "1-a" });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual(["saving", "saved 1"]);
  expect(Object.fromEntries(sent[0]!)).toEqual({
    lyrics: "One two",
    lyrics_base: "1-a",
    lyrics_typing: "yes",
    suggestions: '["[Chorus]"]',
  });
  expect([keep.stamp, keep.isDirty, localStorage.getItem("key")]).toEqual(["1-b", false, null]);
  vi.useRealTimers();
});

test("a dead line is said and tried again; a conflict is told in the studio's words", async () => {
  vi.useFakeTimers();
  answers([0, null], [409, { code: "lyrics.changed_meanwhile", words: "Ruth saved version 2." }]);
  const { keep, told } = keeper();
  keep.note("One two");
  await vi.advanceTimersByTimeAsync(2_000);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(told).toEqual(["saving", "unreachable", "saving", "conflict Ruth saved version 2."]);
  expect(keep.unsaved()?.text).toBe("One two");
  vi.useRealTimers();
});

test("a session that has ended is told, and the words stay on the device", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", () => Promise.resolve({ ok: true, status: 200, redirected: true, url: "http://localhost/accounts/login/", text: () => Promise.resolve("<!doctype html>") }));
  const { keep, told } = keeper();
  keep.note("One two");
  await vi.advanceTimersByTimeAsync(10_000);
  expect([told, keep.unsaved()?.text]).toEqual([["saving", "signedOut"], "One two"]);
  vi.useRealTimers();
});

test("outside a draft words wait on the device until they are saved on purpose", async () => {
  const { sent } = answers([200, { number: 4, stamp: "4-d" }]);
  const { keep, told } = keeper(false);
  keep.note("One two");
  expect([told, sent]).toEqual([["kept"], []]);
  await keep.save(true);
  expect([told.at(-1), sent[0]!.get("lyrics_typing")]).toEqual(["saved 4", ""]);
});
