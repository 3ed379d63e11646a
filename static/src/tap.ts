// Tempo from taps: the median of the last gaps, so that one late tap does not spoil it.

const FORGET_AFTER_MS = 2_500;
const GAPS_KEPT = 8;
const SLOWEST_BPM = 60;
const FASTEST_BPM = 180;

export class TapTempo {
  private taps: number[] = [];

  /** Note a tap at `nowMs`; returns beats per minute once there are enough taps. */
  tap(nowMs: number): number | null {
    const last = this.taps.at(-1);
    if (last !== undefined && nowMs - last > FORGET_AFTER_MS) this.taps = [];
    this.taps.push(nowMs);
    this.taps = this.taps.slice(-GAPS_KEPT - 1);
    if (this.taps.length < 4) return null;
    const gaps = this.taps.slice(1).map((tap, i) => tap - (this.taps[i] ?? tap));
    gaps.sort((a, b) => a - b);
    const middle = Math.floor(gaps.length / 2);
    const high = gaps[middle] ?? 0;
    const gap = gaps.length % 2 ? high : (high + (gaps[middle - 1] ?? high)) / 2;
    return Math.round(Math.min(FASTEST_BPM, Math.max(SLOWEST_BPM, 60_000 / gap)) * 10) / 10;
  }
}

/** Wire `[data-tap]` buttons: each fills the input that it names. */
export function wireTaps(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-tap]:not([data-wired])")) {
    button.dataset["wired"] = "yes";
    const tempo = new TapTempo();
    button.addEventListener("pointerdown", () => take(button, tempo));
    button.addEventListener("keydown", (event) => {
      if ((event.key === " " || event.key === "Enter") && !event.repeat) take(button, tempo);
    });
  }
}

function take(button: HTMLButtonElement, tempo: TapTempo): void {
  button.dataset["beat"] = "";
  setTimeout(() => delete button.dataset["beat"], 90);
  const bpm = tempo.tap(performance.now());
  const input = document.getElementById(button.dataset["tap"] ?? "") as HTMLInputElement | null;
  if (bpm === null || !input) return;
  input.value = String(bpm);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
