// The player at the foot of the page: versions of a song share one clock, and it plays on while pages are turned.
import { toast } from "../toast";
import { BlindPage } from "./blind_page";
import { tell } from "./contract";
import { Face } from "./face";
import { mediaKeysFor, wireHands } from "./hands";
import { fetchHeard, type Heard } from "./heard";
import { Knobs } from "./knobs";
import { wireLaid } from "./laid";
import { Lane } from "./lane";
import type { MediaKeys } from "./media_session";
import { NamePlate } from "./name_plate";
import { Needle } from "./needle";
import { followPage, markPlaces } from "./page";
import { Playback } from "./playback";
import { Range } from "./range";
import { Stems } from "./stems";
import type { Take } from "./take";
import { Versions } from "./versions";

export class Deck {
  readonly playback = new Playback();
  readonly face: Face;
  readonly lane: Lane;
  readonly range: Range;
  readonly stems: Stems;
  readonly blind: BlindPage;
  readonly versions: Versions;
  readonly knobs: Knobs;
  private readonly media: MediaKeys;
  private readonly plate: NamePlate;
  private readonly needle: Needle;
  current: Take | null = null;
  /** What the studio told last: of this version, or until it has of another one of the song. */
  heard: Heard | null = null;

  constructor(readonly box: HTMLElement) {
    this.face = new Face(box);
    this.lane = new Lane(box, { seek: (s) => this.seek(s), range: (loop) => this.range.set(loop) });
    this.range = new Range(this.playback, this.lane, this.face);
    this.stems = new Stems(box.querySelector<HTMLElement>("[data-stem-desk]")!, this.playback, this.face);
    this.blind = new BlindPage({ version: this.face.word("versionName"), play: this.face.word("playName") });
    this.versions = new Versions(box, this.blind);
    this.media = mediaKeysFor(this);
    this.plate = new NamePlate(this, this.media);
    this.needle = new Needle(this);
    this.playback.onChange = () => this.changed();
    this.playback.onTrouble = (kind) => this.trouble(kind);
    wireHands(this);
    wireLaid(this);
    this.knobs = new Knobs(box, this.playback, this.face);
    followPage(this);
  }

  // A version is put on

  load(take: Take, atS: number | null = null, play = true): void {
    const isSame = take.asset === this.current?.asset;
    if (isSame) {
      if (atS !== null) this.seek(atS);
      if (play) this.playback.play();
      return;
    }
    const sameSong = take.song !== "" && take.song === this.current?.song;
    this.current = take;
    if (!sameSong) this.newSong(take);
    // The sound first: whatever is shown can wait for it.
    this.playback.load(take, this.knobs.copyOf(take), { atS, play });
    this.stems.close();
    this.face.open();
    this.collect();
    if (!sameSong) this.range.show();
    void this.learn(take);
  }

  private newSong(take: Take): void {
    this.heard = null;
    this.range.forget();
    this.setBlind(false);
    this.versions.collect(take);
    this.playback.setLevels(this.versions.levels, this.knobs.match);
  }

  /** Everything that takes a request: the sound does not wait for it. */
  private async learn(take: Take): Promise<void> {
    const isCurrent = (): boolean => this.current?.asset === take.asset;
    const drawn = this.lane.show(take);
    const heard = await fetchHeard(take.asset, take.heard).catch(() => null);
    if (!isCurrent()) return;
    this.heard = heard;
    if (heard) {
      take.song ||= heard.song;
      take.title ||= heard.title;
      if (!take.durationS && heard.durationS) take.durationS = this.playback.transport.durationS = heard.durationS;
      const { integrated_lufs: lufs } = heard.measures;
      if (lufs !== undefined) this.versions.measured(take.asset, lufs);
      this.collect();
    }
    await drawn;
    if (!isCurrent()) return;
    this.lane.setSections(heard?.sections ?? []);
    this.lane.setLoop(this.playback.loop);
    this.face.figures(heard);
    this.face.show("stems", (heard?.stems.length ?? 0) > 0);
    this.changed();
    tell("loaded", { asset: take.asset, song: take.song, durationS: take.durationS, lane: this.lane.box });
    await this.prefetch(take);
  }

  /** The other versions are made ready one by one, while there is room for them. */
  private async prefetch(take: Take): Promise<void> {
    const { playback } = this;
    const { shelf } = playback;
    for (const other of this.versions.list) {
      const url = this.knobs.copyOf(other);
      if (this.current?.asset !== take.asset || this.stems.on || !playback.context) return;
      if (shelf.ready(url) || !shelf.canDecode(other.durationS) || !playback.roomFor(other.durationS)) continue;
      await shelf.get(url).catch(() => undefined);
    }
  }

  /** Look again which versions there are, and how loud. */
  private collect(): void {
    if (!this.current) return;
    this.versions.collect(this.current);
    const { levels } = this.versions;
    this.playback.setLevels(levels, this.knobs.match);
    this.plate.show(levels);
  }

  // What can be done with it

  toggle(): void {
    if (this.playback.playing) return this.playback.pause();
    if (this.current) return this.playback.play();
    const [first] = this.versions.onPage;
    if (first) this.load(first);
  }

  seek(atS: number): void {
    if (this.current) this.playback.seek(Math.max(0, atS));
  }

  zoom(steps: number): void {
    this.lane.zoomBy(steps);
    if (this.current) void this.lane.show(this.current).then(() => this.changed());
  }

  setMatch(on: boolean): void {
    this.knobs.setMatch(on);
    this.collect();
  }

  setLossless(on: boolean): void {
    this.knobs.setLossless(on);
    const { current } = this;
    if (current) this.playback.load(current, this.knobs.copyOf(current), { atS: null, play: false });
  }

  setBlind(on: boolean): void {
    if (on === this.blind.on || (on && !this.current)) return;
    if (on) this.blind.start(this.current?.song ?? "");
    else this.blind.stop();
    if (!on) this.versions.forget();
    this.collect();
    this.face.press("blind", on);
    tell("blind", { on, by: "player" });
  }

  // Showing

  /** After a part of the page was replaced: the same take may be another element. */
  find(): void {
    this.blind.dress();
    this.collect();
    this.changed();
  }

  private changed(): void {
    const { playing, waiting } = this.playback;
    markPlaces(this.current, playing);
    this.face.state(playing, waiting);
    this.needle.show();
    this.media.show(playing, this.playback.positionS, this.playback.transport.durationS);
    if (playing && this.current && !waiting) void this.prefetch(this.current);
  }

  trouble(kind: "unplayable" | "blocked"): void {
    if (kind === "unplayable" && this.knobs.lossless) {
      toast(this.face.word("notLossless"));
      this.setLossless(false);
      return this.playback.play();
    }
    if (kind === "unplayable") toast(this.face.word("unplayable"), "error");
  }
}
