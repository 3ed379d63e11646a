// A scratch take in the browser: count-in, click at the brief's tempo, input level, listen, keep or sing again.
import { clock } from "./clock";
import { showLevel } from "./input_level";
import { hush } from "./local_player";
import { Metronome } from "./metronome";
import { Microphone, type Heard } from "./microphone";
import { fromFirstBeat, joined, wavOf } from "./wav";

const USUAL_BPM = 100;
const LONGEST_S = 600;
const SETTLE_S = 0.15;
const NO_CLICK_AFTER = -1;

export interface Brief {
  bpm: number | null;
  beatsPerBar: number;
}

export class Recorder {
  private readonly microphone: Microphone;
  private metronome: Metronome | null = null;
  private blocks: Float32Array[] = [];
  private beganS = 0;
  private firstBeatS = 0;
  private recording = false;
  private peak = 0;
  private takes = 0;
  private take: File | null = null;
  private url = "";

  constructor(
    private readonly box: HTMLElement,
    private readonly brief: () => Brief,
    private readonly keep: (take: File) => void,
    signal: AbortSignal,
  ) {
    this.microphone = new Microphone(box.dataset["worklet"] ?? "", (heard) => this.heard(heard));
    const deeds: Record<string, () => void> = {
      open: () => void this.open(),
      record: () => void this.record(),
      stop: () => this.stop(),
      keep: () => this.kept(),
      again: () => void this.again(),
      close: () => this.close(),
    };
    box.addEventListener("click", (event) => {
      const name = (event.target as HTMLElement).closest<HTMLElement>("[data-rec]")?.dataset["rec"] ?? "";
      deeds[name]?.();
    });
    globalThis.addEventListener("pagehide", () => this.silence(), { signal });
    signal.addEventListener("abort", () => this.close());
    // A take that is nowhere else is not thrown away unasked: neither by the browser nor by a page that is turned.
    for (const name of ["beforeunload", "studio:leaving"]) {
      globalThis.addEventListener(name, (event) => this.holdBack(event), { signal });
    }
  }

  private holdBack(event: Event): void {
    if (!this.isUnkept) return;
    event.preventDefault();
    const { detail } = event as CustomEvent<{ words: string } | undefined>;
    if (detail) detail.words = this.box.dataset["leave"] ?? "";
  }

  /** Something was sung, or is being sung, that exists only here. */
  private get isUnkept(): boolean {
    return this.recording || this.take !== null;
  }

  private get clock(): AudioContext | null {
    return this.microphone.clock;
  }

  private at<T extends HTMLElement>(name: string): T {
    return this.box.querySelector<T>(`[data-rec-${name}]`)!;
  }

  private stand(state: "closed" | "ready" | "counting" | "recording" | "done" | "refused"): void {
    this.box.dataset["standing"] = state;
    for (const part of this.box.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = !(part.dataset["when"] ?? "").split(" ").includes(state);
    }
    this.box.querySelector<HTMLElement>("[data-when]:not([hidden]) .button.main")?.focus({ preventScroll: true });
  }

  async open(): Promise<void> {
    try {
      await this.microphone.open();
      this.sayLatency();
      this.stand("ready");
    } catch (error) {
      this.refuse(error instanceof DOMException ? error.name : "");
    }
  }

  private refuse(name: string): void {
    this.silence();
    const which = name === "NotAllowedError" || name === "SecurityError" ? "denied" : name === "NotFoundError" ? "missing" : "broken";
    this.at("refusal").textContent = this.box.dataset[which] ?? "";
    this.stand("refused");
  }

  private sayLatency(): void {
    const words = this.box.dataset["latency"] ?? "";
    this.at("latency").textContent = words.replace("{ms}", String(Math.round(this.microphone.latencyS * 1000)));
  }

  private heard({ block, atS }: Heard): void {
    for (const sample of block) this.peak = Math.max(this.peak * 0.99995, Math.abs(sample));
    if (this.recording) {
      if (!this.blocks.length) this.beganS = atS;
      this.blocks.push(block);
    }
    this.show(atS);
  }

  private shownS = 0;

  private show(nowS: number): void {
    if (nowS - this.shownS < 0.05) return;
    this.shownS = nowS;
    this.at("advice").textContent = this.box.dataset[showLevel(this.at<HTMLMeterElement>("level"), this.peak)] ?? "";
    if (!this.recording) return;
    const sungS = nowS - this.firstBeatS;
    const beatS = this.metronome?.beatS() ?? 0.6;
    this.at("time").textContent = sungS < 0 ? String(Math.ceil(-sungS / beatS)) : clock(sungS);
    if (sungS >= 0 && this.box.dataset["standing"] === "counting") this.stand("recording");
    if (sungS > LONGEST_S) this.stop();
  }

  private async record(): Promise<void> {
    if (!this.clock) return;
    hush();
    await this.clock.resume();
    const { bpm, beatsPerBar } = this.brief();
    const counted = this.box.querySelector<HTMLInputElement>("[data-rec-count]")?.checked ? beatsPerBar : 0;
    const clicks = this.box.querySelector<HTMLInputElement>("[data-rec-click]")?.checked;
    this.metronome = new Metronome(this.clock, bpm ?? USUAL_BPM, beatsPerBar);
    this.blocks = [];
    const startS = this.clock.currentTime + SETTLE_S;
    this.firstBeatS = startS + counted * this.metronome.beatS();
    this.recording = true;
    this.stand(counted ? "counting" : "recording");
    this.metronome.start(startS, clicks ? Number.MAX_SAFE_INTEGER : counted + NO_CLICK_AFTER);
  }

  private stop(): void {
    if (!this.clock || !this.recording) return;
    this.recording = false;
    this.metronome?.stop();
    const rate = this.clock.sampleRate;
    const sung = fromFirstBeat(joined(this.blocks), rate, this.beganS, this.firstBeatS, this.microphone.latencyS);
    this.blocks = [];
    if (sung.length < rate / 2) return this.stand("ready");
    this.takes++;
    const { bpm } = this.brief();
    const name = (this.box.dataset["takeName"] ?? "Take {n}").replace("{n}", String(this.takes));
    this.take = new File([wavOf(sung, rate)], `${name}${bpm ? `, ${bpm} BPM` : ""}.wav`, { type: "audio/wav" });
    URL.revokeObjectURL(this.url);
    this.url = URL.createObjectURL(this.take);
    this.at("listen").dataset["hear"] = this.url;
    this.at("length").textContent = clock(sung.length / rate);
    this.stand("done");
  }

  private kept(): void {
    if (this.take) this.keep(this.take);
    this.take = null;
    this.close();
  }

  private async again(): Promise<void> {
    this.take = null;
    await this.record();
  }

  private close(): void {
    hush();
    this.silence();
    this.take = null;
    this.stand("closed");
    this.box.querySelector<HTMLElement>("[data-rec=open]")?.focus();
  }

  private silence(): void {
    this.recording = false;
    this.metronome?.stop();
    this.microphone.close();
  }
}
