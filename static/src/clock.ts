// How times, sizes and money are written.

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Time left in words short enough for a bar; nothing when there is no telling. */
export function left(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "";
  return seconds < 60 ? `${Math.max(1, Math.round(seconds))} s` : `${clock(seconds)} min`;
}

export function bytes(count: number): string {
  return count < 1_000_000 ? `${Math.ceil(count / 1_000)} kB` : `${figure(count / 1_000_000, 1)} MB`;
}

/** A figure as the page's language writes it; as projects/figures.py does. */
export function figure(value: number, digits: number): string {
  const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return new Intl.NumberFormat(document.documentElement.lang || "en", fixed).format(value).replace("-", "−");
}

/** As the filter `money` of the templates writes it. */
export function money(amount: number, currency: string): string {
  return `${figure(amount, amount > 0 && amount < 0.1 ? 4 : 2)} ${currency || "EUR"}`;
}
