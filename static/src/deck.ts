// The player at the foot of the page. Versions of a song share it: choosing another keeps the position.
import WaveSurfer from "wavesurfer.js";
import { clock } from "./clock";
import { fetchPeaks } from "./peaks";
import { setPlayed } from "./wave_canvas";

const TYPING = "input, textarea, select, [contenteditable], dialog[open] *";

export class Deck {
  private readonly audio = new Audio();
  private wave: WaveSurfer | null = null;
  private current: HTMLElement | null = null;
  private song = "";

  constructor(private readonly box: HTMLElement) {
    this.audio.preload = "metadata";
    for (const name of ["play", "pause", "ended"]) this.audio.addEventListener(name, () => this.show());
    this.audio.addEventListener("timeupdate", () => this.tick());
    this.lane.addEventListener("keydown", (event) => this.slide(event));
    this.button.addEventListener("click", () => this.toggle());
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("focusin", (event) => {
      const target = event.target;
      if (target instanceof HTMLTextAreaElement && target.matches("[data-comments]")) this.aim(target);
    });
    document.addEventListener("htmx:afterSettle", () => this.find());
    new ResizeObserver(() => this.tick()).observe(box);
  }

  private get lane(): HTMLElement {
    return this.box.querySelector<HTMLElement>("[data-lane]")!;
  }

  private get button(): HTMLButtonElement {
    return this.box.querySelector<HTMLButtonElement>("[data-deck-play]")!;
  }

  private get takes(): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>("[data-take]")];
  }

  async load(take: HTMLElement, play = true): Promise<void> {
    const same = this.current?.dataset["take"] === take.dataset["take"];
    this.current = take;
    if (same) {
      if (play) await this.audio.play();
      return;
    }
    const atS = this.song === take.dataset["song"] ? this.audio.currentTime : 0;
    this.song = take.dataset["song"] ?? "";
    this.box.hidden = false;
    document.body.classList.add("with-deck");
    this.audio.src = take.dataset["src"] ?? "";
    this.audio.currentTime = atS;
    if (play) void this.audio.play().catch(() => this.show());
    this.box.querySelector("[data-deck-title]")!.textContent = take.dataset["title"] ?? "";
    await this.drawLane(take);
    this.show();
  }

  private async drawLane(take: HTMLElement): Promise<void> {
    this.wave?.destroy();
    const style = getComputedStyle(this.box);
    const peaks = await fetchPeaks(take.dataset["peaks"] ?? "").catch(() => null);
    if (this.current !== take) return;
    this.wave = WaveSurfer.create({
      container: this.lane,
      media: this.audio,
      height: 40,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      normalize: true,
      cursorWidth: 2,
      dragToSeek: true,
      waveColor: style.getPropertyValue("--wave").trim(),
      progressColor: style.getPropertyValue("--wave-played").trim(),
      cursorColor: style.getPropertyValue("--ink").trim(),
      peaks: peaks ? [peaks.pairs] : [[0, 0]],
      duration: Number(take.dataset["duration"]) || peaks?.durationS || 1,
      cspNonce: this.box.dataset["nonce"] ?? "",
    });
  }

  toggle(): void {
    if (!this.current) {
      const first = this.takes[0];
      if (first) void this.load(first);
    } else if (this.audio.paused) void this.audio.play();
    else this.audio.pause();
  }

  seek(seconds: number): void {
    this.audio.currentTime = Math.min(Math.max(0, seconds), this.durationS);
    this.tick();
  }

  private get durationS(): number {
    return Number(this.current?.dataset["duration"]) || this.audio.duration || 0;
  }

  private clicked(event: Event): void {
    const target = event.target as HTMLElement;
    const jump = target.closest<HTMLElement>("[data-jump]");
    if (jump) return void this.jump(jump);
    const take = target.closest<HTMLElement>("[data-take]");
    if (!take) return;
    const wave = target.closest<HTMLElement>("[data-wave]");
    if (wave) return void this.fromWave(take, wave, event as MouseEvent);
    if (!target.closest("[data-play]")) return;
    if (take.dataset["take"] === this.current?.dataset["take"]) this.toggle();
    else void this.load(take);
  }

  private async fromWave(take: HTMLElement, wave: HTMLElement, event: MouseEvent): Promise<void> {
    const box = wave.getBoundingClientRect();
    const fraction = (event.clientX - box.left) / box.width;
    await this.load(take);
    this.seek(fraction * this.durationS);
  }

  private async jump(jump: HTMLElement): Promise<void> {
    const take = this.takes.find((one) => one.dataset["take"] === jump.dataset["asset"]) ?? this.current;
    if (!take) return;
    await this.load(take);
    // Half a second early, so that the moment itself is heard coming.
    this.seek(Number(jump.dataset["jump"]) - 0.5);
  }

  private slide(event: KeyboardEvent): void {
    if (event.key === "Home") this.seek(0);
    else if (event.key === "End") this.seek(this.durationS);
    else return;
    event.preventDefault();
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
    if (event.key === " ") {
      if (target.closest("button, a, summary, video, [role=button]")) return;
      event.preventDefault();
      this.toggle();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      if (!this.current || target.closest("video")) return;
      event.preventDefault();
      this.seek(this.audio.currentTime + (event.key === "ArrowLeft" ? -5 : 5));
    } else if (/^[1-9]$/.test(event.key)) {
      const take = this.takes[Number(event.key) - 1];
      if (take) void this.load(take);
    }
  }

  /** A person starts to write: the comment is about what plays, at this moment. */
  private aim(text: HTMLTextAreaElement): void {
    const form = text.form;
    if (!form || !this.current || text.value) return;
    const asset = form.elements.namedItem("asset");
    const at = form.elements.namedItem("at_s");
    const id = this.current.dataset["take"] ?? "";
    if (!(asset instanceof HTMLSelectElement) || !(at instanceof HTMLInputElement)) return;
    if (![...asset.options].some((option) => option.value === id)) return;
    asset.value = id;
    at.value = this.audio.currentTime.toFixed(1);
  }

  /** After a partial was swapped: the same take may be another element. */
  private find(): void {
    if (!this.current) return;
    this.current = this.takes.find((one) => one.dataset["take"] === this.current?.dataset["take"]) ?? this.current;
    this.show();
  }

  private show(): void {
    const playing = !this.audio.paused && !this.audio.ended;
    const id = this.current?.dataset["take"];
    for (const take of this.takes) {
      take.toggleAttribute("data-on-deck", take.dataset["take"] === id);
      take.toggleAttribute("data-playing", playing && take.dataset["take"] === id);
    }
    this.button.toggleAttribute("data-playing", playing);
    this.button.setAttribute("aria-pressed", String(playing));
    this.tick();
  }

  private tick(): void {
    const { currentTime: nowS } = this.audio;
    const spoken = `${clock(nowS)} / ${clock(this.durationS)}`;
    this.box.querySelector("[data-clock]")!.textContent = spoken;
    this.lane.setAttribute("aria-valuenow", String(Math.round(nowS)));
    this.lane.setAttribute("aria-valuemax", String(Math.round(this.durationS)));
    this.lane.setAttribute("aria-valuetext", spoken);
    const canvas = this.current?.querySelector<HTMLCanvasElement>("canvas[data-peaks]");
    if (canvas && this.durationS) setPlayed(canvas, nowS / this.durationS);
  }
}
