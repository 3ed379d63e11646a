// The one text behind every view. Whatever changes it, typed or put in its place, is a step that can be taken back.
import { split, type Sheet } from "./blocks";
import type { Figures } from "./figures";
import { Past } from "./past";

export class Manuscript {
  private readonly past: Past;

  constructor(
    private readonly area: HTMLTextAreaElement,
    private readonly figures: Figures,
    private readonly changed: () => void,
  ) {
    this.past = new Past(area.value);
    area.addEventListener("input", () => this.typed());
  }

  get text(): string {
    return this.area.value;
  }

  get sheet(): Sheet {
    return split(this.text, this.figures.isTag);
  }

  get form(): HTMLFormElement | null {
    return this.area.form;
  }

  get isClosed(): boolean {
    return this.area.readOnly;
  }

  get canUndo(): boolean {
    return this.past.canUndo;
  }

  get canRedo(): boolean {
    return this.past.canRedo;
  }

  /** What it has become while somebody types in another place than the text itself. */
  type(text: string): void {
    this.area.value = text;
    this.typed();
  }

  /** Another text in place of this one. */
  put(text: string): void {
    this.area.value = text;
    this.past.note(text);
    this.changed();
  }

  undo(): void {
    if (this.canUndo) this.put(this.past.undo());
  }

  redo(): void {
    if (this.canRedo) this.put(this.past.redo());
  }

  focusEnd(): void {
    this.area.focus();
    this.area.setSelectionRange(this.text.length, this.text.length);
  }

  private typed(): void {
    this.past.note(this.text, true);
    this.changed();
  }
}
