// The words in a file that was brought as lyrics, and how they come into the lyrics.
import { wordsOfDocx } from "./docx";

const TEXT_MAX_BYTES = 200_000;
const DOCX_MAX_BYTES = 10_000_000;
const TIMES = /^\[\d+:\d+(?:\.\d+)?\] ?/gm;

/** The words as lines; null when there are none, or far too many. */
export async function wordsOf(file: File, isDocx: boolean): Promise<string | null> {
  if (file.size > (isDocx ? DOCX_MAX_BYTES : TEXT_MAX_BYTES)) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const read = isDocx ? await wordsOfDocx(bytes) : decoded(bytes);
  const words = read?.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").replace(TIMES, "").trim();
  return words && words.length <= TEXT_MAX_BYTES ? words : null;
}

/** Text as it is written today; failing that, as Windows wrote it for thirty years, of which Latin-1 is a part. */
export function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Put behind the words of a field, as if somebody had typed it; what comes back takes it out again. */
export function addTo(area: HTMLTextAreaElement, words: string): () => void {
  const before = area.value;
  type(area, before.trim() ? `${before.trimEnd()}\n\n${words}` : words);
  return () => type(area, before);
}

function type(area: HTMLTextAreaElement, text: string): void {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.dispatchEvent(new Event("change", { bubbles: true }));
}
