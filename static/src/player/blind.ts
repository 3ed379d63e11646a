// Blind listening: versions are called A, B, C … in an order that says nothing and stays until it is left.

/** Fisher and Yates; `random` gives 0 ≤ x < 1. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}

/** 0 is A, 25 is Z, 26 is AA. */
export function letterOf(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letterOf(rest - 1) : "") + String.fromCharCode(65 + (index % 26));
}

/** Nobody must be able to tell the order from the time at which it was drawn. */
export function chance(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}

export class Aliases {
  private order: string[] = [];

  constructor(private readonly random: () => number = chance) {}

  /** Give letters to `assets`; whoever has one keeps it, newcomers come last. */
  name(assets: readonly string[]): void {
    const fresh = assets.filter((asset) => !this.order.includes(asset));
    this.order.push(...shuffled([...new Set(fresh)], this.random));
  }

  of(asset: string): string {
    const place = this.order.indexOf(asset);
    return place < 0 ? "" : letterOf(place);
  }

  /** `assets` in the order of their letters. */
  sorted(assets: readonly string[]): string[] {
    return [...assets].sort((one, other) => this.order.indexOf(one) - this.order.indexOf(other));
  }
}
