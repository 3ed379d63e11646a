// The window over a zoomed lane: it keeps the needle in sight, a page at a time, unless a person has just scrolled.

/** After a person has scrolled, the lane stays where they put it for a while. */
const HANDS_OFF_MS = 3_000;

export class LaneWindow {
  private scrolledAtMs = 0;
  private follows = false;

  constructor(
    private readonly view: HTMLElement,
    scrolled: () => void,
  ) {
    view.addEventListener("scroll", () => {
      if (!this.follows) this.handsOff();
      this.follows = false;
      scrolled();
    });
  }

  /** A person is moving it. */
  handsOff(): void {
    this.scrolledAtMs = performance.now();
  }

  /** `share` of the song is where the needle stands. */
  follow(share: number): void {
    if (performance.now() - this.scrolledAtMs < HANDS_OFF_MS) return;
    const { scrollLeft, clientWidth, scrollWidth } = this.view;
    const x = share * scrollWidth;
    if (x < scrollLeft || x > scrollLeft + clientWidth * 0.95) this.scrollTo(share);
  }

  scrollTo(share: number): void {
    const { clientWidth, scrollWidth, scrollLeft } = this.view;
    const left = Math.min(scrollWidth - clientWidth, Math.max(0, share * scrollWidth - clientWidth * 0.15));
    if (Math.abs(left - scrollLeft) < 1) return;
    this.follows = true;
    this.view.scrollLeft = left;
  }
}
