// While something plays the deck moves: as often as an eye can follow a needle, or now and then for people who asked for
// calm. Every frame would be twice the work, and a phone's battery pays for it.

const BEAT_MS = 25;
const CALM_MS = 250;

export class Pulse {
  private beats = false;

  constructor(
    private readonly beat: () => void,
    private readonly isWanted: () => boolean,
  ) {}

  start(): void {
    if (this.beats || !this.isWanted()) return;
    this.beats = true;
    this.next();
  }

  private next(): void {
    const go = (): void => {
      this.beat();
      this.beats = this.isWanted();
      if (this.beats) this.next();
    };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) setTimeout(go, CALM_MS);
    else setTimeout(() => requestAnimationFrame(go), BEAT_MS);
  }
}
