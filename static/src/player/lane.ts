// The lane: the waveform in the colours of its sections, with needle, loop, zoom and a map of the whole.
import WaveSurfer from "wavesurfer.js";
import { fetchPeaks, type Peaks } from "../peaks";
import type { Section } from "./heard";
import { LaneMap, place } from "./lane_map";
import { paintOf, type Paint } from "./lane_paint";
import { rangeOf, type Loop } from "./transport";
import type { Take } from "./take";

const DRAG_PX = 6;
const HEIGHT_PX = 44;
export const ZOOMS = [1, 2, 4, 8] as const;
const LONG_S = 480;
const FINE_PER_PX = 256;
/** After a person has scrolled, the lane stays where they put it for a while. */
const HANDS_OFF_MS = 3_000;
/** The needle is moved by parts of a pixel no smaller than this: in a whole song it rests for many frames. */
const STEPS_PER_PX = 2;

export interface Hand {
  seek: (atS: number) => void;
  range: (loop: Loop | null) => void;
}

export class Lane {
  readonly box: HTMLElement;
  readonly slider: HTMLElement;
  peaks: Peaks | null = null;
  private wave: WaveSurfer | null = null;
  private sections: Section[] = [];
  private durationS = 0;
  private zoomed = 0;
  private asset = "";
  private readonly map: LaneMap;
  private scrolledAtMs = 0;
  private follows = false;
  private widthPx = 0;
  private shownStep = -1;

  constructor(
    private readonly deck: HTMLElement,
    private readonly hand: Hand,
  ) {
    this.box = this.find("[data-lane]");
    this.slider = this.find("[data-slider]");
    this.map = new LaneMap(deck, this.view, () => (this.scrolledAtMs = performance.now()));
    this.wirePointer();
    new ResizeObserver(() => this.resized()).observe(this.box);
    new MutationObserver(() => this.colour()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  get zoom(): number {
    return ZOOMS[this.zoomed] ?? 1;
  }

  private find(selector: string): HTMLElement {
    return this.deck.querySelector<HTMLElement>(selector)!;
  }

  private get view(): HTMLElement {
    return this.find("[data-lane-view]");
  }

  /** Draw a version; resolves when its waveform stands. */
  async show(take: Take): Promise<void> {
    const changed = this.asset !== take.asset;
    this.asset = take.asset;
    if (changed && this.durationS === 0 && take.durationS > LONG_S) this.setZoom(2);
    const fine = this.zoom > 1 ? `${take.peaks}?resolution=${FINE_PER_PX}` : take.peaks;
    const peaks = await fetchPeaks(fine).catch(() => null);
    if (this.asset !== take.asset) return;
    this.peaks = peaks;
    this.durationS = take.durationS || peaks?.durationS || 1;
    this.draw();
  }

  setSections(sections: Section[]): void {
    this.sections = sections;
    const strip = this.find("[data-parts]");
    strip.replaceChildren(
      ...sections.map((section) => {
        const part = document.createElement("span");
        part.dataset["kind"] = section.kind;
        part.title = section.label;
        part.textContent = section.label;
        place(part, section.startS / this.durationS, section.endS / this.durationS);
        return part;
      }),
    );
    this.colour();
  }

  setPosition(atS: number, playing: boolean): void {
    const share = this.durationS ? Math.min(1, atS / this.durationS) : 0;
    const step = Math.round(share * this.widthPx * STEPS_PER_PX);
    if (playing && this.widthPx && step === this.shownStep) return;
    this.shownStep = step;
    this.find("[data-needle]").style.left = `${100 * share}%`;
    this.wave?.setTime(Math.min(atS, this.durationS));
    if (playing && this.zoom > 1) this.follow(share);
    if (this.zoom > 1) this.showView();
  }

  setLoop(loop: Loop | null): void {
    const mark = this.find("[data-range]");
    mark.hidden = !loop;
    if (loop) place(mark, loop.startS / this.durationS, loop.endS / this.durationS);
  }

  /** `step` is a place in ZOOMS. */
  setZoom(step: number): void {
    this.zoomed = Math.min(ZOOMS.length - 1, Math.max(0, step));
    this.box.style.width = `${100 * this.zoom}%`;
    this.deck.toggleAttribute("data-zoomed", this.zoom > 1);
    if (this.wave) this.scrollTo(this.needleShare());
    this.drawMap();
  }

  zoomBy(steps: number): void {
    this.setZoom(this.zoomed + steps);
  }

  private needleShare(): number {
    return Number.parseFloat(this.find("[data-needle]").style.left || "0") / 100;
  }

  private draw(): void {
    this.wave?.destroy();
    this.wave = WaveSurfer.create({
      container: this.find("[data-lane-wave]"),
      height: HEIGHT_PX,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      normalize: true,
      cursorWidth: 0,
      interact: false,
      ...this.paint(),
      peaks: [this.peaks?.pairs ?? [0, 0]],
      duration: this.durationS,
      cspNonce: this.deck.dataset["nonce"] ?? "",
    });
    this.shownStep = -1;
    this.drawMap();
  }

  private paint(): Paint {
    return paintOf(this.deck, this.sections, this.durationS, this.box.clientWidth);
  }

  private colour(): void {
    if (!this.wave || !this.box.clientWidth) return;
    this.wave.setOptions(this.paint());
    this.drawMap();
  }

  private resized(): void {
    this.widthPx = this.box.clientWidth;
    this.shownStep = -1;
    this.colour();
  }

  private shareAt(event: PointerEvent): number {
    const box = this.slider.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  }

  private wirePointer(): void {
    let from: { x: number; share: number } | null = null;
    let dragged = false;
    this.slider.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, share: this.shareAt(event) };
      dragged = false;
      if (event.pointerType !== "touch") this.slider.setPointerCapture(event.pointerId);
    });
    this.slider.addEventListener("pointermove", (event) => {
      if (!from || event.pointerType === "touch" || Math.abs(event.clientX - from.x) < DRAG_PX) return;
      dragged = true;
      this.setLoop(rangeOf(from.share * this.durationS, this.shareAt(event) * this.durationS, this.durationS));
    });
    this.slider.addEventListener("pointerup", (event) => {
      if (!from) return;
      const atS = this.shareAt(event) * this.durationS;
      if (dragged) this.hand.range(rangeOf(from.share * this.durationS, atS, this.durationS));
      else this.hand.seek(atS);
      from = null;
    });
    this.slider.addEventListener("pointercancel", () => (from = null));
    this.view.addEventListener("scroll", () => {
      if (!this.follows) this.scrolledAtMs = performance.now();
      this.follows = false;
      this.showView();
    });
    this.view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.zoomBy(event.deltaY < 0 ? 1 : -1);
    });
  }

  /** Keep the needle in sight, a page at a time. */
  private follow(share: number): void {
    if (performance.now() - this.scrolledAtMs < HANDS_OFF_MS) return;
    const { scrollLeft, clientWidth, scrollWidth } = this.view;
    const x = share * scrollWidth;
    if (x < scrollLeft || x > scrollLeft + clientWidth * 0.95) this.scrollTo(share);
  }

  private drawMap(): void {
    this.map.draw(this.peaks, this.zoom > 1);
    this.showView();
  }

  private showView(): void {
    this.map.show(this.find("[data-needle]").style.left);
  }

  private scrollTo(share: number): void {
    const { clientWidth, scrollWidth, scrollLeft } = this.view;
    const left = Math.min(scrollWidth - clientWidth, Math.max(0, share * scrollWidth - clientWidth * 0.15));
    if (Math.abs(left - scrollLeft) < 1) return;
    this.follows = true;
    this.view.scrollLeft = left;
  }
}
