import { beforeEach, expect, test, vi } from "vitest";
import { toggled } from "./brief";
import { Cards } from "./home";
import { look } from "./precheck";
import { familyOf, hinted, sorted } from "./recognise";
import { isOutside, isPassing } from "./transfer";
import { fromFirstBeat, joined, wavOf } from "./wav";

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((one) => one.charCodeAt(0)) : [part])));
const RATE = 1_000;
const tone = (size: number, seconds = 4): Float32Array =>
  Float32Array.from({ length: seconds * RATE }, (_, i) => size * Math.sin(i / 3));

test.each([
  ["take", "", bytes("RIFF", 0, 0, 0, 0, "WAVE"), "audio"],
  ["song.txt", "text/plain", bytes("ID3", 4), "audio"],
  ["me.mp3", "audio/mpeg", bytes(0xff, 0xd8, 0xff, 0xe0), "image"],
  ["me", "", bytes(0x89, "PNG"), "image"],
  ["words.txt", "", bytes("[Verse]"), "text"],
  ["words", "", bytes("Paper lanterns"), "text"],
  ["words.txt", "text/plain", bytes(0, 1, 2), ""],
  ["words.txt", "text/plain", bytes("Canci", 0xf3, "n"), "text"],
  ["words.txt", "text/plain", bytes(0xff, 0xfe, "s", 0), "text"],
  ["words.txt", "text/plain", bytes("s", 0xf3, 1), ""],
  ["words", "", bytes("Canci", 0xf3, "n"), ""],
  ["memo.m4a", "", bytes(0, 0, 0, 0x20, "ftypM4A "), "audio"],
  ["film.mov", "video/quicktime", bytes(0, 0, 0, 0x14, "ftypqt  "), "audio"],
  ["film.mp4", "video/mp4", bytes(0, 0, 0, 0x20, "ftypmp42"), "audio"],
  ["IMG_1.heic", "", bytes(0, 0, 0, 0x24, "ftypheic"), "heic"],
  ["IMG_2.jpg", "image/jpeg", bytes(0, 0, 0, 0x24, "ftypmif1"), "heic"],
  ["me.avif", "image/avif", bytes(0, 0, 0, 0x20, "ftypavif"), "heic"],
  ["raw.cr3", "", bytes(0, 0, 0, 0x18, "ftypcrx "), ""],
  ["words.docx", "", bytes("PK", 3, 4), "word"],
  ["words.docx", "", bytes("words"), ""],
  ["notes.pdf", "application/pdf", bytes("%PDF-1.4"), "document"],
  ["x.zip", "application/zip", bytes("PK", 3, 4), ""],
])("%s (%s) is recognised by content before name", (name, type, head, family) => {
  expect(familyOf(name, type, head)).toBe(family);
});

test.each([
  ["lead_vox_v3.wav", "vocal"],
  ["New Recording 12.m4a", "vocal"],
  ["Voice memo.m4a", "vocal"],
  ["Some Band - Their Song.mp3", "reference"],
  ["ref.wav", "reference"],
  ["Paper Lanterns (Instrumental).wav", "instrumental"],
  ["backing no vocals.flac", "instrumental"],
  ["Invoice.wav", ""],
  ["prefix.wav", ""],
  ["untitled.wav", ""],
])("%s sounds like %s by its name", (name, kind) => {
  expect(hinted(name)).toBe(kind);
});

test("sounds are sorted by name, then by ear, then by order", () => {
  const named = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));
  expect(sorted(named("a.wav", "b.wav"), false)).toEqual(["vocal", "reference"]);
  expect(sorted(named("a.wav", "b.wav"), true)).toEqual(["reference", "reference"]);
  expect(sorted(named("a.wav", "vox.wav"), false)).toEqual(["reference", "vocal"]);
  expect(sorted([{ name: "a.wav", voice: 0.2 }, { name: "b.wav", voice: 0.9 }], false)).toEqual(["reference", "vocal"]);
});

test("a look finds what is clipped, one-sided, silent or faint, and nothing in a good take", () => {
  expect(look([tone(0.5)], RATE).codes).toEqual([]);
  expect(look([tone(3).map((x) => Math.max(-1, Math.min(1, x)))], RATE).codes).toEqual(["clipped"]);
  expect(look([tone(0.5), tone(0)], RATE).codes).toEqual(["onesided"]);
  expect(look([tone(0)], RATE).codes).toEqual(["silent"]);
  expect(look([tone(0.004)], RATE).codes).toEqual(["quiet"]);
  expect(look([tone(0.5)], RATE).durationS).toBe(4);
});

test("what breathes and sits in the middle is more likely a voice", () => {
  const breathing = tone(0.5).map((x, i) => (i % RATE < RATE * 0.7 ? x : 0));
  const wide = look([tone(0.5), tone(0.5).map((x, i) => x * Math.cos(i))], RATE);
  expect(look([breathing], RATE).voice).toBeGreaterThan(0.9);
  expect(wide.voice).toBeLessThan(0.2);
});

test("a take begins on its first beat", () => {
  const take = joined([new Float32Array(500), Float32Array.of(1, 2, 3)]);
  expect([...fromFirstBeat(take, RATE, 10, 10.45, 0.05)]).toEqual([1, 2, 3]);
  expect(fromFirstBeat(take, RATE, 10, 9, 0).length).toBe(503);
  expect(fromFirstBeat(take, RATE, 10, 99, 0).length).toBe(0);
});

test("a take is written as 24 bit mono that says so", () => {
  const written = wavOf(Float32Array.of(0, 1, -1), 48_000);
  const view = new DataView(written.buffer);
  expect(new TextDecoder().decode(written.slice(0, 4))).toBe("RIFF");
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true), view.getUint32(40, true)]).toEqual([1, 48_000, 24, 9]);
  expect([...written.slice(44, 53)]).toEqual([0, 0, 0, 0xff, 0xff, 0x7f, 1, 0, 0x80]);
  expect(written.length).toBe(54);
});

test("only what may pass is tried again", () => {
  expect([0, 409, 423, 429, 500, 503].every(isPassing)).toBe(true);
  expect([400, 403, 404, 413, 415].some(isPassing)).toBe(false);
});

test("without a session a file waits on the device, and is not given up", () => {
  expect([isOutside(401, ""), isOutside(403, "CSRF Failed: CSRF token incorrect.")]).toEqual([true, true]);
  expect([isOutside(403, "That is not yours to do."), isOutside(413, "")]).toEqual([false, false]);
});

test("mood words go in and out again", () => {
  expect(toggled("", "warm")).toBe("warm");
  expect(toggled("warm,  late", "dark")).toBe("warm, late, dark");
  expect(toggled("warm, Late", "late")).toBe("warm");
});

beforeEach(() => vi.useFakeTimers());

test("what happens to a song redraws its own card, once per burst", () => {
  document.body.innerHTML = '<article id="card-a"></article><article id="card-b"></article>';
  const drawn: string[] = [];
  const cards = new Cards((card) => drawn.push(card.id));
  for (const type of ["candidate.landed", "run.done", "stage.progressed"]) cards.tell({ type, project: "a" });
  cards.tell({ type: "stage.progressed", project: "b" });
  expect(cards.tell({ type: "song.submitted", project: "new" })).toBe(false);
  vi.advanceTimersByTime(5_000);
  expect(drawn).toEqual(["card-a"]);
});

test("after a lost connection every card is asked for again, and nothing else", () => {
  document.body.innerHTML = '<article id="card-a"></article><article id="card-b"></article><details id="card-c"></details>';
  const drawn: string[] = [];
  window.htmx = { trigger: (card) => drawn.push(card.id), process: () => undefined };
  document.dispatchEvent(new CustomEvent("studio:missed"));
  vi.advanceTimersByTime(5_000);
  expect(drawn).toEqual(["card-a", "card-b"]);
});

test("news of a card that is being fetched is asked for after it", () => {
  document.body.innerHTML = '<article id="card-a" class="htmx-request"></article>';
  const drawn: string[] = [];
  const cards = new Cards((card) => drawn.push(card.className));
  cards.tell({ type: "run.done", project: "a" });
  vi.advanceTimersByTime(5_000);
  expect(drawn).toEqual([]);
  document.getElementById("card-a")!.outerHTML = '<article id="card-a" class="fresh"></article>';
  vi.advanceTimersByTime(5_000);
  expect(drawn).toEqual(["fresh"]);
});
