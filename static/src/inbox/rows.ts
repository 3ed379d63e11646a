// The rows of the inbox: which one is open, which have left, and where the keys go on.

const NARROW = "(max-width: 60rem)";

/** Where one is in the list. */
export const place = {
  current: "",
  /** The item that was asked for and has not come yet; what still stands on the page says nothing about where one is. */
  wanted: "",
  rowHadFocus: false,
  /** A decision leads to the next one, which is read from its top. */
  lands: false,
};

/** Rows that have left: on their way, or done and waiting for the list to be asked for again. */
export const going = new Map<string, "sent" | "done">();

export function desk(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-inbox]");
}

export function item(): HTMLElement | null {
  return document.getElementById("item");
}

/** One column: either the list is to be seen or what is open. */
export function isNarrow(): boolean {
  return matchMedia(NARROW).matches;
}

export function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-row]:not([hidden])")];
}

export function linkOf(row: HTMLElement | undefined): HTMLAnchorElement | null {
  return row?.querySelector<HTMLAnchorElement>("[data-open]") ?? null;
}

export function rowOf(id: string): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? undefined;
}

/** The list comes anew: it no longer names what was decided before it was asked for. */
export function forgetDone(): void {
  for (const [id, stands] of going) if (stands === "done") going.delete(id);
}

export function hideGone(): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-row]")) row.hidden = going.has(row.dataset["row"] ?? "");
}

export function markCurrent(): void {
  const shown = rows();
  const at = shown.find((row) => row.dataset["row"] === place.current) ?? shown[0];
  // A phone that shows the list shows nothing that is open.
  const isOpen = !isNarrow() || desk()?.classList.contains("opened") === true;
  for (const row of document.querySelectorAll<HTMLElement>("[data-row]")) {
    const link = linkOf(row);
    link?.setAttribute("tabindex", row === at ? "0" : "-1");
    if (isOpen && row === at && row.dataset["row"] === place.current) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}

/** The keys go on at the row one is on; where no list is to be seen, at the title of what is open or of the page. */
export function focusRow(): void {
  const title = document.getElementById("item-title");
  const isThere = item()?.hidden === false && isNarrow() && desk()?.classList.contains("opened") === true;
  const all = rows();
  const row = linkOf(all.find((one) => one.dataset["row"] === place.current) ?? all[0]);
  const nothing = document.querySelector<HTMLElement>("#reviews .empty h2");
  for (const goal of [isThere ? title : null, row, nothing, document.getElementById("reviews")]) {
    if (!goal) continue;
    if (!goal.matches("a, [tabindex]")) goal.tabIndex = -1;
    goal.focus({ preventScroll: true });
    if (document.activeElement === goal) return;
  }
}
