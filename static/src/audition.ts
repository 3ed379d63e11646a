// Blind audition: stars, rejecting, picking and hooks by key, for the candidate that is on the deck.
import { TYPING } from "./typing";

const STAR_KEYS = /^Digit([1-5])$/;
const NUMBER_FOLLOWS_MS = 2_000;

export class Audition {
  private rateUntilMs = 0;

  constructor(private readonly box: HTMLElement) {
    document.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("click", (event) => {
      const hook = (event.target as HTMLElement).closest("[data-hear-hook]");
      if (hook) this.hear(hook.closest<HTMLElement>("[data-take]"));
    });
  }

  private get takes(): HTMLElement[] {
    return [...this.box.querySelectorAll<HTMLElement>("[data-take]")];
  }

  /** What is on the deck; before anything was played, where the focus is, or the first one. */
  private get current(): HTMLElement | null {
    const focused = document.activeElement?.closest<HTMLElement>("[data-audition] [data-take]") ?? null;
    return this.takes.find((take) => take.hasAttribute("data-on-deck")) ?? focused ?? this.takes[0] ?? null;
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (!this.box.isConnected || event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
    if (this.deed(event)) {
      event.preventDefault();
      // The player counts versions by the same numbers.
      event.stopPropagation();
    }
  }

  private deed(event: KeyboardEvent): boolean {
    const stars = STAR_KEYS.exec(event.code)?.[1];
    const asked = performance.now() < this.rateUntilMs;
    if (stars && (event.shiftKey || asked)) {
      this.rateUntilMs = 0;
      return this.press(`[data-star="${stars}"]`);
    }
    if (event.shiftKey) return false;
    switch (event.key) {
      case "r":
        this.rateUntilMs = performance.now() + NUMBER_FOLLOWS_MS;
        return true;
      case "x":
        return this.reject();
      case "p":
        return this.press("[data-pick]");
      case "n":
        return this.next();
      case "h":
        this.hear(this.current);
        return true;
      default:
        return false;
    }
  }

  private press(selector: string): boolean {
    this.current?.querySelector<HTMLButtonElement>(selector)?.click();
    return true;
  }

  private reject(): boolean {
    const fold = this.current?.querySelector<HTMLDetailsElement>("[data-reject]");
    if (fold) {
      fold.open = true;
      fold.querySelector<HTMLInputElement>("input[type=checkbox]")?.focus();
    } else this.current?.querySelector<HTMLElement>("[id^=unreject-]")?.focus();
    return true;
  }

  private next(): boolean {
    const takes = this.takes.filter((take) => !take.hasAttribute("data-rejected"));
    const here = this.takes.indexOf(this.current!);
    const onDeck = this.current?.hasAttribute("data-on-deck") ?? false;
    const following = takes.find((take) => this.takes.indexOf(take) > here) ?? takes[0];
    const wanted = onDeck ? following : (takes[0] ?? null);
    if (wanted) {
      play(wanted);
      wanted.scrollIntoView({ block: "nearest" });
    }
    return true;
  }

  private hear(take: HTMLElement | null): void {
    if (take) play(take, Number(take.dataset["hook"] ?? 0));
  }
}

function play(take: HTMLElement, atS?: number): void {
  const asset = take.dataset["take"] ?? "";
  const detail = atS === undefined ? { asset } : { asset, atS };
  document.dispatchEvent(new CustomEvent("studio:play", { detail }));
}

export function startAudition(root: ParentNode): void {
  const box = root.querySelector<HTMLElement>("[data-audition]:not([data-wired])");
  if (!box) return;
  box.dataset["wired"] = "yes";
  new Audition(box);
}
