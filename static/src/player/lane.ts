// The lane: the waveform in the colours of its sections, with needle, loop, zoom and a map of the whole.
import WaveSurfer from "wavesurfer.js";
import { fetchPeaks, type Peaks } from "../peaks";
import type { Section } from "./heard";
import { LaneMap, place } from "./lane_map";
import { paintOf, type Paint } from "./lane_paint";
import { wirePress, type Hand } from "./lane_press";
import { LaneWindow } from "./lane_window";
import type { Take } from "./take";
import type { Loop } from "./transport";

const HEIGHT_PX = 44;
export const ZOOMS = [1, 2, 4, 8] as const;
const LONG_S = 480;
const FINE_PER_PX = 256;
/** The needle is moved by parts of a pixel no smaller than this: in a whole song it rests for many frames. */
const STEPS_PER_PX = 2;

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
  private readonly window: LaneWindow;
  private widthPx = 0;
  private shownStep = -1;

  constructor(
    private readonly deck: HTMLElement,
    hand: Hand,
  ) {
    this.box = this.find("[data-lane]");
    this.slider = this.find("[data-slider]");
    const view = this.find("[data-lane-view]");
    this.window = new LaneWindow(view, () => this.showView());
    this.map = new LaneMap(deck, view, () => this.window.handsOff());
    wirePress(this.slider, {
      ...hand,
      durationS: () => this.durationS,
      dragged: (loop) => this.setLoop(loop),
    });
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.zoomBy(event.deltaY < 0 ? 1 : -1);
    });
    new ResizeObserver(() => this.resized()).observe(this.box);
    new MutationObserver(() => this.colour()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  get zoom(): number {
    return ZOOMS[this.zoomed] ?? 1;
  }

  private find(selector: string): HTMLElement {
    return this.deck.querySelector<HTMLElement>(selector)!;
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
    if (playing && this.zoom > 1) this.window.follow(share);
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
    if (this.wave) this.window.scrollTo(this.needleShare());
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

  private drawMap(): void {
    this.map.draw(this.peaks, this.zoom > 1);
    this.showView();
  }

  private showView(): void {
    this.map.show(this.find("[data-needle]").style.left);
  }
}
