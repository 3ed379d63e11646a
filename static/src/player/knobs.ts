// What a person has set at the deck stays set: the volume, the level match, and which copy of a version is played.
import type { Face } from "./face";
import type { Playback } from "./playback";
import { keepSettings, settings, type Settings } from "./remembered";
import type { Take } from "./take";

export class Knobs {
  private readonly kept = settings();
  private readonly slider: HTMLInputElement | null;

  constructor(
    box: HTMLElement,
    private readonly playback: Playback,
    private readonly face: Face,
  ) {
    this.slider = box.querySelector<HTMLInputElement>("[data-volume]");
    this.slider?.addEventListener("input", (event) => {
      this.setVolume(Number((event.target as HTMLInputElement).value), false);
    });
    this.setVolume(this.kept.volume, this.kept.muted);
    face.press("lossless", this.lossless);
  }

  get match(): boolean {
    return this.kept.match;
  }

  get lossless(): boolean {
    return this.kept.lossless;
  }

  /** The address of the copy that is to be played: the file itself, or a small one that this browser can read. */
  copyOf(take: Take): string {
    if (this.lossless) return take.lossless;
    return new Audio().canPlayType('audio/ogg; codecs="opus"') ? take.proxy : `${take.proxy}?format=aac`;
  }

  setMatch(on: boolean): void {
    this.keep({ match: on });
  }

  setLossless(on: boolean): void {
    this.keep({ lossless: on });
    this.face.press("lossless", on);
  }

  toggleMute(): void {
    this.setVolume(this.kept.volume, !this.kept.muted);
  }

  private setVolume(volume: number, muted: boolean): void {
    this.keep({ volume, muted });
    this.playback.setVolume(muted ? 0 : volume);
    this.face.press("mute", muted);
    if (this.slider) this.slider.value = String(muted ? 0 : volume);
  }

  private keep(set: Partial<Settings>): void {
    Object.assign(this.kept, set);
    keepSettings(this.kept);
  }
}
