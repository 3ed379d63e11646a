// Lyrics as sections. The text is the truth: blocks are read from it and written back without losing a letter.

export interface Block {
  /** The line that announces the section, as it was typed; null for a stanza without a name. */
  tag: string | null;
  body: string;
  /** Blank lines after it. */
  gap: string[];
}

export interface Sheet {
  /** Blank lines before the first section. */
  lead: string[];
  blocks: Block[];
}

export type IsTag = (line: string) => boolean;

const BRACKETED = /^\s*\[[^\]\n]{1,60}\]\s*(?:[x×*]\s*\d{1,2}|\d{1,2}\s*[x×*])?\s*$/i;

/** What the studio will take as a section's name, as far as that can be told without asking it. */
export function looksLikeTag(line: string): boolean {
  return BRACKETED.test(line);
}

const blank = (line: string): boolean => line.trim() === "";

/** Cut at tags; before the first tag at blank lines, as the studio does. */
export function split(text: string, isTag: IsTag = looksLikeTag): Sheet {
  const lines = text.split("\n");
  const lead: string[] = [];
  while (lines.length && blank(lines[0]!)) lead.push(lines.shift()!);
  const raw: { tag: string | null; lines: string[] }[] = [];
  let tagged = false;
  let parted = true;
  for (const line of lines) {
    const found = !blank(line) && isTag(line);
    if (found) raw.push({ tag: line, lines: [] });
    else if (!tagged && parted && !blank(line)) raw.push({ tag: null, lines: [line] });
    else raw.at(-1)?.lines.push(line);
    tagged ||= found;
    parted = blank(line);
  }
  return { lead, blocks: raw.map(({ tag, lines: own }) => closed(tag, own)) };
}

function closed(tag: string | null, lines: string[]): Block {
  let end = lines.length;
  while (end > 0 && blank(lines[end - 1]!)) end -= 1;
  return { tag, body: lines.slice(0, end).join("\n"), gap: lines.slice(end) };
}

function linesOf(block: Block): string[] {
  const body = block.body === "" ? [] : block.body.split("\n");
  return [...(block.tag === null ? [] : [block.tag]), ...body, ...block.gap];
}

export function join(sheet: Sheet): string {
  return [...sheet.lead, ...sheet.blocks.flatMap(linesOf)].join("\n");
}

/** The number of the line on which each block begins. */
export function firstLines(sheet: Sheet): number[] {
  let at = sheet.lead.length;
  return sheet.blocks.map((block) => {
    const here = at;
    at += linesOf(block).length;
    return here;
  });
}

/** One blank line between sections, none at the end; a nameless stanza behind a named section gets a name. */
export function tidy(sheet: Sheet, nameOf: (block: Block) => string = () => "[Verse]"): Sheet {
  let tagged = false;
  const blocks = sheet.blocks.map((block, place) => {
    const last = place === sheet.blocks.length - 1;
    const tag = block.tag === null && tagged ? nameOf(block) : block.tag;
    tagged ||= tag !== null;
    return { ...block, tag, gap: last ? [] : [""] };
  });
  return { lead: sheet.lead, blocks };
}

export function moved(sheet: Sheet, from: number, to: number): Sheet {
  const blocks = [...sheet.blocks];
  const [block] = blocks.splice(from, 1);
  if (block) blocks.splice(Math.max(0, Math.min(blocks.length, to)), 0, block);
  return { lead: sheet.lead, blocks };
}

export function doubled(sheet: Sheet, at: number): Sheet {
  const block = sheet.blocks[at];
  return block ? { lead: sheet.lead, blocks: sheet.blocks.toSpliced(at + 1, 0, { ...block }) } : sheet;
}

export function without(sheet: Sheet, at: number): Sheet {
  return { lead: sheet.lead, blocks: sheet.blocks.toSpliced(at, 1) };
}

const LONGEST_NAME = 60;
/** Fewer letters than these may well be a name of their own: sections are called A and B. */
const ENOUGH_TO_GUESS = 2;

/**
 * `Chorus`, `[Chorus` and `Chorus:` typed as a section's name are `[Chorus]`; its beginning becomes the first of `names`
 * that goes on so. What is bracketed already was meant that way.
 */
export function asTag(typed: string, names: readonly string[] = []): string | null {
  const text = typed.trim();
  if (looksLikeTag(text)) return text;
  const name = text.replace(/[[\](){}<>:]/g, "").trim();
  return name ? (nearest(name, names) ?? `[${name.slice(0, LONGEST_NAME)}]`) : null;
}

function nearest(typed: string, names: readonly string[]): string | null {
  const start = folded(typed);
  const same = names.find((name) => folded(name) === start);
  return same ?? (start.length < ENOUGH_TO_GUESS ? null : namesFrom(typed, names)[0]) ?? null;
}

/** The names that begin like this; capitals, brackets and hyphens do not matter. */
export function namesFrom(typed: string, names: readonly string[]): string[] {
  const start = folded(typed);
  return names.filter((name) => folded(name).startsWith(start));
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** `[Verse 1]` as people say it. */
export function spoken(tag: string): string {
  return tag.replace(/^[\s[({<]+|[\s\])}>:]+$/g, "");
}
