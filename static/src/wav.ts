// A take as a file: mono, 24 bit.

export function wavOf(samples: Float32Array, rate: number): Uint8Array<ArrayBuffer> {
  const bytes = samples.length * 3;
  const out = new DataView(new ArrayBuffer(44 + bytes + (bytes % 2)));
  const text = (at: number, words: string): void => [...words].forEach((letter, i) => out.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  out.setUint32(4, 36 + bytes + (bytes % 2), true);
  text(8, "WAVEfmt ");
  out.setUint32(16, 16, true);
  out.setUint16(20, 1, true);
  out.setUint16(22, 1, true);
  out.setUint32(24, rate, true);
  out.setUint32(28, rate * 3, true);
  out.setUint16(32, 3, true);
  out.setUint16(34, 24, true);
  text(36, "data");
  out.setUint32(40, bytes, true);
  for (let i = 0; i < samples.length; i++) {
    const value = Math.round(Math.max(-1, Math.min(1, samples[i] ?? 0)) * 0x7fffff);
    out.setUint8(44 + 3 * i, value & 0xff);
    out.setUint8(45 + 3 * i, (value >> 8) & 0xff);
    out.setUint8(46 + 3 * i, (value >> 16) & 0xff);
  }
  return new Uint8Array(out.buffer);
}

export function joined(blocks: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

/** Cut what lies before the first beat: the count-in, and the time that sound takes out to the singer and back in. */
export function fromFirstBeat(take: Float32Array, rate: number, beganS: number, firstBeatS: number, latencyS: number): Float32Array {
  const from = Math.round((firstBeatS + latencyS - beganS) * rate);
  return take.subarray(Math.min(take.length, Math.max(0, from)));
}
