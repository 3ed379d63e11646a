// What a person has set stays: volume, mute, level match; and where they were, across page loads.

export interface Settings {
  volume: number;
  muted: boolean;
  match: boolean;
  lossless: boolean;
}

export interface Left {
  asset: string;
  song: string;
  title: string;
  durationS: number;
  atS: number;
  playing: boolean;
  whenMs: number;
}

const SETTINGS = "studio-player";
const LEFT = "studio-player-left";
const STALE_MS = 60_000;
const FIRST: Settings = { volume: 1, muted: false, match: true, lossless: false };

function read<Kept>(box: "localStorage" | "sessionStorage", key: string): Partial<Kept> {
  try {
    return JSON.parse(globalThis[box].getItem(key) ?? "{}") as Partial<Kept>;
  } catch {
    return {};
  }
}

function write(box: "localStorage" | "sessionStorage", key: string, value: unknown): void {
  try {
    globalThis[box].setItem(key, JSON.stringify(value));
  } catch {
    /* Private windows may forbid it; it then lasts for the page. */
  }
}

export function settings(): Settings {
  const kept = { ...FIRST, ...read<Settings>("localStorage", SETTINGS) };
  const volume = typeof kept.volume === "number" ? kept.volume : FIRST.volume;
  return { ...kept, volume: Math.min(1, Math.max(0, volume)) };
}

export function keepSettings(now: Settings): void {
  write("localStorage", SETTINGS, now);
}

export function leave(left: Left | null): void {
  write("sessionStorage", LEFT, left ?? {});
}

/** Where the last page left off, unless that was a while ago. */
export function leftOff(nowMs: number): Left | null {
  const left = read<Left>("sessionStorage", LEFT);
  return left.asset && nowMs - (left.whenMs ?? 0) < STALE_MS ? (left as Left) : null;
}
