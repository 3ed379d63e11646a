import { expect, test } from "vitest";
import { wordsOfDocx } from "./docx";
import { wordsOf } from "./lyrics_file";

const XML = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Paper </w:t></w:r><w:r><w:t>lanterns</w:t></w:r></w:p>
<w:p><w:r><w:t>Küsse</w:t><w:br/><w:t>im Regen</w:t></w:r></w:p><w:p/><w:p/><w:p/>
<w:p><w:r><w:delText>gone</w:delText><w:t>Second</w:t></w:r></w:p></w:body></w:document>`;
const WORDS = "Paper lanterns\nKüsse\nim Regen\n\nSecond";

async function deflated(text: string): Promise<Uint8Array> {
  const stream = new CompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  void writer.write(new TextEncoder().encode(text)).then(() => writer.close());
  const blocks: number[] = [];
  const reader = stream.readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) blocks.push(...next.value);
  return Uint8Array.from(blocks);
}

/** A zip with one part, as little of it as a reader needs. */
function zip(name: string, packed: Uint8Array, method: number): Uint8Array<ArrayBuffer> {
  const named = new TextEncoder().encode(name);
  const from = 30 + named.length;
  const directory = from + packed.length;
  const file = new Uint8Array(directory + 46 + named.length + 22);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(26, named.length, true);
  file.set(named, 30);
  file.set(packed, from);
  view.setUint32(directory, 0x02014b50, true);
  view.setUint16(directory + 10, method, true);
  view.setUint32(directory + 20, packed.length, true);
  view.setUint16(directory + 28, named.length, true);
  file.set(named, directory + 46);
  const end = file.length - 22;
  view.setUint32(end, 0x06054b50, true);
  view.setUint16(end + 10, 1, true);
  view.setUint32(end + 16, directory, true);
  return file;
}

test("the words of a Word document are read a paragraph to a line", async () => {
  expect(await wordsOfDocx(zip("word/document.xml", await deflated(XML), 8))).toBe(WORDS);
  expect(await wordsOfDocx(zip("word/document.xml", new TextEncoder().encode(XML), 0))).toBe(WORDS);
});

test("what is no such document, is broken or grows without end has no words", async () => {
  expect(await wordsOfDocx(new Uint8Array(10))).toBeNull();
  expect(await wordsOfDocx(zip("xl/workbook.xml", await deflated(XML), 8))).toBeNull();
  expect(await wordsOfDocx(zip("word/document.xml", new Uint8Array([1, 2, 3, 4]), 8))).toBeNull();
  expect(await wordsOfDocx(zip("word/document.xml", await deflated(XML), 99))).toBeNull();
  expect(await wordsOfDocx(zip("word/document.xml", await deflated(XML.replace("Paper", "x".repeat(4_100_000))), 8))).toBeNull();
  expect(await wordsOfDocx(zip("word/document.xml", await deflated(`<!DOCTYPE w [<!ENTITY a "b">]>${XML}`), 8))).toBeNull();
});

test("a text loses its marks of time, and an empty one is none", async () => {
  expect(await wordsOf(new File(["\uFEFF[00:12.50] One\r\nTwo\n"], "a.lrc"), false)).toBe("One\nTwo");
  expect(await wordsOf(new File([" \n"], "a.txt"), false)).toBeNull();
  expect(await wordsOf(new File(["no zip"], "a.docx"), true)).toBeNull();
});
