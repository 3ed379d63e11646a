// What happens in the house reaches the page: `data-live` names the socket, `data-after` where the page stands.
import { EventStream, type StudioEvent } from "./event_stream";
import { showProgress, stageOver } from "./progress";
import { Refresher } from "./refresh";

const OVER = new Set(["stage.done", "stage.reused", "stage.failed", "stage.cancelled", "stage.queued"]);

export function startLive(): void {
  const refresher = new Refresher();
  const notice = document.querySelector<HTMLElement>("[data-offline]");
  const lost = new Set<string>();
  // Deeds of one's own show at once, even while the socket is away.
  document.addEventListener("studio:changed", () => refresher.all());
  for (const place of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const path = place.dataset["live"] ?? "";
    const numbered = place.dataset["after"] !== undefined;
    let wasLost = false;
    new EventStream({
      path,
      after: Number(place.dataset["after"] ?? 0),
      numbered,
      onEvent: (event) => show(event, place, refresher),
      onState: (online) => {
        if (online) lost.delete(path);
        else lost.add(path);
        // A stream without numbers cannot be replayed, so what it shows is asked for again.
        if (online && wasLost && !numbered) refresher.all();
        wasLost = !online;
        if (notice) notice.hidden = lost.size === 0;
      },
    });
  }
}

function show(event: StudioEvent, place: HTMLElement, refresher: Refresher): void {
  place.dataset["after"] = String(event.seq);
  document.dispatchEvent(new CustomEvent("studio:event", { detail: event }));
  if (OVER.has(event.type)) stageOver(event);
  if (event.type === "stage.progressed" && showProgress(event)) return;
  refresher.tell(event.type);
}
