// Undo over the whole text, whichever view it was changed in. Typing in one go is one step.

const ONE_GO_MS = 900;
const STEPS_KEPT = 200;

export class Past {
  private steps: string[];
  private at = 0;
  private typedMs = Number.NEGATIVE_INFINITY;

  constructor(text: string) {
    this.steps = [text];
  }

  get text(): string {
    return this.steps[this.at] ?? "";
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.steps.length - 1;
  }

  /** Note a new text; `typing` at `nowMs` goes on in the step before when that was typing too, a moment ago. */
  note(text: string, typing = false, nowMs = performance.now()): void {
    if (text === this.text) return;
    const goesOn = typing && nowMs - this.typedMs < ONE_GO_MS && this.at > 0;
    this.steps = [...this.steps.slice(0, goesOn ? this.at : this.at + 1), text].slice(-STEPS_KEPT);
    this.at = this.steps.length - 1;
    this.typedMs = typing ? nowMs : Number.NEGATIVE_INFINITY;
  }

  undo(): string {
    this.at = Math.max(0, this.at - 1);
    this.typedMs = Number.NEGATIVE_INFINITY;
    return this.text;
  }

  redo(): string {
    this.at = Math.min(this.steps.length - 1, this.at + 1);
    return this.text;
  }
}
