// After any swap the inbox looks as it did: the current row, the selection, what was on its way, what was written.
import { held, openFirst } from "./item";
import { offerRefused, restoreDraft, restoreTicks } from "./kept";
import { dressPicks } from "./picks";
import { desk, focusRow, hideGone, isNarrow, item, linkOf, markCurrent, place, rowOf } from "./rows";

export function dress(): void {
  if (!desk()) return;
  const shown = item()?.dataset["item"];
  const hasCome = place.wanted !== "" && shown === place.wanted;
  if (!place.wanted || hasCome) {
    place.current = shown ?? place.current;
    place.wanted = "";
  }
  hideGone();
  dressPicks();
  openFirst();
  restoreDraft();
  offerRefused();
  markCurrent();
  restoreTicks();
  if (hasCome) land();
  goOn();
  held.work();
}

/** On a phone the page is as far down as the decision before was; the next song is read from its title. */
function land(): void {
  if (!place.lands) return;
  place.lands = false;
  if (!isNarrow() || !desk()?.classList.contains("opened")) return;
  document.getElementById("item-title")?.scrollIntoView({ block: "start" });
  focusRow();
}

/** A row that had the focus and was replaced has it again, or the one that is in its place. */
function goOn(): void {
  const { activeElement } = document;
  const link = linkOf(rowOf(place.current));
  // Or on another row, when the one that is open was not in the list for a moment.
  const isElsewhere = activeElement === document.body || activeElement?.matches("#reviews, [data-open]") === true;
  if (!place.rowHadFocus || !isElsewhere || activeElement === link) return;
  if (link && !isNarrow()) link.focus({ preventScroll: true });
  else focusRow();
}
