// What the browser's own look found stays beside a file that has arrived, until the studio has looked itself.
import { doubts } from "./file_rows";

export class LocalFindings {
  private readonly found = new Map<string, readonly string[]>();

  constructor(private readonly words: DOMStringMap) {}

  note(asset: string, codes: readonly string[]): void {
    if (codes.length) this.found.set(asset, codes);
  }

  remind(): void {
    for (const [asset, codes] of this.found) {
      const place = document.getElementById(`heard-${asset}`);
      if (!place) continue;
      // It looks at the recording before anything else: once it doubts something, it has seen all that was found here.
      const isSeen = place.dataset["state"] === "done" || place.dataset["state"] === "failed" || tells(place);
      if (isSeen) this.forget(asset, place);
      else if (!place.querySelector("[data-local]")) place.prepend(...doubts(codes, this.words));
    }
  }

  private forget(asset: string, place: HTMLElement): void {
    this.found.delete(asset);
    for (const row of place.querySelectorAll("[data-local]")) row.remove();
  }
}

function tells(place: HTMLElement): boolean {
  return place.querySelector('[data-mood="doubt"]:not([data-local])') !== null;
}
