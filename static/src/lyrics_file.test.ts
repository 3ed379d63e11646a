import { expect, test } from "vitest";
import { decoded, wordsOf } from "./lyrics_file";

const WORDS = "[Verso]\nCanción de mañana";
const latin = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)));

test("words come out of files as today's programs write them, and as older ones did", async () => {
  expect(await wordsOf(new File([WORDS], "a.txt"), false)).toBe(WORDS);
  expect(await wordsOf(new File([latin(WORDS)], "a.txt"), false)).toBe(WORDS);
  // Quotation marks and dashes of Windows-1252 are no letters of Latin-1.
  expect(decoded(Uint8Array.of(0x93, 0x73, 0xed, 0x94, 0x97))).toBe("“sí”—");
  expect(decoded(Uint8Array.of(0xff, 0xfe, 0x73, 0, 0xed, 0))).toBe("sí");
});
