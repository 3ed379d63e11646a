// What is on and what else there is, by name: on the deck, on the chips of its versions, and on a lock screen.
import { artworkOf } from "./artwork";
import type { Deck } from "./deck";
import type { MediaKeys } from "./media_session";
import type { Take } from "./take";

export class NamePlate {
  private picture = { song: "", src: "" };

  constructor(
    private readonly deck: Deck,
    private readonly media: MediaKeys,
  ) {}

  /** `levels` is what the match takes off each version, in dB. */
  show(levels: ReadonlyMap<string, number>): void {
    const { face, versions, playback, knobs, current, heard } = this.deck;
    if (!current) return;
    const isMatchShown = knobs.match && !this.deck.blind.on;
    const chips = versions.list.map((one) => ({
      asset: one.asset,
      title: this.nameOf(one),
      db: isMatchShown ? (levels.get(one.asset) ?? null) : null,
    }));
    face.chips(chips, current.asset);
    face.names(this.nameOf(current), heard?.songTitle === current.title ? "" : (heard?.songTitle ?? ""));
    face.press("match", knobs.match);
    face.offset(isMatchShown ? playback.levelDb : null);
    void this.tellMedia(current);
  }

  private async tellMedia(take: Take): Promise<void> {
    const tell = (picture: string): void => {
      const { heard } = this.deck;
      this.media.name(this.nameOf(take), heard?.artist ?? "", heard?.songTitle ?? "", picture);
    };
    tell(this.picture.song === take.song ? this.picture.src : "");
    const src = await artworkOf(take.song, this.deck.box.dataset["cards"] ?? "");
    if (this.deck.current !== take || this.picture.src === src) return;
    this.picture = { song: take.song, src };
    tell(src);
  }

  /** Blind, a letter stands for the title. */
  private nameOf(take: Take): string {
    const letter = this.deck.blind.alias(take.asset);
    return letter ? this.deck.face.word("versionName").replace("{letter}", letter) : take.title;
  }
}
