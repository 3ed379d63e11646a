// The song room: a stage opens as a sheet beside the page, with an address of its own; hooks and parts play on the deck.
import { drawCurves, wireCurves } from "./eq_curve";
import { showSlides, wireFaders } from "./faders";
import { wirePlugins } from "./plugin_slot";
import { wireRides } from "./rides";
import { wireFilms } from "./film";
import { commentIn } from "./pointed";
import { redrawGrowing } from "./progress";
import { toast } from "./toast";
import { wordsFor } from "./trouble_words";

const NAME = "stage";

function sheet(): HTMLElement | null {
  return document.getElementById("sheet");
}

/** The stage that an address opens, if it names one. */
export function stageIn(address: string): string | null {
  const named = new URL(address, "http://studio.invalid").searchParams.get(NAME);
  return named && /^\d+$/.test(named) ? named : null;
}

export function addressWith(address: string, stage: string | null): string {
  const url = new URL(address, "http://studio.invalid");
  if (stage) url.searchParams.set(NAME, stage);
  else url.searchParams.delete(NAME);
  return `${url.pathname}${url.search}${url.hash}`;
}

let opener: HTMLElement | null = null;
/** The mark at which the page already stands: it is gone to once. */
let arrived = "";

async function open(stage: string): Promise<void> {
  const place = sheet();
  const inside = place?.querySelector<HTMLElement>("[data-sheet-inside]");
  const address = place?.dataset["address"]?.replace("/0/", `/${stage}/`);
  if (!place || !inside || !address) return;
  place.hidden = false;
  place.dataset["shows"] = stage;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (place.dataset["shows"] !== stage) return;
  if (!answer?.ok) {
    toast(wordsFor(answer?.status ?? 0), "error");
    return close();
  }
  inside.innerHTML = await answer.text();
  window.htmx?.process(inside);
  redrawGrowing(inside);
  inside.querySelector<HTMLElement>("#sheet-title")?.focus({ preventScroll: true });
}

function close(): void {
  const place = sheet();
  if (!place || place.hidden) return;
  place.hidden = true;
  delete place.dataset["shows"];
  place.querySelector("[data-sheet-inside]")?.replaceChildren();
  // The part of the page may have been replaced meanwhile; its link is another element with the same name.
  (opener?.isConnected ? opener : opener && document.getElementById(opener.id))?.focus();
  opener = null;
}

function clicked(event: MouseEvent): void {
  const target = event.target as HTMLElement;
  const heard = target.closest<HTMLElement>("[data-hear]");
  if (heard) {
    const atS = heard.dataset["at"] === undefined ? undefined : Number(heard.dataset["at"]);
    document.dispatchEvent(new CustomEvent("studio:play", { detail: { asset: heard.dataset["hear"], atS } }));
    return;
  }
  if (target.closest("[data-sheet-close]")) {
    history.replaceState(history.state, "", addressWith(location.href, null));
    return close();
  }
  const link = target.closest<HTMLElement>("[data-sheet]");
  if (!link || !sheet() || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  opener = link;
  history.replaceState(history.state, "", addressWith(location.href, link.dataset["sheet"] ?? null));
  void open(link.dataset["sheet"] ?? "");
}

function over(event: Event): void {
  const { data, type } = (event as CustomEvent<{ type: string; data: { stage?: number } }>).detail;
  const shown = sheet()?.dataset["shows"];
  if (shown && String(data.stage) === shown && type !== "stage.progressed") void open(shown);
}

/** What an address points at may come with a part of the page that is asked for later. */
function goTo(event: Event): void {
  const { target } = (event as CustomEvent<{ target?: Element }>).detail ?? {};
  const { hash, pathname } = location;
  // To a comment leads pointed.ts.
  const wanted = hash.length > 1 && !commentIn(hash) ? document.getElementById(hash.slice(1)) : null;
  if (!wanted || !target?.contains(wanted) || arrived === pathname + hash) return;
  arrived = pathname + hash;
  wanted.scrollIntoView({ block: "center" });
}

function fromAddress(): void {
  const stage = stageIn(location.href);
  if (stage && sheet()) void open(stage);
}

export function wireRoom(): void {
  wireFaders();
  wireCurves();
  wirePlugins();
  wireRides();
  wireFilms();
  // Before the player turns the page for a link.
  document.addEventListener("click", clicked, { capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || sheet()?.hidden !== false) return;
    history.replaceState(history.state, "", addressWith(location.href, null));
    close();
  });
  document.addEventListener("studio:event", over);
  document.addEventListener("studio:page", fromAddress);
  document.addEventListener("htmx:afterSettle", (event) => {
    showSlides(document);
    drawCurves(document);
    goTo(event);
  });
  showSlides(document);
  drawCurves(document);
  fromAddress();
}
