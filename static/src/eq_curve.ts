// What the equaliser of each strip does, drawn as its faders stand: grey as the mix has it, in colour as it would be.
import { responseDb, type Band } from "./biquads";

const [LOW_HZ, HIGH_HZ] = [20, 20000];
const POINTS = 96;
const FREQUENCIES_HZ = Array.from({ length: POINTS }, (_, n) => LOW_HZ * (HIGH_HZ / LOW_HZ) ** (n / (POINTS - 1)));
/** The picture is so high in dB, and lies in a box of so many units (templates/processing/_eq_curve.html). */
const [SPAN_DB, WIDTH, HEIGHT] = [36, 480, 120];

type Reading = (input: HTMLInputElement | HTMLSelectElement) => string;

const now: Reading = (input) => input.value;
const before: Reading = (input) =>
  input instanceof HTMLInputElement ? input.defaultValue : (input.dataset["was"] ?? input.value);

function read(place: Element, part: string, reading: Reading): string {
  const input = place.querySelector<HTMLInputElement | HTMLSelectElement>(`[name$="${part}"]`);
  return input ? reading(input) : "";
}

function isOn(device: Element, reading: Reading): boolean {
  const power = device.querySelector<HTMLInputElement>("[data-power]");
  return !power || (reading === now ? power.checked : power.defaultChecked);
}

function bandsOf(strip: Element, reading: Reading): Band[] {
  const devices = [...strip.querySelectorAll("[data-device]")].filter((one) => one.querySelector('[name*=".eq."]'));
  return devices
    .filter((device) => isOn(device, reading))
    .map((device) => ({
      kind: read(device, ".kind", reading),
      freqHz: Number(read(device, ".freq_hz", reading)),
      gainDb: Number(read(device, ".gain_db", reading)),
      q: Number(read(device, ".q", reading)),
    }))
    .filter((band) => band.freqHz > 0 && band.q > 0 && Number.isFinite(band.gainDb));
}

/** The line as points of an SVG path. */
export function lineOf(decibels: readonly number[]): string {
  const points = decibels.map((db, n) => {
    const y = HEIGHT / 2 - (Math.max(-SPAN_DB / 2, Math.min(SPAN_DB / 2, db)) / SPAN_DB) * HEIGHT;
    return `${((n / (POINTS - 1)) * WIDTH).toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}

function drawStrip(strip: Element): void {
  const picture = strip.querySelector<SVGElement>("[data-eq-curve]");
  if (!picture || !strip.querySelector('[name*=".eq."]')) return;
  for (const [name, reading] of [["before", before], ["now", now]] as const) {
    const line = lineOf(responseDb(bandsOf(strip, reading), Number(read(strip, ".highpass_hz", reading)), FREQUENCIES_HZ));
    picture.querySelector(`[data-${name}]`)?.setAttribute("d", line);
  }
  picture.closest("[hidden]")?.removeAttribute("hidden");
}

export function drawCurves(root: ParentNode): void {
  root.querySelectorAll("[data-desk] [data-channel]").forEach(drawStrip);
}

export function wireCurves(): void {
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      const strip = (event.target as HTMLElement).closest("[data-desk] [data-channel]");
      // The fader and its figure are made to agree first.
      if (strip) queueMicrotask(() => drawStrip(strip));
    });
  }
  // A reset puts all values back without telling of each.
  document.addEventListener("desk-reset", () => drawCurves(document), true);
}
