// All files of a page on their way, a few at a time: who is sent next, and what is still to come.
import { keepFile, type KeptFile } from "./kept_files";
import { Transfer } from "./transfer";

const AT_ONCE = 3;

export class Line {
  private readonly transfers: Transfer[] = [];
  private lock: WakeLockSentinel | null = null;
  private pumping = false;

  constructor(
    private readonly csrf: string,
    private readonly onChange: () => void,
    signal?: AbortSignal,
  ) {
    const wired = signal ? { signal } : {};
    globalThis.addEventListener("online", () => this.transfers.forEach((one) => one.wake()), wired);
    document.addEventListener("visibilitychange", () => void this.keepAwake(), wired);
    // Whoever comes back to the page goes on from what the device kept.
    signal?.addEventListener("abort", () => this.open.forEach((one) => one.pause()));
  }

  add(kept: KeptFile): Transfer {
    void keepFile(kept);
    const transfer = new Transfer(kept, this.csrf, () => this.pump());
    this.transfers.push(transfer);
    queueMicrotask(() => this.pump());
    return transfer;
  }

  get open(): Transfer[] {
    return this.transfers.filter((one) => one.isOpen);
  }

  private pump(): void {
    // Starting one changes its state, which calls here again.
    if (this.pumping) return;
    this.pumping = true;
    const busy = this.transfers.filter((one) => one.state === "sending").length;
    const next = this.transfers.filter((one) => one.state === "queued").slice(0, Math.max(0, AT_ONCE - busy));
    for (const one of next) void one.start();
    this.pumping = false;
    void this.keepAwake();
    this.onChange();
  }

  /** The screen may not sleep while something is being sent; where that can not be asked for, the file waits. */
  private async keepAwake(): Promise<void> {
    const busy = this.transfers.some((one) => one.state === "sending");
    if (!busy) {
      const lock = this.lock;
      this.lock = null;
      await lock?.release().catch(() => undefined);
    } else if (document.visibilityState === "visible" && (!this.lock || this.lock.released)) {
      this.lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    }
  }
}
