// Which of the three is seen: the sections, the text itself, or who wrote what. What was chosen is seen first next time.

const VIEW_KEY = "studio-lyrics-view";
export type View = "blocks" | "text" | "whose";

export class Views {
  now: View = "text";

  /** `drawn`: how those are drawn that do not stand on the page by themselves. */
  constructor(
    private readonly box: HTMLElement,
    private readonly drawn: Partial<Record<View, () => void>>,
  ) {}

  /** Where there are no words yet they are best begun as text. */
  showFirst(isEmpty: boolean): void {
    this.show(isEmpty || read(VIEW_KEY) === "text" ? "text" : "blocks");
  }

  show(view: View): void {
    this.now = view;
    this.part("textarea.lyrics-text").hidden = view !== "text";
    this.part("[data-lyrics-blocks]").hidden = view !== "blocks";
    this.part("[data-lyrics-whose]").hidden = view !== "whose";
    this.part("[data-lyrics-moving]").hidden = view !== "blocks";
    for (const button of this.box.querySelectorAll<HTMLElement>("[data-lyrics-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset["lyricsView"] === view));
    }
    if (view !== "whose") write(VIEW_KEY, view);
    this.drawn[view]?.();
  }

  private part(selector: string): HTMLElement {
    return this.box.querySelector<HTMLElement>(selector)!;
  }
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
