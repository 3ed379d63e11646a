// Keeps the words: on this device at once, in the studio a moment later, and says politely when someone was first.
import { ask, facts } from "./desk";

const PAUSE_MS = 1_500;
const AGAIN_MS = 5_000;

interface Standing {
  number: number;
  stamp: string;
}

interface Refusal {
  code: string;
  words: string;
}

export interface Told {
  saving(): void;
  saved(number: number): void;
  kept(): void;
  unreachable(): void;
  signedOut(): void;
  conflict(words: string): void;
  refused(words: string): void;
}

export class Keeper {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private suggestions: string[] = [];
  /** What the studio has, as far as this page knows. */
  saved: string;

  constructor(
    private readonly url: string,
    private readonly key: string,
    public stamp: string,
    private text: string,
    /** In a draft typing is saved by itself; later versions are saved on purpose. */
    private readonly typing: boolean,
    private readonly told: Told,
  ) {
    this.saved = text;
    globalThis.addEventListener("online", () => this.isDirty && this.typing && void this.save());
    globalThis.addEventListener("pagehide", () => this.leave());
  }

  get isDirty(): boolean {
    return this.text.trim() !== this.saved.trim();
  }

  get isBusy(): boolean {
    return this.busy;
  }

  suggested(text: string): void {
    this.suggestions.push(text);
  }

  note(text: string): void {
    this.text = text;
    this.remember();
    if (!this.isDirty) return;
    if (!this.typing) return this.told.kept();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** What was typed here and never reached the studio, with the stamp it was based on. */
  unsaved(): { text: string; base: string } | null {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null") as { text?: unknown; base?: unknown } | null;
      if (typeof kept?.text !== "string" || typeof kept.base !== "string") return null;
      return kept.text.trim() && kept.text.trim() !== this.saved.trim() ? { text: kept.text, base: kept.base } : null;
    } catch {
      return null;
    }
  }

  forget(): void {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // A private window keeps nothing anyway.
    }
  }

  /** The studio's text is now what stands here. */
  adopt(text: string, stamp: string): void {
    this.text = this.saved = text;
    this.stamp = stamp;
    this.forget();
  }

  async save(onPurpose = false, base = this.stamp): Promise<void> {
    clearTimeout(this.timer);
    // Only in a draft may there be no words any more.
    if ((!this.text.trim() && !(this.typing && this.isDirty)) || (!this.isDirty && !onPurpose)) return;
    if (this.busy) {
      this.timer = setTimeout(() => void this.save(onPurpose), 300);
      return;
    }
    this.busy = true;
    this.told.saving();
    const [text, offered] = [this.text, [...this.suggestions]];
    const answer = await ask(this.url, this.form(text, base, onPurpose, offered), "application/json");
    this.busy = false;
    if (answer.ok) return this.done(text, offered.length, facts<Standing>(answer));
    if (answer.isOutside) return this.told.signedOut();
    if (answer.status === 0 || answer.status >= 500) return this.retry();
    const refusal = facts<Refusal>(answer);
    if (refusal?.code === "lyrics.changed_meanwhile") this.told.conflict(refusal.words);
    else this.told.refused(refusal?.words ?? "");
  }

  private form(text: string, base: string, onPurpose: boolean, offered: string[]): Record<string, string> {
    return {
      lyrics: text,
      lyrics_base: base,
      lyrics_typing: this.typing && !onPurpose ? "yes" : "",
      suggestions: JSON.stringify(offered),
    };
  }

  private done(text: string, told: number, standing: Standing | null): void {
    this.saved = text;
    this.suggestions.splice(0, told);
    if (standing) this.stamp = standing.stamp;
    if (this.isDirty) this.note(this.text);
    else this.forget();
    this.told.saved(standing?.number ?? 0);
  }

  private retry(): void {
    this.told.unreachable();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), AGAIN_MS);
  }

  private remember(): void {
    try {
      if (this.isDirty) localStorage.setItem(this.key, JSON.stringify({ text: this.text, base: this.stamp }));
      else this.forget();
    } catch {
      // A full or closed store only costs the copy on this device.
    }
  }

  private leave(): void {
    if (!this.typing || !this.isDirty || !this.text.trim()) return;
    const form = new FormData();
    const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    form.set("csrfmiddlewaretoken", token);
    for (const [name, value] of Object.entries(this.form(this.text, this.stamp, false, this.suggestions))) {
      form.set(name, value);
    }
    navigator.sendBeacon(this.url, form);
  }
}
