// The words in a file that was brought as lyrics.
import { wordsOfDocx } from "./docx";

const TEXT_MAX_BYTES = 200_000;
const DOCX_MAX_BYTES = 10_000_000;
const TIMES = /^\[\d+:\d+(?:\.\d+)?\] ?/gm;

/** The words as lines; null when there are none, or far too many. */
export async function wordsOf(file: File, isDocx: boolean): Promise<string | null> {
  if (file.size > (isDocx ? DOCX_MAX_BYTES : TEXT_MAX_BYTES)) return null;
  const read = isDocx ? await wordsOfDocx(new Uint8Array(await file.arrayBuffer())) : await file.text();
  const words = read?.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").replace(TIMES, "").trim();
  return words && words.length <= TEXT_MAX_BYTES ? words : null;
}
