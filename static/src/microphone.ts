// The microphone, plainly: no echo cancelling or levelling, which spoil singing. What it hears comes with its moment.

export interface Heard {
  block: Float32Array;
  /** On the audio clock. */
  atS: number;
}

export class Microphone {
  /** Runs while the microphone is open. */
  clock: AudioContext | null = null;
  private input: MediaStream | null = null;

  constructor(
    private readonly worklet: string,
    private readonly heard: (heard: Heard) => void,
  ) {}

  async open(): Promise<void> {
    if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };
    this.input = await navigator.mediaDevices.getUserMedia({ audio: plain });
    this.clock = new AudioContext({ latencyHint: "interactive" });
    await this.clock.audioWorklet.addModule(this.worklet);
    const mono: AudioWorkletNodeOptions = { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" };
    const capture = new AudioWorkletNode(this.clock, "studio-capture", mono);
    capture.port.onmessage = (event: MessageEvent<Heard>) => this.heard(event.data);
    this.clock.createMediaStreamSource(this.input).connect(capture);
    await this.clock.resume();
  }

  /** Out through the loudspeaker and in through the microphone, as far as the device tells. */
  get latencyS(): number {
    const input = this.input?.getAudioTracks()[0]?.getSettings() as { latency?: number } | undefined;
    return (this.clock?.baseLatency ?? 0) + (this.clock?.outputLatency ?? 0) + (input?.latency ?? 0);
  }

  /** Let go of it, so that its light goes out. */
  close(): void {
    this.input?.getTracks().forEach((track) => track.stop());
    void this.clock?.close().catch(() => undefined);
    this.clock = null;
    this.input = null;
  }
}
