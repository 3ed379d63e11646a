// A link from a notice or an e-mail names a version and a second: `?asset=…&t=83`. Arriving there plays from it.

const EARLY_S = 0.5;
const LOOKED_FOR_MS = 20_000;

export interface Moment {
  asset: string;
  atS: number | null;
}

/** What an address asks for; null when it names no version. */
export function momentOf(address: string): Moment | null {
  const query = new URL(address, "http://studio.invalid").searchParams;
  const asset = query.get("asset") ?? "";
  const at = query.get("t");
  const seconds = Number(at);
  return asset ? { asset, atS: at && Number.isFinite(seconds) ? Math.max(0, seconds - EARLY_S) : null } : null;
}

/** Versions arrive with their part of the page, so the place is looked for until it is there. */
export function arrive(address = location.href): void {
  const moment = momentOf(address);
  if (!moment) return;
  const until = Date.now() + LOOKED_FOR_MS;
  const look = (): void => {
    const place = document.querySelector(`[data-take="${CSS.escape(moment.asset)}"]`);
    if (!place && Date.now() < until) return;
    document.removeEventListener("htmx:afterSettle", look);
    if (!place) return;
    // Where the address points at a comment, the comment is what is to be seen.
    if (!location.hash) place.scrollIntoView({ block: "center" });
    if (moment.atS !== null) document.dispatchEvent(new CustomEvent("studio:play", { detail: moment }));
  };
  document.addEventListener("htmx:afterSettle", look);
  look();
}

export function wireArrival(): void {
  arrive();
  document.addEventListener("studio:page", (event) => {
    arrive((event as CustomEvent<{ url?: string }>).detail?.url ?? location.href);
  });
}
