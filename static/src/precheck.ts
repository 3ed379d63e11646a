// A first look at a recording right in the browser, before anything is sent: clipped, one-sided, silent, very quiet.

export interface Look {
  durationS: number;
  /** Codes as the studio's own check uses them, most harmful first. */
  codes: string[];
  /** How likely a single voice is, 0..1. */
  voice: number;
}

const FULL_SCALE = 0.9995;
const CLIPPED_SAMPLES = 8;
const SILENT_PEAK = 10 ** (-60 / 20);
const QUIET_RMS = 10 ** (-45 / 20);
const ONE_SIDED = 10 ** (-40 / 20);
const FRAME_S = 0.05;
const LOOK_WAIT_MS = 5_000;
/** Larger files are left to the studio: decoding them would take more memory than a phone has. */
export const LOOK_MAX_BYTES = 80 * 1024 * 1024;

interface Level {
  peak: number;
  rms: number;
  clipped: number;
}

function levelOf(channel: Float32Array): Level {
  let peak = 0;
  let power = 0;
  let clipped = 0;
  let run = 0;
  for (let i = 0; i < channel.length; i++) {
    const size = Math.abs(channel[i] ?? 0);
    power += size * size;
    if (size > peak) peak = size;
    run = size >= FULL_SCALE ? run + 1 : 0;
    // One sample at full scale is a loud moment; two in a row are cut off.
    if (run === 2) clipped += 2;
    else if (run > 2) clipped += 1;
  }
  return { peak, rms: Math.sqrt(power / Math.max(1, channel.length)), clipped };
}

/** A voice alone breathes: much of it is far softer than its loud parts, and it sits in the middle. */
function voiceLikelihood(channels: readonly Float32Array[], rate: number): number {
  const [left, right = left] = channels;
  if (!left || !right) return 0.5;
  const size = Math.max(1, Math.round(FRAME_S * rate));
  const levels: number[] = [];
  let mid = 0;
  let side = 0;
  for (let from = 0; from + size <= left.length; from += size) {
    let power = 0;
    for (let i = from; i < from + size; i += 4) {
      const m = ((left[i] ?? 0) + (right[i] ?? 0)) / 2;
      const s = ((left[i] ?? 0) - (right[i] ?? 0)) / 2;
      power += m * m;
      mid += m * m;
      side += s * s;
    }
    levels.push(power);
  }
  levels.sort((a, b) => a - b);
  const loud = levels[Math.floor(0.95 * levels.length)] ?? 0;
  const soft = levels.filter((level) => level < loud * 10 ** -3).length / Math.max(1, levels.length);
  const breathes = Math.min(1, soft / 0.12);
  const centred = side < mid * 0.003 ? 1 : side < mid * 0.05 ? 0.6 : 0;
  return 0.65 * breathes + 0.35 * centred;
}

export function look(channels: readonly Float32Array[], rate: number): Look {
  const levels = channels.map(levelOf);
  const peak = Math.max(0, ...levels.map((one) => one.peak));
  const rms = Math.max(0, ...levels.map((one) => one.rms));
  const codes: string[] = [];
  if (peak < SILENT_PEAK) codes.push("silent");
  else {
    if (levels.reduce((sum, one) => sum + one.clipped, 0) > CLIPPED_SAMPLES) codes.push("clipped");
    if (levels.length === 2 && Math.min(levels[0]!.rms, levels[1]!.rms) < rms * ONE_SIDED) codes.push("onesided");
    if (rms < QUIET_RMS) codes.push("quiet");
  }
  const durationS = (channels[0]?.length ?? 0) / rate;
  return { durationS, codes, voice: voiceLikelihood(channels, rate) };
}

/** Decode and look; null when the browser can not read it, which says nothing about the studio. */
export async function lookAt(file: File): Promise<Look | null> {
  if (file.size > LOOK_MAX_BYTES || typeof OfflineAudioContext === "undefined") return null;
  try {
    const decoded = await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(await file.arrayBuffer());
    const channels = Array.from({ length: Math.min(2, decoded.numberOfChannels) }, (_, i) => decoded.getChannelData(i));
    return look(channels, decoded.sampleRate);
  } catch {
    return null;
  }
}

/** What a look shows, or null when that takes too long to wait for. */
export function inTime(coming: Promise<Look | null>): Promise<Look | null> {
  return Promise.race([coming, new Promise<null>((resolve) => setTimeout(() => resolve(null), LOOK_WAIT_MS))]);
}
