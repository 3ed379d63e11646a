// What happens in the house reaches the page: `data-live` names the socket, `data-after` where the page stands.
import { EventStream, type StudioEvent } from "./event_stream";
import { showProgress, stageOver } from "./progress";
import { Refresher } from "./refresh";
import { listenForSignedOut, saySignedOut } from "./signed_out";

const OVER = new Set(["stage.done", "stage.reused", "stage.failed", "stage.cancelled", "stage.queued"]);

export function startLive(): void {
  const refresher = new Refresher();
  const lost = new Set<HTMLElement>();
  const streams = new Map<HTMLElement, EventStream>();
  // Deeds of one's own show at once, even while the socket is away.
  document.addEventListener("studio:changed", () => refresher.all());
  document.addEventListener("studio:missed", () => refresher.all());
  const listen = (): void => {
    for (const [place, stream] of streams) {
      if (place.isConnected) continue;
      stream.close();
      streams.delete(place);
      lost.delete(place);
    }
    for (const place of document.querySelectorAll<HTMLElement>("[data-live]")) {
      if (!streams.has(place)) streams.set(place, streamOf(place, refresher, lost));
    }
    showLost(lost);
  };
  listen();
  listenForSignedOut();
  // A draft has just begun: from now on there is something to listen to.
  document.addEventListener("studio:draft", listen);
  // Another page was turned to: its sockets open, those of the one that was left close.
  document.addEventListener("studio:page", listen);
}

function streamOf(place: HTMLElement, refresher: Refresher, lost: Set<HTMLElement>): EventStream {
  const numbered = place.dataset["after"] !== undefined;
  let wasLost = false;
  return new EventStream({
    path: place.dataset["live"] ?? "",
    after: Number(place.dataset["after"] ?? 0),
    numbered,
    since: Number(place.dataset["since"] ?? 0),
    onEvent: (event) => show(event, place, refresher),
    onState: (online) => {
      if (online) lost.delete(place);
      else lost.add(place);
      // A stream without numbers cannot be replayed, so what it shows is asked for again.
      if (online && wasLost && !numbered) document.dispatchEvent(new CustomEvent("studio:missed"));
      wasLost = !online;
      showLost(lost);
    },
    onSignedOut: () => {
      // It will not connect again by itself, so nothing says that it will.
      lost.delete(place);
      showLost(lost);
      saySignedOut();
    },
    onGone: () => {
      lost.delete(place);
      showLost(lost);
      showGone();
    },
  });
}

/** What this page is about is no more: that is said, and nothing can be done with what still stands there. */
function showGone(type?: string): void {
  const notice = document.querySelector<HTMLElement>("[data-gone]");
  if (!notice || (type && type !== notice.dataset["gone"])) return;
  notice.hidden = false;
  for (const part of document.querySelectorAll<HTMLElement>("[data-until-gone]")) part.inert = true;
}

function showLost(lost: Set<HTMLElement>): void {
  const notice = document.querySelector<HTMLElement>("[data-offline]");
  if (notice) notice.hidden = lost.size === 0;
}

function show(event: StudioEvent, place: HTMLElement, refresher: Refresher): void {
  place.dataset["after"] = String(event.seq);
  document.dispatchEvent(new CustomEvent("studio:event", { detail: event }));
  if (OVER.has(event.type)) stageOver(event);
  if (event.type === "stage.progressed" && showProgress(event)) return;
  showGone(event.type);
  refresher.tell(event.type);
}
