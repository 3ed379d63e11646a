// The lyrics editor: text, sections or who wrote it; whatever is shown, the text is the truth.
import { signedOutWords } from "../signed_out";
import { toast } from "../toast";
import { BlockView } from "./block_view";
import { asTag, doubled, join, moved, split, tidy, without, type Block, type Sheet } from "./blocks";
import { Completion } from "./completion";
import { ask, fill } from "./desk";
import { Figures } from "./figures";
import { Keeper } from "./keeper";
import { Others } from "./others";
import { Past } from "./past";
import { Reading } from "./reading";

const VIEW_KEY = "studio-lyrics-view";
type View = "blocks" | "text" | "whose";

export class LyricsEditor {
  private readonly area: HTMLTextAreaElement;
  private readonly says: DOMStringMap;
  private readonly figures = new Figures();
  private readonly past: Past;
  private readonly keeper: Keeper;
  private readonly blocks: BlockView;
  private readonly reading: Reading;
  private readonly others: Others;
  private view: View = "text";

  constructor(private readonly box: HTMLElement) {
    this.area = this.part<HTMLTextAreaElement>("textarea.lyrics-text");
    this.says = this.part<HTMLTemplateElement>("[data-lyrics-words]").dataset;
    this.past = new Past(this.area.value);
    this.keeper = this.makeKeeper();
    this.others = this.makeOthers();
    this.blocks = this.makeBlocks();
    const place = this.part("[data-lyrics-reading]");
    const urls = { read: box.dataset["readingUrl"] ?? "", accept: box.dataset["acceptUrl"] ?? "" };
    this.reading = new Reading(place, urls, (text, told) => {
      this.figures.learn(text, told);
      if (this.view === "blocks") this.blocks.show(this.sheet, this.figures);
    });
    new Completion(this.part(".lyrics-sheet-box"), this.says["complete"] ?? "", () => this.tagNames());
    for (const one of box.querySelectorAll<HTMLElement>("[data-lyrics-add]")) {
      this.figures.hint(one.dataset["lyricsAdd"] ?? "", one.dataset["kind"] ?? "");
    }
    this.wire();
    this.pickUp();
    this.reading.read(this.text, 0);
    this.show(this.firstView());
  }

  private part<T extends HTMLElement>(selector: string): T {
    return this.box.querySelector<T>(selector)!;
  }

  private get text(): string {
    return this.area.value;
  }

  private get sheet(): Sheet {
    return split(this.text, this.figures.isTag);
  }

  private get isClosed(): boolean {
    return this.area.readOnly;
  }

  private makeKeeper(): Keeper {
    const { dataset } = this.box;
    const say = (name: string, places = {}): void => this.state(fill(this.says[name] ?? "", places));
    return new Keeper(
      dataset["saveUrl"] ?? "",
      `studio-lyrics-${dataset["project"] ?? ""}`,
      dataset["stamp"] ?? "",
      this.area.value,
      dataset["typing"] !== undefined,
      {
        saving: () => say("saving"),
        saved: (n) => {
          say("saved", { n });
          this.settle();
          this.others.saved();
        },
        kept: () => say("kept"),
        unreachable: () => say("unsaved"),
        signedOut: () => this.state(signedOutWords()),
        conflict: (words) => {
          say("kept");
          this.others.conflict(words);
        },
        refused: (words) => {
          this.state(words);
          toast(words, "error");
        },
      },
    );
  }

  private makeOthers(): Others {
    return new Others(this.box, this.says, this.keeper, {
      text: () => this.text,
      put: (text) => this.put(text),
      state: (words) => this.state(words),
      settled: () => this.view === "whose" && void this.showWhose(),
    });
  }

  private makeBlocks(): BlockView {
    const template = this.part<HTMLTemplateElement>("[data-lyrics-block]");
    const deeds = {
      words: (place: number, body: string, caret: number) => this.words(place, body, caret),
      tag: (place: number, typed: string) => {
        const tag = asTag(typed, this.tagNames());
        this.rewrite((sheet) => withBlock(sheet, place, { tag }));
      },
      move: (from: number, to: number) => {
        const name = this.blocks.nameOf(from);
        this.rewrite((sheet) => moved(sheet, from, to));
        this.say(fill(this.says["moved"] ?? "", { name, n: to + 1, total: this.sheet.blocks.length }));
      },
      double: (place: number) => {
        const name = this.blocks.nameOf(place);
        this.rewrite((sheet) => doubled(sheet, place));
        this.say(fill(this.says["doubled"] ?? "", { name }), true);
        this.blocks.focus(place + 1);
      },
      remove: (place: number) => {
        const name = this.blocks.nameOf(place);
        this.rewrite((sheet) => without(sheet, place));
        this.say(fill(this.says["deleted"] ?? "", { name }), true);
        this.blocks.focus(Math.max(0, place - 1), "[data-grip]");
      },
    };
    return new BlockView(this.part("[data-lyrics-blocks]"), template, this.says, deeds, this.isClosed);
  }

  private wire(): void {
    this.area.addEventListener("input", () => {
      this.changed(true);
      // A dropped text file writes into the text while the sections are shown.
      if (this.view === "blocks") this.blocks.show(this.sheet, this.figures);
    });
    this.box.addEventListener("click", (event) => this.clicked(event.target as HTMLElement));
    this.box.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("studio:changed", () => void this.others.sync());
    document.addEventListener("studio:event", (event) => {
      const { type, data } = (event as CustomEvent<{ type: string; data: { stamp?: string } }>).detail;
      if (!this.box.isConnected) return;
      if (type === "brief.changed") this.reading.read(this.text, 300);
      if (/^lyrics\.(saved|typed|restored)$/.test(type) && data.stamp !== this.keeper.stamp) void this.others.sync();
    });
    document.addEventListener("htmx:afterRequest", (event) => {
      const path = (event as CustomEvent<{ requestConfig?: { path?: string } }>).detail.requestConfig?.path ?? "";
      if (this.box.isConnected && path.endsWith("/brief/")) this.reading.read(this.text, 100);
    });
  }

  /** Words of this device that the studio never got are on the desk again. */
  private pickUp(): void {
    const kept = this.keeper.unsaved();
    if (!kept || this.isClosed) return;
    const base = this.keeper.stamp;
    if (kept.base !== base) this.keeper.stamp = kept.base;
    this.put(kept.text);
    const forget = (): void => {
      this.keeper.stamp = base;
      this.put(this.past.undo());
      this.keeper.forget();
    };
    this.say(this.says["restored"] ?? "", true, this.says["drop"], forget);
    this.part("[data-lyrics-said]").dataset["restored"] = "";
  }

  /** The studio has the words now that only this device had. */
  private settle(): void {
    const said = this.part("[data-lyrics-said]");
    if (said.dataset["restored"] === undefined) return;
    delete said.dataset["restored"];
    said.replaceChildren();
  }

  private firstView(): View {
    const kept = read(VIEW_KEY);
    if (!this.text.trim()) return "text";
    return kept === "text" ? "text" : "blocks";
  }

  private show(view: View): void {
    this.view = view;
    this.area.hidden = view !== "text";
    this.part("[data-lyrics-blocks]").hidden = view !== "blocks";
    this.part("[data-lyrics-whose]").hidden = view !== "whose";
    this.part("[data-lyrics-moving]").hidden = view !== "blocks";
    for (const button of this.box.querySelectorAll<HTMLElement>("[data-lyrics-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset["lyricsView"] === view));
    }
    if (view === "blocks") this.blocks.show(this.sheet, this.figures);
    if (view === "whose") void this.showWhose();
    else write(VIEW_KEY, view);
  }

  private async showWhose(): Promise<void> {
    if (this.box.dataset["typing"] !== undefined) await this.keeper.save();
    const answer = await ask(this.box.dataset["whoseUrl"] ?? "");
    if (answer.ok) this.part("[data-lyrics-whose]").innerHTML = answer.text;
  }

  /** The text as it is now has been changed by hand. */
  private changed(typing: boolean): void {
    this.past.note(this.text, typing);
    this.keeper.note(this.text);
    this.reading.read(this.text);
    this.buttons();
  }

  /** Another text in place of this one. */
  private put(text: string, noted = false): void {
    this.area.value = text;
    if (!noted) this.past.note(text);
    this.keeper.note(text);
    this.reading.read(text);
    this.buttons();
    if (this.view === "blocks") this.blocks.show(this.sheet, this.figures);
  }

  private rewrite(change: (sheet: Sheet) => Sheet): void {
    const nameOf = (block: Block): string => (this.figures.kindOf(block, -1) === "chorus" ? "[Chorus]" : "[Verse]");
    this.put(join(tidy(change(this.sheet), nameOf)));
  }

  private words(place: number, body: string, caret: number): void {
    const before = this.sheet;
    const gap = before.blocks[place]?.gap.slice(0, 1) ?? [];
    const after = withBlock(before, place, { body, gap });
    this.area.value = join(after);
    this.changed(true);
    const now = this.sheet;
    this.blocks.show(now, this.figures);
    const more = now.blocks.length - before.blocks.length;
    // A section's name typed among the words opens a block of its own; the pen goes along.
    if (more > 0 && body.slice(0, caret).includes("[")) this.blocks.focus(place + more, "[data-words]", 0);
  }

  private buttons(): void {
    this.part<HTMLButtonElement>("[data-lyrics-undo]").disabled = !this.past.canUndo;
    this.part<HTMLButtonElement>("[data-lyrics-redo]").disabled = !this.past.canRedo;
  }

  private key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.isClosed) return;
    const target = event.target as HTMLElement;
    const key = event.key.toLowerCase();
    if (key === "s") void this.keeper.save(true);
    else if (target instanceof HTMLInputElement || (key !== "z" && key !== "y")) return;
    else this.travel(key === "y" || event.shiftKey);
    event.preventDefault();
  }

  private travel(ahead: boolean): void {
    if (ahead ? this.past.canRedo : this.past.canUndo) this.put(ahead ? this.past.redo() : this.past.undo(), true);
  }

  private clicked(target: HTMLElement): void {
    const at = (name: string): HTMLElement | null => target.closest<HTMLElement>(`[data-lyrics-${name}]`);
    const view = at("view")?.dataset["lyricsView"];
    if (view) this.show(view as View);
    else if (at("undo")) this.travel(false);
    else if (at("redo")) this.travel(true);
    else if (at("save")) void this.keeper.save(true);
    else if (at("compare")) void this.others.compare();
    else if (at("mine")) void this.others.keepMine();
    else if (at("theirs")) void this.others.sync(true);
    else if (at("add")) this.add(at("add")!.dataset["lyricsAdd"] ?? "");
    else if (at("use")) this.add(at("use")!.dataset["lyricsUse"] ?? "");
    else if (at("accept")) void this.reading.accept(at("accept")!.dataset["lyricsAccept"] ?? "", this.area.form, this.text);
    else if (at("name-it")) void this.others.nameIt(target);
  }

  /** Something the studio offers is put in: behind the last section, and noted as suggested. */
  private add(offered: string): void {
    this.keeper.suggested(offered);
    const text = this.text.trimEnd();
    if (this.view === "whose") this.show("blocks");
    this.put(text ? `${text}\n\n${offered}\n` : `${offered}\n`);
    if (this.view === "blocks") this.blocks.focus(this.sheet.blocks.length - 1, "[data-words]", this.text.length);
    else {
      this.area.focus();
      this.area.setSelectionRange(this.text.length, this.text.length);
    }
  }

  private tagNames(): string[] {
    const listed = [...this.box.querySelectorAll<HTMLOptionElement>("#lyrics-tags option")].map((one) => one.value);
    const own = this.sheet.blocks.map((block) => block.tag?.trim() ?? "").filter((tag) => tag.startsWith("["));
    return [...new Set([...listed, ...own])];
  }

  private state(words: string): void {
    this.part("[data-lyrics-state]").textContent = words;
  }

  private say(words: string, canUndo = false, label = this.says["undo"], undo = (): void => this.travel(false)): void {
    const place = this.part("[data-lyrics-said]");
    place.textContent = words;
    delete place.dataset["restored"];
    if (!canUndo) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small quiet";
    button.textContent = label ?? "";
    button.addEventListener("click", () => {
      undo();
      place.replaceChildren();
    });
    place.append(" ", button);
  }
}

function withBlock(sheet: Sheet, place: number, change: Partial<Block>): Sheet {
  return { ...sheet, blocks: sheet.blocks.map((block, at) => (at === place ? { ...block, ...change } : block)) };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without a store the choice lasts as long as the page.
  }
}

export function startLyrics(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>("[data-lyrics-editor]:not([data-wired])")) {
    box.dataset["wired"] = "yes";
    new LyricsEditor(box);
  }
}
