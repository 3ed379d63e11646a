// The sections as they are worked on: written in, named, moved, doubled, removed. Every deed changes the one text.
import { BlockView } from "./block_view";
import { asTag, doubled, join, moved, tidy, without, type Block, type Sheet } from "./blocks";
import { fill } from "./desk";
import type { Figures } from "./figures";
import type { Manuscript } from "./manuscript";
import type { Said } from "./said";

export class Sections {
  private readonly view: BlockView;

  constructor(
    private readonly box: HTMLElement,
    private readonly says: DOMStringMap,
    private readonly manuscript: Manuscript,
    private readonly figures: Figures,
    private readonly said: Said,
  ) {
    const place = box.querySelector<HTMLElement>("[data-lyrics-blocks]")!;
    const template = box.querySelector<HTMLTemplateElement>("[data-lyrics-block]")!;
    const deeds = {
      words: (at: number, body: string, caret: number) => this.words(at, body, caret),
      tag: (at: number, typed: string) => this.name(at, typed),
      move: (from: number, to: number) => this.move(from, to),
      double: (at: number) => this.double(at),
      remove: (at: number) => this.remove(at),
    };
    this.view = new BlockView(place, template, says, deeds, manuscript.isClosed);
  }

  show(): void {
    this.view.show(this.manuscript.sheet, this.figures);
  }

  /** The names a section may have: those the studio knows, and those of this song. */
  names(): string[] {
    const listed = [...this.box.querySelectorAll<HTMLOptionElement>("#lyrics-tags option")].map((one) => one.value);
    const { blocks } = this.manuscript.sheet;
    const own = blocks.map((block) => block.tag?.trim() ?? "").filter((tag) => tag.startsWith("["));
    return [...new Set([...listed, ...own])];
  }

  focusEnd(): void {
    const { sheet, text } = this.manuscript;
    this.view.focus(sheet.blocks.length - 1, "[data-words]", text.length);
  }

  private words(place: number, body: string, caret: number): void {
    const before = this.manuscript.sheet;
    const gap = before.blocks[place]?.gap.slice(0, 1) ?? [];
    this.manuscript.type(join(withBlock(before, place, { body, gap })));
    const more = this.manuscript.sheet.blocks.length - before.blocks.length;
    // A section's name typed among the words opens a block of its own; the pen goes along.
    if (more > 0 && body.slice(0, caret).includes("[")) this.view.focus(place + more, "[data-words]", 0);
  }

  private name(place: number, typed: string): void {
    const tag = asTag(typed, this.names());
    this.rewrite((sheet) => withBlock(sheet, place, { tag }));
  }

  private move(from: number, to: number): void {
    const name = this.view.nameOf(from);
    this.rewrite((sheet) => moved(sheet, from, to));
    const total = this.manuscript.sheet.blocks.length;
    this.said.say(fill(this.says["moved"] ?? "", { name, n: to + 1, total }));
  }

  private double(place: number): void {
    const name = this.view.nameOf(place);
    this.rewrite((sheet) => doubled(sheet, place));
    this.sayWithUndo(fill(this.says["doubled"] ?? "", { name }));
    this.view.focus(place + 1);
  }

  private remove(place: number): void {
    const name = this.view.nameOf(place);
    this.rewrite((sheet) => without(sheet, place));
    this.sayWithUndo(fill(this.says["deleted"] ?? "", { name }));
    this.view.focus(Math.max(0, place - 1), "[data-grip]");
  }

  private rewrite(change: (sheet: Sheet) => Sheet): void {
    const nameOf = (block: Block): string => (this.figures.kindOf(block, -1) === "chorus" ? "[Chorus]" : "[Verse]");
    this.manuscript.put(join(tidy(change(this.manuscript.sheet), nameOf)));
  }

  private sayWithUndo(words: string): void {
    this.said.say(words, { label: this.says["undo"] ?? "", go: () => this.manuscript.undo() });
  }
}

function withBlock(sheet: Sheet, place: number, change: Partial<Block>): Sheet {
  return { ...sheet, blocks: sheet.blocks.map((block, at) => (at === place ? { ...block, ...change } : block)) };
}
