// What the studio last said about the words. Its answer is the only truth; until it comes, what it said before stands.
import { looksLikeTag, type Block } from "./blocks";

export interface BlockFigures {
  first_line: number;
  label: string;
  kind: string;
  syllables: number;
  lines: number;
  bars: number;
  seconds: number;
  times: number;
}

interface Told {
  tags: Record<string, string>;
  counts: Record<string, number>;
  blocks: BlockFigures[];
}

export class Figures {
  private readonly tags = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private blocks = new Map<number, BlockFigures>();
  private inOrder: BlockFigures[] = [];

  /** `told` is what the studio says about `text`. */
  learn(text: string, told: Told): void {
    const lines = text.split("\n");
    for (const [line, kind] of Object.entries(told.tags)) this.tags.set(line, kind);
    for (const [at, count] of Object.entries(told.counts)) this.counts.set(lines[Number(at)] ?? "", count);
    this.blocks = new Map(told.blocks.map((block) => [block.first_line, block]));
    this.inOrder = told.blocks;
  }

  /** What kind a name is of, before the studio has been asked. */
  hint(tag: string, kind: string): void {
    if (!this.tags.has(tag)) this.tags.set(tag, kind);
  }

  isTag = (line: string): boolean => this.tags.has(line) || looksLikeTag(line);

  syllablesOf(line: string): number | null {
    return this.counts.get(line) ?? null;
  }

  /** The block that begins on a line; while lines shift under the pen, the one in that place. */
  blockAt(line: number, place: number): BlockFigures | null {
    return this.blocks.get(line) ?? this.inOrder[place] ?? null;
  }

  labelOf(line: number): string {
    return this.blocks.get(line)?.label ?? "";
  }

  kindOf(block: Block, line: number): string {
    const named = block.tag === null ? undefined : this.tags.get(block.tag);
    return named ?? this.blocks.get(line)?.kind ?? "verse";
  }
}
