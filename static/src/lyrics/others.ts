// Other screens and other people write too: their words are taken over, or it is said politely that they were first.
import { toast } from "../toast";
import { ask, facts, fill } from "./desk";
import type { Keeper } from "./keeper";

interface Newest {
  text: string;
  number: number;
  stamp: string;
}

export interface Page {
  text(): string;
  put(text: string): void;
  state(words: string): void;
  /** The studio's newest words stand here now. */
  settled(): void;
}

export class Others {
  constructor(
    private readonly box: HTMLElement,
    private readonly says: DOMStringMap,
    private readonly keeper: Keeper,
    private readonly page: Page,
  ) {}

  private part(selector: string): HTMLElement {
    return this.box.querySelector<HTMLElement>(selector)!;
  }

  /** Say that someone was first; without words the matter is settled. */
  conflict(words: string): void {
    const bar = this.part("[data-lyrics-conflict]");
    bar.hidden = !words;
    bar.querySelector("[data-words]")!.textContent = words;
    if (!words) this.part("[data-lyrics-difference]").replaceChildren();
  }

  async compare(): Promise<void> {
    const answer = await ask(this.box.dataset["mineUrl"] ?? "", { lyrics: this.page.text() });
    if (answer.ok) this.part("[data-lyrics-difference]").innerHTML = answer.text;
  }

  async keepMine(): Promise<void> {
    const newest = await this.newest();
    if (newest) await this.keeper.save(true, newest.stamp);
  }

  private async newest(): Promise<Newest | null> {
    const answer = await ask(this.box.dataset["saveUrl"] ?? "", undefined, "application/json");
    return answer.ok ? facts(answer) : null;
  }

  /** The studio's text may have changed: take it over unless words stand here that it does not have. */
  async sync(theirs = false): Promise<void> {
    if (this.keeper.isBusy || !this.box.isConnected) return;
    const newest = await this.newest();
    if (!newest || newest.stamp === this.keeper.stamp) return;
    if (!theirs && this.keeper.isDirty && newest.text !== this.page.text()) {
      return this.conflict(this.says["changed"] ?? "");
    }
    this.keeper.adopt(newest.text, newest.stamp);
    if (newest.text !== this.page.text()) this.page.put(newest.text);
    this.page.state(fill(this.says["saved"] ?? "", { n: newest.number }));
    this.saved();
    this.page.settled();
  }

  /** What stands here is what the studio has. */
  saved(): void {
    this.part("[name=lyrics_base]").setAttribute("value", this.keeper.stamp);
    this.conflict("");
    this.refreshVersions();
  }

  private refreshVersions(): void {
    const open = this.box.querySelector<HTMLDetailsElement>("#lyrics-history")?.open;
    const list = document.getElementById("lyrics-versions");
    if (open && list) window.htmx?.trigger(list, "refresh");
  }

  async nameIt(target: HTMLElement): Promise<void> {
    const input = target.parentElement?.querySelector<HTMLInputElement>("[data-lyrics-name]");
    if (!input) return;
    const answer = await ask(input.dataset["lyricsName"] ?? "", { name: input.value });
    if (answer.ok) this.refreshVersions();
    else toast(answer.text, "error");
  }
}
