// Decoded versions within a budget of memory: the ones heard last stay, what plays is never thrown away.

export interface Decoded {
  length: number;
  numberOfChannels: number;
}

const BYTES_PER_SAMPLE = 4;
/** Longer than this is streamed: decoded it would take a quarter of a gigabyte. */
const LONGEST_DECODED_S = 12 * 60;

export function bytesOf(buffer: Decoded): number {
  return buffer.length * buffer.numberOfChannels * BYTES_PER_SAMPLE;
}

/** What a stereo sound takes once decoded. */
export function decodedBytes(durationS: number, rate: number): number {
  return durationS * rate * 2 * BYTES_PER_SAMPLE;
}

const MB = 2 ** 20;

/** How much of this machine's memory decoded sound may take; 0 means: stream everything. */
export function budgetOf(memoryGb: number | undefined, saveData: boolean): number {
  if (saveData || (memoryGb !== undefined && memoryGb <= 2)) return 0;
  if (memoryGb === undefined) return 640 * MB;
  return memoryGb <= 4 ? 240 * MB : 960 * MB;
}

export class Shelf<Buffer extends Decoded> {
  private readonly kept = new Map<string, Buffer>();
  private readonly coming = new Map<string, Promise<Buffer>>();
  private pinned = new Set<string>();

  constructor(
    private readonly decode: (url: string) => Promise<Buffer>,
    readonly budget: number,
  ) {}

  get bytes(): number {
    return [...this.kept.values()].reduce((sum, one) => sum + bytesOf(one), 0);
  }

  /** A version that is ready, without waiting. */
  ready(url: string): Buffer | null {
    const found = this.kept.get(url);
    if (!found) return null;
    this.kept.delete(url);
    this.kept.set(url, found);
    return found;
  }

  get(url: string): Promise<Buffer> {
    const found = this.ready(url);
    if (found) return Promise.resolve(found);
    let coming = this.coming.get(url);
    if (!coming) {
      coming = this.decode(url).then((buffer) => {
        this.kept.set(url, buffer);
        this.clear();
        return buffer;
      });
      void coming.catch(() => undefined).then(() => this.coming.delete(url));
      this.coming.set(url, coming);
    }
    return coming;
  }

  canDecode(durationS: number): boolean {
    return this.budget > 0 && durationS <= LONGEST_DECODED_S;
  }

  /** What must stay, whatever it takes. */
  pin(urls: Iterable<string>): void {
    this.pinned = new Set(urls);
    this.clear();
  }

  roomFor(bytes: number): boolean {
    return this.bytes + bytes <= this.budget;
  }

  private clear(): void {
    for (const url of this.kept.keys()) {
      if (this.bytes <= this.budget) return;
      // The newest is last and is what somebody waits for.
      if (!this.pinned.has(url) && url !== [...this.kept.keys()].at(-1)) this.kept.delete(url);
    }
  }
}
