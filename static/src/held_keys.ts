// Keys pressed while what they mean is on its way: they wait for it, in their order, instead of being lost.

type Deed = () => void;

export class HeldKeys {
  private readonly deeds: Deed[] = [];
  private readonly waits = new Set<string>();

  /** `isThere` tells whether what the keys mean stands on the page. */
  constructor(private readonly isThere: () => boolean) {}

  /** Something was asked for: from now on keys are held. */
  wait(what: string): void {
    this.waits.add(what);
  }

  over(what: string): void {
    this.waits.delete(what);
    this.work();
  }

  /** Do it now, or later when it has to wait or others before it do. `free` deeds only wait for others. */
  press(deed: Deed, free: boolean): void {
    if (this.deeds.length === 0 && (free || this.isReady())) deed();
    else this.deeds.push(deed);
  }

  /** Each may change what stands on the page, so the next is asked about again. */
  work(): void {
    while (this.deeds.length > 0 && this.isReady()) this.deeds.shift()?.();
  }

  drop(): void {
    this.deeds.length = 0;
  }

  private isReady(): boolean {
    return this.waits.size === 0 && this.isThere();
  }
}
