// The console's equaliser as the renderer computes it (processing/dsp/biquads.py), to draw what the faders do.

const RATE_HZ = 48000;

/** b0, b1, b2, a0, a1, a2. */
type Section = readonly [number, number, number, number, number, number];

export interface Band {
  kind: string;
  freqHz: number;
  gainDb: number;
  q: number;
}

/** 12 dB per octave, 6 dB down at the corner. */
function softHighpass(cutoffHz: number): Section {
  const n = Math.tan((Math.PI * cutoffHz) / RATE_HZ);
  const [up, down] = [n + 1, n - 1];
  return [1, -2, 1, up * up, 2 * up * down, down * down];
}

function peak(band: Band, angle: number, root: number): Section {
  const alpha = Math.sin(angle) / (2 * band.q);
  const middle = -2 * Math.cos(angle);
  return [1 + alpha * root, middle, 1 - alpha * root, 1 + alpha / root, middle, 1 - alpha / root];
}

/** `side` is 1 for a low shelf and -1 for a high one. */
function shelf(band: Band, angle: number, root: number, side: 1 | -1): Section {
  const [minus, plus] = [root - 1, root + 1];
  const beta = (Math.sin(angle) * Math.sqrt(root)) / band.q;
  const [lean, turn] = [side * Math.cos(angle) * minus, side * Math.cos(angle) * plus];
  return [
    root * (plus - lean + beta), 2 * side * root * (minus - turn), root * (plus - lean - beta),
    plus + lean + beta, -2 * side * (minus + turn), plus + lean - beta,
  ];
}

function sectionOf(band: Band): Section {
  const angle = (2 * Math.PI * band.freqHz) / RATE_HZ;
  const root = 10 ** (band.gainDb / 40);
  if (band.kind === "low_shelf") return shelf(band, angle, root, 1);
  return band.kind === "high_shelf" ? shelf(band, angle, root, -1) : peak(band, angle, root);
}

function powerAt(c0: number, c1: number, c2: number, angle: number): number {
  const real = c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle);
  const imaginary = c1 * Math.sin(angle) + c2 * Math.sin(2 * angle);
  return real * real + imaginary * imaginary;
}

/** What all bands and the high-pass (0: none) do together at each of the frequencies, in dB. */
export function responseDb(bands: readonly Band[], highpassHz: number, frequenciesHz: readonly number[]): number[] {
  const sections = bands.map(sectionOf);
  if (highpassHz > 0) sections.push(softHighpass(highpassHz));
  return frequenciesHz.map((hz) => {
    const angle = (2 * Math.PI * hz) / RATE_HZ;
    const shares = sections.map(([b0, b1, b2, a0, a1, a2]) => powerAt(b0, b1, b2, angle) / powerAt(a0, a1, a2, angle));
    return shares.reduce((sum, share) => sum + 10 * Math.log10(Math.max(share, 1e-12)), 0);
  });
}
