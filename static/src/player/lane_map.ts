// The map under a zoomed lane: the whole song, what of it is in view, and where the needle stands.
import type { Peaks } from "../peaks";
import { paint } from "../wave_canvas";

export class LaneMap {
  private readonly box: HTMLElement;
  private readonly inView: HTMLElement;
  private readonly needle: HTMLElement;

  /** `view` is the lane's window, which scrolls; `onDrag` hears of a hand that moves it from here. */
  constructor(
    deck: HTMLElement,
    private readonly view: HTMLElement,
    private readonly onDrag: () => void,
  ) {
    const find = (selector: string): HTMLElement => deck.querySelector<HTMLElement>(selector)!;
    this.box = find("[data-map]");
    this.inView = find("[data-map-view]");
    this.needle = find("[data-map-needle]");
    this.box.addEventListener("pointerdown", (event) => {
      this.box.setPointerCapture(event.pointerId);
      this.drag(event);
    });
    this.box.addEventListener("pointermove", (event) => this.drag(event));
  }

  draw(peaks: Peaks | null, zoomed: boolean): void {
    this.box.hidden = !zoomed;
    const canvas = this.box.querySelector("canvas");
    if (zoomed && canvas && peaks) paint(canvas, peaks.pairs, 0);
  }

  /** `needleLeft` is the needle's place as the lane writes it. */
  show(needleLeft: string): void {
    const { scrollLeft, clientWidth, scrollWidth } = this.view;
    if (scrollWidth) place(this.inView, scrollLeft / scrollWidth, (scrollLeft + clientWidth) / scrollWidth);
    this.needle.style.left = needleLeft;
  }

  private drag(event: PointerEvent): void {
    if (!(event.buttons & 1)) return;
    const box = this.box.getBoundingClientRect();
    this.onDrag();
    this.view.scrollLeft = ((event.clientX - box.left) / box.width) * this.view.scrollWidth - this.view.clientWidth / 2;
  }
}

/** Lay a mark over the stretch between two shares of a width. */
export function place(node: HTMLElement, from: number, to: number): void {
  node.style.left = `${100 * from}%`;
  node.style.width = `${100 * Math.max(0, to - from)}%`;
}
