// How loud a microphone comes in. The colour of the meter and the words beside it go by the same two figures.

export type Advice = "faint" | "fine" | "hot";

const FLOOR_DB = -60;
const FAINT_BELOW_DB = -34;
/** Less room than this, and the next loud note is clipped. */
const HOT_ABOVE_DB = -1;

function shareOf(db: number): number {
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}

/** Show a peak between 0 and 1 on the meter, and say what to make of it. */
export function showLevel(meter: HTMLMeterElement, peak: number): Advice {
  const db = 20 * Math.log10(Math.max(peak, 1e-5));
  meter.low = shareOf(FAINT_BELOW_DB);
  meter.high = shareOf(HOT_ABOVE_DB);
  meter.optimum = (meter.low + meter.high) / 2;
  meter.value = shareOf(db);
  return db < FAINT_BELOW_DB ? "faint" : db > HOT_ABOVE_DB ? "hot" : "fine";
}
