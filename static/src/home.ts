// The song cards keep themselves true: what happens to a song redraws its own card and no other.
import type { StudioEvent } from "./event_stream";
import { Later } from "./refresh";

const SETTLE_MS = 1_000;
/** What a card shows nothing of: percentages come by their own way. */
const UNSHOWN = new Set(["stage.progressed", "stage.started", "stage.queued", "lyrics.typed"]);

export class Cards {
  private readonly later: Later;

  constructor(redraw: (card: HTMLElement) => void) {
    this.later = new Later(redraw);
  }

  /** True when the song has a card here. */
  tell(event: Pick<StudioEvent, "type"> & { project?: string }): boolean {
    const id = `card-${event.project ?? ""}`;
    if (!document.getElementById(id)) return false;
    if (!UNSHOWN.has(event.type)) this.later.soon(id, SETTLE_MS);
    return true;
  }

  all(): void {
    for (const card of document.querySelectorAll("article[id^=card-]")) this.later.soon(card.id, SETTLE_MS);
  }
}

const cards = new Cards((card) => window.htmx?.trigger(card, "refresh"));
// Asked for each time: pages are turned while something plays, and this module stays.
const newsOf = (): HTMLButtonElement | null => document.querySelector<HTMLButtonElement>("[data-news]");
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-news]")) location.reload();
});
document.addEventListener("studio:event", (event) => {
  const { detail } = event as CustomEvent<StudioEvent & { project?: string }>;
  const news = newsOf();
  if (!cards.tell(detail) && news && detail.type === "song.submitted") news.hidden = false;
});
document.addEventListener("studio:missed", () => cards.all());
// A card that was drawn anew has lost its percentage.
document.addEventListener("htmx:afterSwap", (event) => {
  const { elt } = (event as CustomEvent<{ elt: Element }>).detail;
  const progress = document.getElementById("song-progress");
  if (progress && elt.closest("#songs")) window.htmx?.trigger(progress, "refresh");
});
