// The way to the loudspeakers: one audio clock, made with the first sound, woken by a hand, asleep while nothing plays.

const IDLE_MS = 20_000;
const WAKE_MS = 800;

export class Amplifier {
  context: AudioContext | null = null;
  /** Everything that is heard passes here. */
  output: GainNode | null = null;
  private volume = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  get clockS(): number {
    return this.context?.currentTime ?? 0;
  }

  get rate(): number {
    return this.context?.sampleRate ?? 48_000;
  }

  setVolume(volume: number): void {
    // Squared, so that half way up sounds about half as loud.
    this.volume = volume ** 2;
    this.output?.gain.setTargetAtTime(this.volume, this.clockS, 0.01);
  }

  /** Make the clock run; only after a hand was on the page do browsers allow it. */
  wake(blocked: () => void): void {
    clearTimeout(this.timer);
    const context = this.ready();
    if (context.state === "running") return;
    void context.resume();
    this.timer = setTimeout(() => context.state !== "running" && blocked(), WAKE_MS);
  }

  /** Nothing plays: before long the clock may stand as well. */
  rest(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.context?.suspend(), IDLE_MS);
  }

  async decode(url: string): Promise<AudioBuffer> {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`sound ${answer.status}`);
    return this.ready().decodeAudioData(await answer.arrayBuffer());
  }

  private ready(): AudioContext {
    if (!this.context) {
      this.context = new AudioContext({ latencyHint: "interactive" });
      this.output = this.context.createGain();
      this.output.gain.value = this.volume;
      this.output.connect(this.context.destination);
    }
    return this.context;
  }
}
