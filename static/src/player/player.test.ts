import { beforeEach, expect, test, vi } from "vitest";
import { aim } from "./aim";
import { Aliases, letterOf, shuffled } from "./blind";
import { BlindPage } from "./blind_page";
import { lineAt, sectionAt, type Section } from "./heard";
import { deedOf, slidTo } from "./keys";
import { mixed, stepsOf } from "./lane_paint";
import { fadeCurve, gainOf, matchDb, offsetWords } from "./level";
import { silence } from "./media_session";
import { figuresOf, fillOf, levelAt } from "./meter";
import { keepSettings, leave, leftOff, settings } from "./remembered";
import { budgetOf, decodedBytes, Shelf } from "./shelf";
import { stemGains } from "./stem_desk";
import { lay } from "./stems";
import { placesOnPage, takeOf } from "./take";
import { rangeOf, Transport, wrapped } from "./transport";
import { Versions } from "./versions";

const ANY = "00000000-0000-0000-0000-000000000000";
const deck = document.createElement("section");
Object.assign(deck.dataset, { proxy: `/assets/${ANY}/proxy`, lossless: `/assets/${ANY}/content` });

beforeEach(() => {
  document.body.innerHTML = "";
  localStorage.clear();
  sessionStorage.clear();
});

test("all versions come down to the quietest, never up, and what was not measured stays", () => {
  const match = matchDb([
    { asset: "a", lufs: -9 },
    { asset: "b", lufs: -14 },
    { asset: "c", lufs: null },
    { asset: "silence", lufs: -120 },
  ]);
  expect([...match]).toEqual([
    ["a", -5],
    ["b", 0],
    ["c", 0],
    ["silence", 0],
  ]);
  expect(gainOf(match.get("a")!)).toBeCloseTo(0.5623, 4);
  expect([...matchDb([{ asset: "only", lufs: null }]).values()]).toEqual([0]);
  expect([offsetWords(-2.34), offsetWords(-0.04), offsetWords(0), offsetWords(1.2)]).toEqual([
    "−2.3 LU",
    "0.0 LU",
    "0.0 LU",
    "+1.2 LU",
  ]);
});

test("a fade keeps the power throughout", () => {
  const [rise, fall] = [fadeCurve("in"), fadeCurve("out")];
  expect([rise[0], rise.at(-1), fall[0]]).toEqual([0, 1, 1]);
  expect(fall.at(-1)).toBeCloseTo(0);
  rise.forEach((gain, i) => expect(gain ** 2 + fall[i]! ** 2).toBeCloseTo(1));
});

test("the position goes by the clock, stands when stopped, and stays inside the song", () => {
  const transport = new Transport();
  transport.durationS = 60;
  transport.start(10, 100);
  expect([transport.at(99), transport.at(100), transport.at(102.5), transport.at(500)]).toEqual([10, 10, 12.5, 60]);
  transport.stop(105);
  expect(transport.at(400)).toBe(15);
  transport.move(-3, 400);
  expect(transport.at(401)).toBe(0);
  transport.start(99, 0);
  expect(transport.at(0)).toBe(60);
});

test("a loop is gone round as often as its end is passed, but only from before its end", () => {
  const loop = { startS: 4, endS: 6 };
  expect(wrapped(3, 5.5, loop)).toBe(5.5);
  expect(wrapped(3, 6, loop)).toBe(4);
  expect(wrapped(5, 11.5, loop)).toBeCloseTo(5.5);
  expect(wrapped(7, 20, loop)).toBe(20);
  expect(rangeOf(9, 2, 8)).toEqual({ startS: 2, endS: 8 });
  expect(rangeOf(2, 2.1, 8)).toBeNull();
});

test("letters follow each other and the order says nothing but stays", () => {
  expect([letterOf(0), letterOf(25), letterOf(26), letterOf(27)]).toEqual(["A", "Z", "AA", "AB"]);
  expect(shuffled(["a", "b", "c"], () => 0)).toEqual(["b", "c", "a"]);
  const aliases = new Aliases(() => 0);
  aliases.name(["a", "b", "c"]);
  const before = ["a", "b", "c"].map((one) => aliases.of(one));
  expect([...before].sort()).toEqual(["A", "B", "C"]);
  aliases.name(["c", "new", "a", "b"]);
  expect(["a", "b", "c"].map((one) => aliases.of(one))).toEqual(before);
  expect(aliases.of("new")).toBe("D");
  expect(aliases.sorted(["a", "b", "c"]).map((one) => aliases.of(one))).toEqual(["A", "B", "C"]);
  expect(aliases.of("stranger")).toBe("");
});

test("every order is about as likely", () => {
  const firsts = new Set(Array.from({ length: 60 }, () => shuffled(["a", "b", "c"], Math.random)[0]));
  expect(firsts.size).toBe(3);
});

function takes(...assets: string[]): void {
  document.body.innerHTML = `<div class="takes">${assets
    .map((id) => `<article data-take="${id}" data-song="s" data-title="T ${id}" aria-label="T ${id}">
      <button data-play aria-label="Play T ${id}"></button><i data-wave data-duration="8" data-lufs="-1${id}.5"></i></article>`)
    .join("")}</div>`;
}

test("blind hides every name, and names come back where they were", () => {
  takes("1", "2", "3", "4");
  const blind = new BlindPage({ version: "Version {letter}", play: "Play {name}" });
  const shown = (): string[] => placesOnPage().map((one) => one.getAttribute("aria-label") ?? "");
  const before = document.body.innerHTML;
  blind.start("s");
  expect(shown()).toEqual(["Version A", "Version B", "Version C", "Version D"]);
  expect(document.querySelector("[data-play]")!.getAttribute("aria-label")).toBe("Play Version A");
  expect(document.documentElement.dataset["blind"]).toBe("yes");
  expect(new Set(placesOnPage().map((one) => one.dataset["alias"])).size).toBe(4);
  blind.stop();
  expect(document.body.innerHTML).toBe(before);
  expect(document.documentElement.dataset["blind"]).toBeUndefined();
});

test("a part that is replaced while blind is blind again, with the same letters", () => {
  takes("1", "2");
  const blind = new BlindPage({ version: "Version {letter}", play: "Play {name}" });
  blind.start("s");
  const alias = blind.alias("2");
  takes("1", "2", "3");
  blind.dress();
  expect(document.querySelector<HTMLElement>('[data-take="2"]')!.dataset["alias"]).toBe(alias);
  expect(document.querySelector<HTMLElement>('[data-take="3"]')!.dataset["alias"]).toBe("C");
  blind.stop();
});

const SECTIONS: Section[] = [
  { label: "Intro", kind: "intro", startS: 0, endS: 4, lines: [] },
  { label: "Verse", kind: "verse", startS: 4, endS: 8, lines: [{ text: "Lanterns", startS: 4.5, endS: 6 }] },
];

test("the section and the line under the needle", () => {
  expect([sectionAt(SECTIONS, 0)?.label, sectionAt(SECTIONS, 4)?.label, sectionAt(SECTIONS, 8)]).toEqual([
    "Intro",
    "Verse",
    null,
  ]);
  expect([lineAt(SECTIONS, 2), lineAt(SECTIONS, 5), lineAt(SECTIONS, 7), lineAt(SECTIONS, 7.9)]).toEqual([
    "",
    "Lanterns",
    "Lanterns",
    "",
  ]);
});

test("the wave has its sections' colours, and the plain one where none is known", () => {
  const colours = stepsOf(SECTIONS.slice(1), 16, (kind) => kind ?? "plain");
  expect(colours).toEqual([
    { at: 0, colour: "plain" },
    { at: 0.25, colour: "plain" },
    { at: 0.25, colour: "verse" },
    { at: 0.5, colour: "verse" },
    { at: 0.5, colour: "plain" },
    { at: 1, colour: "plain" },
  ]);
  expect([mixed("#ff0080", "#0000ff", 0.5), mixed("red", "#0000ff", 0.5)]).toEqual(["#8000c0", "red"]);
  expect(stepsOf([{ ...SECTIONS[1]!, endS: 99 }], 8, (kind) => kind ?? "plain").at(-1)).toEqual({ at: 1, colour: "verse" });
});

test("solo silences the others, mute always wins", () => {
  const state = (name: string, more = {}): Parameters<typeof stemGains>[0][number] => ({
    name, solo: false, mute: false, level: 1, ...more,
  });
  expect([...stemGains([state("drums"), state("bass", { level: 0.5 })]).values()]).toEqual([1, 0.25]);
  expect([...stemGains([state("drums", { solo: true }), state("bass")]).values()]).toEqual([1, 0]);
  expect([...stemGains([state("drums", { solo: true, mute: true }), state("bass")]).values()]).toEqual([0, 0]);
});

test("a voice is laid where it starts, and ends with the others", () => {
  const laid = (at: number): number[] => {
    const into = new Float32Array(4);
    lay(new Float32Array([1, 2, 3]), into, at, 0.5);
    return [...into];
  };
  expect([laid(0), laid(2), laid(-1), laid(9)]).toEqual([[0.5, 1, 1.5, 0], [0, 0, 0.5, 1], [1, 1.5, 0, 0], [0, 0, 0, 0]]);
});

test("the meter reads the waveform, the figures are the server's", () => {
  expect(levelAt([-0.5, 0.5, -1, 0.2], 0, 2)).toBeCloseTo(-6.02, 2);
  expect(levelAt([-0.5, 0.5, -1, 0.2], 2, 2)).toBe(0);
  expect([fillOf(0), fillOf(-42), fillOf(-99), fillOf(-21)]).toEqual([1, 0, 0, 0.5]);
  expect(figuresOf({ integrated_lufs: -14.23, true_peak_dbtp: -1 })).toBe("−14.2 LUFS · −1.0 dBTP");
  expect(figuresOf({})).toBe("");
});

interface Fake {
  length: number;
  numberOfChannels: number;
  url: string;
}

function shelf(budget: number): { shelf: Shelf<Fake>; asked: string[] } {
  const asked: string[] = [];
  const decode = (url: string): Promise<Fake> => {
    asked.push(url);
    return url === "bad" ? Promise.reject(new Error("no")) : Promise.resolve({ length: 100, numberOfChannels: 2, url });
  };
  return { shelf: new Shelf(decode, budget), asked };
}

test("decoded sound is kept within its budget: what was heard last stays, what plays always stays", async () => {
  const { shelf: kept, asked } = shelf(1_600);
  await Promise.all([kept.get("a"), kept.get("a")]);
  expect(asked).toEqual(["a"]);
  kept.pin(["a"]);
  await kept.get("b");
  await kept.get("c");
  expect(["a", "b", "c"].map((url) => kept.ready(url)?.url ?? null)).toEqual(["a", null, "c"]);
  expect([kept.bytes, kept.roomFor(1)]).toEqual([1_600, false]);
  await expect(kept.get("bad")).rejects.toThrow();
  await expect(kept.get("bad")).rejects.toThrow();
  expect(asked.filter((url) => url === "bad").length).toBe(2);
});

test("small machines and saved data stream", () => {
  expect([budgetOf(2, false), budgetOf(8, true)]).toEqual([0, 0]);
  expect(budgetOf(4, false)).toBeLessThan(budgetOf(8, false));
  expect(decodedBytes(1, 48_000)).toBe(384_000);
});

function press(key: string, on: Element = document.body, more: KeyboardEventInit = {}): ReturnType<typeof deedOf> {
  let deed: ReturnType<typeof deedOf> = null;
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  document.addEventListener("keydown", (one) => (deed = deedOf(one as KeyboardEvent)), { once: true });
  on.dispatchEvent(event);
  return deed;
}

test("keys do what the sheet says", () => {
  expect(press(" ")).toEqual({ do: "toggle" });
  expect(press("J")).toEqual({ do: "step", byS: -10 });
  expect(press("ArrowRight")).toEqual({ do: "step", byS: 5 });
  expect(press("3")).toEqual({ do: "version", place: 2 });
  expect([press("["), press("]"), press("Escape"), press("0")].map((deed) => deed?.do)).toEqual([
    "rangeStart", "rangeEnd", "clear", "start",
  ]);
  expect([slidTo("PageUp", 10, 60), slidTo("ArrowDown", 10, 60), slidTo("End", 10, 60), slidTo("x", 10, 60)]).toEqual([
    40, 5, 60, null,
  ]);
  expect([press("m", document.body, { ctrlKey: true }), press("q")]).toEqual([null, null]);
});

test("typing, pressed buttons, sliders and the page's own keys are left alone", () => {
  document.body.innerHTML = `<textarea></textarea><button></button><input type="range"><main data-own-keys="j k"></main>`;
  expect(press("m", document.querySelector("textarea")!)).toBeNull();
  expect(press(" ", document.querySelector("button")!)).toBeNull();
  expect(press("ArrowLeft", document.querySelector("input")!)).toBeNull();
  expect(press("m", document.querySelector("input")!)).toEqual({ do: "match" });
  expect([press("j"), press("l")?.do]).toEqual([null, "step"]);
});

test("a take is read from the page with all its addresses", () => {
  takes("7");
  const take = takeOf(deck, document.querySelector<HTMLElement>("[data-take]")!);
  expect(take).toMatchObject({ asset: "7", song: "s", title: "T 7", durationS: 8, lufs: -17.5, proxy: "/assets/7/proxy" });
});

test("versions of the song are remembered when another page shows none of them", () => {
  takes("1", "2");
  const versions = new Versions(deck, new BlindPage({ version: "", play: "" }));
  const first = versions.find("1");
  versions.collect(first);
  expect([...versions.levels]).toEqual([["1", -1], ["2", 0]]);
  document.body.innerHTML = "";
  versions.collect(first);
  expect(versions.list.map((one) => one.asset)).toEqual(["1", "2"]);
  expect([versions.beside("1", 1)?.asset, versions.beside("2", 1), versions.at(1)?.title]).toEqual(["2", undefined, "T 2"]);
});

test("what was set stays, and nonsense in the box is not believed", () => {
  expect(settings()).toEqual({ volume: 1, muted: false, match: true, lossless: false });
  keepSettings({ volume: 0.3, muted: true, match: false, lossless: true });
  expect(settings()).toEqual({ volume: 0.3, muted: true, match: false, lossless: true });
  localStorage.setItem("studio-player", '{"volume": "loud"}');
  expect(settings().volume).toBe(1);
  localStorage.setItem("studio-player", "not json");
  expect(settings().volume).toBe(1);
});

test("a page goes on where the last one stopped, unless that is long ago", () => {
  const left = { asset: "a", song: "s", title: "T", durationS: 8, atS: 3, playing: true, whenMs: 1_000 };
  leave(left);
  expect(leftOff(2_000)).toEqual(left);
  expect(leftOff(100_000)).toBeNull();
  leave(null);
  expect(leftOff(2_000)).toBeNull();
});

test("writing takes aim at what plays, but not over what is written", () => {
  document.body.innerHTML = `<form><textarea name="text"></textarea><input name="at_s">
    <select name="asset"><option value="a">A</option><option value="b">B</option></select></form>`;
  const text = document.querySelector("textarea")!;
  const at = document.querySelector("input")!;
  aim(text, "stranger", 3);
  expect(at.value).toBe("");
  aim(text, "b", 12.34);
  expect([at.value, document.querySelector("select")!.value]).toEqual(["12.3", "b"]);
  text.value = "Here";
  aim(text, "a", 20);
  expect(at.value).toBe("12.3");
});

test("the companion of the media keys is a WAV file of silence", async () => {
  const bytes = new Uint8Array(await silence().arrayBuffer());
  expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe("RIFF");
  expect(bytes.length).toBe(44 + 80_000);
  expect(new Set(bytes.slice(44)).size).toBe(1);
  vi.restoreAllMocks();
});
