// The lyrics editor: text, sections or who wrote it; whatever is shown, the text is the truth.
import { signedOutWords } from "../signed_out";
import { toast } from "../toast";
import { Completion } from "./completion";
import { ask, fill } from "./desk";
import { Figures } from "./figures";
import { Keeper } from "./keeper";
import { Manuscript } from "./manuscript";
import { Others } from "./others";
import { Reading } from "./reading";
import { Said } from "./said";
import { Sections } from "./sections";
import { Views, type View } from "./views";

export class LyricsEditor {
  private readonly says: DOMStringMap;
  private readonly figures = new Figures();
  private readonly manuscript: Manuscript;
  private readonly said: Said;
  private readonly keeper: Keeper;
  private readonly sections: Sections;
  private readonly reading: Reading;
  private readonly others: Others;
  private readonly views: Views;

  constructor(private readonly box: HTMLElement) {
    this.says = this.part<HTMLTemplateElement>("[data-lyrics-words]").dataset;
    this.said = new Said(this.part("[data-lyrics-said]"));
    const area = this.part<HTMLTextAreaElement>("textarea.lyrics-text");
    this.manuscript = new Manuscript(area, this.figures, () => this.changed());
    this.keeper = this.makeKeeper();
    this.others = this.makeOthers();
    this.sections = new Sections(box, this.says, this.manuscript, this.figures, this.said);
    this.views = new Views(box, { blocks: () => this.sections.show(), whose: () => void this.showWhose() });
    this.reading = this.makeReading();
    new Completion(this.part(".lyrics-sheet-box"), this.says["complete"] ?? "", () => this.sections.names());
    for (const one of box.querySelectorAll<HTMLElement>("[data-lyrics-add]")) {
      this.figures.hint(one.dataset["lyricsAdd"] ?? "", one.dataset["kind"] ?? "");
    }
    this.wire();
    this.pickUp();
    this.reading.read(this.manuscript.text, 0);
    this.views.showFirst(!this.manuscript.text.trim());
  }

  private part<T extends HTMLElement>(selector: string): T {
    return this.box.querySelector<T>(selector)!;
  }

  private makeKeeper(): Keeper {
    const { dataset } = this.box;
    const say = (name: string, places = {}): void => this.state(fill(this.says[name] ?? "", places));
    return new Keeper(
      dataset["saveUrl"] ?? "",
      `studio-lyrics-${dataset["project"] ?? ""}`,
      dataset["stamp"] ?? "",
      this.manuscript.text,
      dataset["typing"] !== undefined,
      {
        saving: () => say("saving"),
        saved: (n) => {
          say("saved", { n });
          this.said.settle();
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
      text: () => this.manuscript.text,
      put: (text) => this.manuscript.put(text),
      state: (words) => this.state(words),
      settled: () => this.views.now === "whose" && void this.showWhose(),
    });
  }

  private makeReading(): Reading {
    const { dataset } = this.box;
    const urls = { read: dataset["readingUrl"] ?? "", accept: dataset["acceptUrl"] ?? "" };
    return new Reading(this.part("[data-lyrics-reading]"), urls, (text, told) => {
      this.figures.learn(text, told);
      if (this.views.now === "blocks") this.sections.show();
    });
  }

  private wire(): void {
    this.box.addEventListener("click", (event) => this.clicked(event.target as HTMLElement));
    this.box.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("studio:changed", () => void this.others.sync());
    document.addEventListener("studio:event", (event) => {
      const { type, data } = (event as CustomEvent<{ type: string; data: { stamp?: string } }>).detail;
      if (!this.box.isConnected) return;
      if (type === "brief.changed") this.reading.read(this.manuscript.text, 300);
      if (/^lyrics\.(saved|typed|restored)$/.test(type) && data.stamp !== this.keeper.stamp) void this.others.sync();
    });
    document.addEventListener("htmx:afterRequest", (event) => {
      const path = (event as CustomEvent<{ requestConfig?: { path?: string } }>).detail.requestConfig?.path ?? "";
      if (this.box.isConnected && path.endsWith("/brief/")) this.reading.read(this.manuscript.text, 100);
    });
  }

  /** Words of this device that the studio never got are on the desk again. */
  private pickUp(): void {
    const kept = this.keeper.unsaved();
    if (!kept || this.manuscript.isClosed) return;
    const base = this.keeper.stamp;
    if (kept.base !== base) this.keeper.stamp = kept.base;
    this.manuscript.put(kept.text);
    const forget = (): void => {
      this.keeper.stamp = base;
      this.manuscript.undo();
      this.keeper.forget();
    };
    this.said.sayRestored(this.says["restored"] ?? "", { label: this.says["drop"] ?? "", go: forget });
  }

  /** By whatever hand: a dropped text file writes into the words while the sections are shown. */
  private changed(): void {
    const { text, canUndo, canRedo } = this.manuscript;
    this.keeper.note(text);
    this.reading.read(text);
    this.part<HTMLButtonElement>("[data-lyrics-undo]").disabled = !canUndo;
    this.part<HTMLButtonElement>("[data-lyrics-redo]").disabled = !canRedo;
    if (this.views.now === "blocks") this.sections.show();
  }

  private async showWhose(): Promise<void> {
    if (this.box.dataset["typing"] !== undefined) await this.keeper.save();
    const answer = await ask(this.box.dataset["whoseUrl"] ?? "");
    if (answer.ok) this.part("[data-lyrics-whose]").innerHTML = answer.text;
  }

  private key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.manuscript.isClosed) return;
    const target = event.target as HTMLElement;
    const key = event.key.toLowerCase();
    if (key === "s") void this.keeper.save(true);
    else if (target instanceof HTMLInputElement || (key !== "z" && key !== "y")) return;
    else if (key === "y" || event.shiftKey) this.manuscript.redo();
    else this.manuscript.undo();
    event.preventDefault();
  }

  private clicked(target: HTMLElement): void {
    const { manuscript, others } = this;
    const at = (name: string): HTMLElement | null => target.closest<HTMLElement>(`[data-lyrics-${name}]`);
    const view = at("view")?.dataset["lyricsView"];
    if (view) this.views.show(view as View);
    else if (at("undo")) manuscript.undo();
    else if (at("redo")) manuscript.redo();
    else if (at("save")) void this.keeper.save(true);
    else if (at("compare")) void others.compare();
    else if (at("mine")) void others.keepMine();
    else if (at("theirs")) void others.sync(true);
    else if (at("add")) this.add(at("add")!.dataset["lyricsAdd"] ?? "");
    else if (at("use")) this.add(at("use")!.dataset["lyricsUse"] ?? "");
    else if (at("accept")) this.accept(at("accept")!.dataset["lyricsAccept"] ?? "");
    else if (at("name-it")) void others.nameIt(target);
  }

  private accept(field: string): void {
    void this.reading.accept(field, this.manuscript.form, this.manuscript.text);
  }

  /** Something the studio offers is put in: behind the last section, and noted as suggested. */
  private add(offered: string): void {
    this.keeper.suggested(offered);
    const text = this.manuscript.text.trimEnd();
    if (this.views.now === "whose") this.views.show("blocks");
    this.manuscript.put(text ? `${text}\n\n${offered}\n` : `${offered}\n`);
    if (this.views.now === "blocks") this.sections.focusEnd();
    else this.manuscript.focusEnd();
  }

  private state(words: string): void {
    this.part("[data-lyrics-state]").textContent = words;
  }
}

export function startLyrics(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>("[data-lyrics-editor]:not([data-wired])")) {
    box.dataset["wired"] = "yes";
    new LyricsEditor(box);
  }
}
