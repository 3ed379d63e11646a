// Sections as coloured blocks: words with their syllables, moved by dragging or by Alt and the arrows.
import { clock } from "../clock";
import { firstLines, spoken, type Block, type Sheet } from "./blocks";
import { fill } from "./desk";
import { Drag } from "./drag";
import type { BlockFigures, Figures } from "./figures";

export interface Deeds {
  words(place: number, body: string, caret: number): void;
  /** A section is to have the name that was typed; no letters, no name. */
  tag(place: number, typed: string): void;
  move(from: number, to: number): void;
  double(place: number): void;
  remove(place: number): void;
}

type Words = Record<string, string | undefined>;

export class BlockView {
  private sheet: Sheet = { lead: [], blocks: [] };

  constructor(
    private readonly box: HTMLElement,
    private readonly template: HTMLTemplateElement,
    private readonly says: Words,
    private readonly deeds: Deeds,
    private readonly readOnly: boolean,
  ) {
    box.addEventListener("input", (event) => this.typed(event.target));
    box.addEventListener("change", (event) => this.named(event.target));
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("click", (event) => this.clicked(event.target as HTMLElement));
    if (!readOnly) new Drag(box, (from, to) => deeds.move(from, to));
  }

  private get nodes(): HTMLElement[] {
    return [...this.box.querySelectorAll<HTMLElement>(".lyric-block")];
  }

  show(sheet: Sheet, figures: Figures): void {
    this.sheet = sheet;
    const nodes = this.nodes;
    for (const node of nodes.splice(sheet.blocks.length)) node.remove();
    while (nodes.length < sheet.blocks.length) {
      const node = this.template.content.firstElementChild!.cloneNode(true) as HTMLElement;
      this.box.append(node);
      nodes.push(node);
    }
    const first = firstLines(sheet);
    sheet.blocks.forEach((block, place) => this.fill(nodes[place]!, block, place, first[place] ?? 0, figures));
  }

  nameOf(place: number): string {
    const tag = this.sheet.blocks[place]?.tag;
    return tag ? spoken(tag) : (this.says["unnamed"] ?? "");
  }

  private fill(node: HTMLElement, block: Block, place: number, line: number, figures: Figures): void {
    const tag = node.querySelector<HTMLInputElement>("[data-tag]")!;
    const area = node.querySelector<HTMLTextAreaElement>("[data-words]")!;
    node.dataset["kind"] = figures.kindOf(block, line);
    if (document.activeElement !== tag) tag.value = block.tag?.trim() ?? "";
    tag.readOnly = area.readOnly = this.readOnly;
    const name = this.nameOf(place);
    tag.placeholder = figures.labelOf(line) || tag.placeholder;
    node.querySelector("[data-grip]")!.setAttribute("aria-label", fill(this.says["grip"] ?? "", { name }));
    node.setAttribute("aria-label", name);
    // Blank lines being typed at the end belong to the text between blocks; under the pen they stay.
    const underPen = document.activeElement === area && area.value.trimEnd() === block.body.trimEnd();
    if (area.value !== block.body && !underPen) area.value = block.body;
    area.placeholder = !block.body && figures.blockAt(line, place)?.lines ? (this.says["same"] ?? "") : "";
    this.mirror(node.querySelector("[data-mirror]")!, area.value, figures);
    node.querySelector("[data-figures]")!.textContent = this.figuresOf(figures.blockAt(line, place));
  }

  private mirror(mirror: Element, body: string, figures: Figures): void {
    mirror.replaceChildren(
      ...body.split("\n").map((text) => {
        const line = document.createElement("div");
        line.textContent = text || "​";
        const count = figures.syllablesOf(text);
        if (count !== null) line.dataset["syllables"] = String(count);
        return line;
      }),
    );
  }

  private figuresOf(found: BlockFigures | null): string {
    if (!found) return "";
    const { syllables, bars, seconds, times } = found;
    const words = fill(this.says["figures"] ?? "", { syllables, bars, clock: clock(Math.round(seconds)) });
    return times > 1 ? `${words} · ${fill(this.says["times"] ?? "", { n: times })}` : words;
  }

  private placeOf(target: Element | null): number {
    const node = target?.closest<HTMLElement>(".lyric-block");
    return node ? this.nodes.indexOf(node) : -1;
  }

  private typed(target: EventTarget | null): void {
    if (!(target instanceof HTMLTextAreaElement)) return;
    this.deeds.words(this.placeOf(target), target.value, target.selectionStart);
  }

  private named(target: EventTarget | null): void {
    if (!(target instanceof HTMLInputElement)) return;
    const place = this.placeOf(target);
    if (target.value.trim() === (this.sheet.blocks[place]?.tag?.trim() ?? "")) return;
    this.deeds.tag(place, target.value);
    // The name as the studio has it, in the hand as well.
    target.value = this.sheet.blocks[place]?.tag?.trim() ?? "";
  }

  private clicked(target: HTMLElement): void {
    const deed = target.closest<HTMLElement>("[data-deed]")?.dataset["deed"];
    const place = this.placeOf(target);
    if (deed === "double") this.deeds.double(place);
    if (deed === "delete") this.deeds.remove(place);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const place = this.placeOf(target);
    if (place < 0) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (step && event.altKey) {
      event.preventDefault();
      const to = place + step;
      if (this.readOnly || to < 0 || to >= this.sheet.blocks.length) return;
      const part = target.closest("[data-tag], [data-words], [data-grip]") ?? target;
      this.deeds.move(place, to);
      this.focus(to, ["[data-tag]", "[data-words]", "[data-grip]"].find((one) => part.matches(one)) ?? "[data-grip]");
    } else if (event.key === "Enter" && target.matches("[data-tag]")) {
      event.preventDefault();
      this.named(target);
      this.focus(place, "[data-words]", 0);
    } else if (target instanceof HTMLTextAreaElement) this.cross(event, target, place);
  }

  /** The arrows walk from the words of one section into the next. */
  private cross(event: KeyboardEvent, area: HTMLTextAreaElement, place: number): void {
    if (event.shiftKey || area.selectionStart !== area.selectionEnd) return;
    const [before, after] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
    const to = event.key === "ArrowUp" && !before.includes("\n") ? place - 1 : place + 1;
    if (event.key === "ArrowUp" ? before.includes("\n") : event.key !== "ArrowDown" || after.includes("\n")) return;
    if (to < 0 || to >= this.sheet.blocks.length || (event.key === "ArrowUp" ? area.selectionStart > 0 : after)) return;
    event.preventDefault();
    this.focus(to, "[data-words]", event.key === "ArrowUp" ? Number.MAX_SAFE_INTEGER : 0);
  }

  focus(place: number, part = "[data-words]", caret?: number): void {
    const found = this.nodes[place]?.querySelector<HTMLElement>(part);
    found?.focus();
    if (found instanceof HTMLTextAreaElement && caret !== undefined) {
      const at = Math.min(caret, found.value.length);
      found.setSelectionRange(at, at);
    }
  }
}
