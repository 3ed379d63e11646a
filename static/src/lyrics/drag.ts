// Blocks dragged by their grip, with a mouse, a pen or a finger. The keyboard has its own way.

export class Drag {
  private from = -1;
  private to = -1;

  constructor(
    private readonly box: HTMLElement,
    private readonly drop: (from: number, to: number) => void,
  ) {
    box.addEventListener("pointerdown", (event) => this.lift(event));
    box.addEventListener("pointermove", (event) => this.carry(event));
    box.addEventListener("pointerup", () => this.put(true));
    box.addEventListener("pointercancel", () => this.put(false));
  }

  private get blocks(): HTMLElement[] {
    return [...this.box.querySelectorAll<HTMLElement>(".lyric-block")];
  }

  private lift(event: PointerEvent): void {
    const grip = (event.target as HTMLElement).closest<HTMLElement>("[data-grip]");
    if (!grip || event.button !== 0) return;
    this.from = this.to = this.blocks.indexOf(grip.closest<HTMLElement>(".lyric-block")!);
    grip.setPointerCapture(event.pointerId);
    this.blocks[this.from]?.toggleAttribute("data-lifted", true);
  }

  private carry(event: PointerEvent): void {
    if (this.from < 0) return;
    event.preventDefault();
    const middles = this.blocks.map((block) => {
      const { top, height } = block.getBoundingClientRect();
      return top + height / 2;
    });
    this.to = placeAt(middles, event.clientY, this.from);
    this.blocks.forEach((block, place) => {
      const here = this.to !== this.from && place === this.to;
      block.toggleAttribute("data-before", here && this.to < this.from);
      block.toggleAttribute("data-behind", here && this.to > this.from);
    });
    scrollNear(event.clientY);
  }

  private put(down: boolean): void {
    const [from, to] = [this.from, this.to];
    if (from < 0) return;
    this.from = this.to = -1;
    for (const block of this.blocks) {
      for (const mark of ["data-lifted", "data-before", "data-behind"]) block.removeAttribute(mark);
    }
    if (down && from !== to) this.drop(from, to);
  }
}

/** Where a block lifted at `from` lands when it is held at `y` among the others' middles. */
export function placeAt(middles: number[], y: number, from: number): number {
  return middles.filter((middle, place) => place !== from && middle < y).length;
}

function scrollNear(y: number): void {
  const edge = 64;
  if (y < edge) globalThis.scrollBy(0, -12);
  else if (y > globalThis.innerHeight - edge) globalThis.scrollBy(0, 12);
}
