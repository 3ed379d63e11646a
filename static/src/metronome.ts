// Clicks on the audio clock, scheduled a little ahead so that a busy page does not stumble.

const AHEAD_S = 0.3;
const LOOK_EVERY_MS = 80;
const CLICK_S = 0.04;

export class Metronome {
  private timer: ReturnType<typeof setInterval> | undefined;
  private beat = 0;

  constructor(
    private readonly clock: AudioContext,
    private readonly bpm: number,
    private readonly beatsPerBar: number,
  ) {}

  beatS(): number {
    return 60 / this.bpm;
  }

  /** Click from `startS` on; `last` is the number of the last beat to sound. */
  start(startS: number, last: number): void {
    this.stop();
    this.beat = 0;
    const look = (): void => {
      while (this.beat <= last && startS + this.beat * this.beatS() < this.clock.currentTime + AHEAD_S) {
        this.click(startS + this.beat * this.beatS(), this.beat % this.beatsPerBar === 0);
        this.beat++;
      }
    };
    look();
    this.timer = setInterval(look, LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private click(atS: number, isOne: boolean): void {
    const tone = new OscillatorNode(this.clock, { frequency: isOne ? 1_760 : 1_175 });
    const level = new GainNode(this.clock, { gain: 0 });
    level.gain.setValueAtTime(isOne ? 0.5 : 0.3, Math.max(atS, this.clock.currentTime));
    level.gain.exponentialRampToValueAtTime(0.001, atS + CLICK_S);
    tone.connect(level).connect(this.clock.destination);
    tone.start(Math.max(atS, this.clock.currentTime));
    tone.stop(atS + CLICK_S);
  }
}
