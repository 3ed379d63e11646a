// What was typed, as this device keeps it until the studio has it.

export interface Typed {
  value: string;
  /** What the studio had when it was typed. */
  base: string;
}

export class DeviceCopy {
  /** False with a full or closed store: then the page may not say that anything is kept. */
  isKept = true;

  constructor(private readonly key: string) {}

  read(): Map<string, Typed> {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "{}") as Record<string, Typed>;
      return new Map(Object.entries(kept).filter(([, one]) => typeof one?.value === "string"));
    } catch {
      return new Map();
    }
  }

  keep(typed: ReadonlyMap<string, Typed>): void {
    try {
      if (typed.size) localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(typed)));
      else localStorage.removeItem(this.key);
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }
}
