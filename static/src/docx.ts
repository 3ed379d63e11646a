// The words of a Word document. Its one text part is unpacked here: lyrics stay in the page until they are kept.

const TEXT_PART = "word/document.xml";
/** A song's words need far less; a document that unpacks to more is no lyric, or means harm. */
const UNPACKED_MAX_BYTES = 4_000_000;
const DIRECTORY_END = 0x06054b50;
const STORED = 0;
const DEFLATED = 8;
/** Properties, and what is only there for older programs, hold no words of their own. */
const SILENT = new Set(["pPr", "rPr", "sectPr", "Fallback"]);

interface Part {
  method: number;
  packed: Uint8Array<ArrayBuffer>;
}

/** The text, a paragraph to a line; null when it is no such document, or one that can not be read. */
export async function wordsOfDocx(file: Uint8Array<ArrayBuffer>): Promise<string | null> {
  try {
    const part = partOf(file, TEXT_PART);
    const xml = part && (await unpacked(part));
    return xml ? wordsOfXml(new TextDecoder().decode(xml)) : null;
  } catch {
    return null;
  }
}

function partOf(file: Uint8Array<ArrayBuffer>, wanted: string): Part | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let end = file.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== DIRECTORY_END) end -= 1;
  if (end < 0) return null;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const size = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(file.subarray(at + 46, at + 46 + size));
    if (name === wanted) {
      const local = view.getUint32(at + 42, true);
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      return { method: view.getUint16(at + 10, true), packed: file.subarray(from, from + view.getUint32(at + 20, true)) };
    }
    at += 46 + size + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return null;
}

async function unpacked({ method, packed }: Part): Promise<Uint8Array | null> {
  if (method === STORED) return packed.length > UNPACKED_MAX_BYTES ? null : packed;
  if (method !== DEFLATED) return null;
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  // What breaks while writing breaks the reading too, where it is caught.
  void writer.write(packed).catch(() => undefined);
  void writer.close().catch(() => undefined);
  return within(stream.readable.getReader(), UNPACKED_MAX_BYTES);
}

/** Everything that comes, and no more than that: the size that a file claims is not to be believed. */
async function within(reader: ReadableStreamDefaultReader<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const blocks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > most) {
      void reader.cancel().catch(() => undefined);
      return null;
    }
    blocks.push(next.value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

function wordsOfXml(xml: string): string | null {
  // Word writes no document type; one could define entities that grow without end.
  if (/<!DOCTYPE/i.test(xml)) return null;
  const read = new DOMParser().parseFromString(xml, "application/xml");
  const body = [...read.documentElement.children].find((part) => part.localName === "body");
  if (!body || read.getElementsByTagName("parsererror").length) return null;
  return wordsIn(body).replace(/[ \t\u00a0]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

function wordsIn(node: Element): string {
  if (SILENT.has(node.localName)) return "";
  if (node.localName === "t") return node.textContent ?? "";
  if (node.localName === "br" || node.localName === "cr") return "\n";
  if (node.localName === "tab") return " ";
  const words = [...node.children].map(wordsIn).join("");
  return node.localName === "p" ? `${words}\n` : words;
}
