// The player at the foot of the page: versions of a song share one clock, and it plays on while pages are turned.
import { toast } from "../toast";
import { setPlayed } from "../wave_canvas";
import { aim } from "./aim";
import { artworkOf } from "./artwork";
import { BlindPage } from "./blind_page";
import { tell } from "./contract";
import { Face } from "./face";
import { fetchHeard, lineAt, sectionAt, type Heard } from "./heard";
import { wireHands } from "./hands";
import type { Deed } from "./keys";
import { wireLaid } from "./laid";
import { Lane } from "./lane";
import { MediaKeys } from "./media_session";
import { levelAt, Meter } from "./meter";
import { Playback } from "./playback";
import { Pulse } from "./pulse";
import { Range } from "./range";
import { keepSettings, leave, leftOff, settings } from "./remembered";
import { Stems } from "./stems";
import { bareTake, type Take } from "./take";
import { Versions } from "./versions";

const TELL_MS = 100;

export class Deck {
  readonly playback = new Playback();
  private readonly face: Face;
  readonly lane: Lane;
  private readonly range: Range;
  private readonly stems: Stems;
  private readonly blind: BlindPage;
  readonly versions: Versions;
  private readonly meter: Meter;
  private readonly media: MediaKeys;
  private readonly kept = settings();
  current: Take | null = null;
  private heard: Heard | null = null;
  private picture = { song: "", src: "" };
  private readonly pulse = new Pulse(() => this.tick(false), () => this.playback.playing);
  private toldAtMs = 0;

  constructor(readonly box: HTMLElement) {
    this.face = new Face(box);
    this.lane = new Lane(box, { seek: (s) => this.seek(s), range: (loop) => this.range.set(loop) });
    this.range = new Range(this.playback, this.lane, this.face);
    this.stems = new Stems(box.querySelector<HTMLElement>("[data-stem-desk]")!, this.playback, this.face);
    this.blind = new BlindPage({ version: this.face.word("versionName"), play: this.face.word("playName") });
    this.versions = new Versions(box, this.blind);
    this.meter = new Meter(box.querySelector<HTMLElement>("[data-meter]")!);
    this.media = new MediaKeys({
      play: () => this.playback.play(),
      pause: () => this.playback.pause(),
      seek: (s) => this.seek(s),
      step: (s) => this.seek(this.playback.positionS + s),
      next: () => this.stepVersion(1),
      previous: () => this.stepVersion(-1),
    });
    this.playback.onChange = () => this.changed();
    this.playback.onTrouble = (kind) => this.trouble(kind);
    this.wire();
    this.setVolume(this.kept.volume, this.kept.muted);
    this.face.press("lossless", this.kept.lossless);
    if (!this.isGuests) this.resume();
  }

  /** A guest's link knows one version: nothing is carried there from other pages, nor from there to them. */
  private get isGuests(): boolean {
    return this.box.hasAttribute("data-guest");
  }

  private wire(): void {
    wireHands(this);
    document.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLTextAreaElement && target.matches("[data-comments]") && this.current) {
        aim(target, this.current.asset, this.playback.positionS);
      }
    });
    document.addEventListener("htmx:afterSettle", () => this.find());
    document.addEventListener("studio:page", () => this.find());
    document.addEventListener("studio:play", (event) => {
      const { asset, atS } = (event as CustomEvent<{ asset: string; atS?: number }>).detail;
      this.load(this.versions.find(asset), atS ?? null);
    });
    wireLaid(this);
    document.addEventListener("studio:blind", (event) => {
      const { on, by } = (event as CustomEvent<{ on: boolean; by?: string }>).detail;
      if (by !== "player") this.setBlind(on);
    });
    globalThis.addEventListener("pagehide", () => this.leave());
    this.box.querySelector("[data-volume]")?.addEventListener("input", (event) => {
      this.setVolume(Number((event.target as HTMLInputElement).value), false);
    });
  }

  url(take: Take): string {
    if (this.kept.lossless) return take.lossless;
    return new Audio().canPlayType('audio/ogg; codecs="opus"') ? take.proxy : `${take.proxy}?format=aac`;
  }

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
    this.playback.load(take, this.url(take), { atS, play });
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
    this.playback.setLevels(this.versions.levels, this.kept.match);
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
      if (heard.measures.integrated_lufs !== undefined) this.versions.measured(take.asset, heard.measures.integrated_lufs);
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
    for (const other of this.versions.list) {
      const url = this.url(other);
      if (this.current?.asset !== take.asset || this.stems.on || !playback.context) return;
      if (playback.shelf.ready(url) || !playback.canDecode(other.durationS) || !playback.roomFor(other.durationS)) continue;
      await playback.shelf.get(url).catch(() => undefined);
    }
  }

  /** Look again which versions there are, and how loud. */
  private collect(): void {
    if (!this.current) return;
    this.versions.collect(this.current);
    const { levels } = this.versions;
    this.playback.setLevels(levels, this.kept.match);
    this.showVersions(levels);
  }

  private showVersions(levels: Map<string, number>): void {
    const { current } = this;
    if (!current) return;
    const chips = this.versions.list.map((one) => ({
      asset: one.asset,
      title: this.nameOf(one),
      db: this.kept.match && !this.blind.on ? (levels.get(one.asset) ?? null) : null,
    }));
    this.face.chips(chips, current.asset);
    this.face.names(this.nameOf(current), this.heard?.songTitle === current.title ? "" : (this.heard?.songTitle ?? ""));
    this.face.press("match", this.kept.match);
    this.face.offset(this.kept.match && !this.blind.on ? this.playback.levelDb : null);
    void this.tellMedia(current);
  }

  private async tellMedia(take: Take): Promise<void> {
    const tell = (picture: string): void => {
      this.media.name(this.nameOf(take), this.heard?.artist ?? "", this.heard?.songTitle ?? "", picture);
    };
    tell(this.picture.song === take.song ? this.picture.src : "");
    const src = await artworkOf(take.song, this.box.dataset["cards"] ?? "");
    if (this.current !== take || this.picture.src === src) return;
    this.picture = { song: take.song, src };
    tell(src);
  }

  private nameOf(take: Take): string {
    const letter = this.blind.alias(take.asset);
    return letter ? this.face.word("versionName").replace("{letter}", letter) : take.title;
  }

  private stepVersion(by: number): void {
    const next = this.versions.beside(this.current?.asset ?? "", by);
    if (next) this.load(next);
  }

  // Hands

  toggle(): void {
    if (this.playback.playing) return this.playback.pause();
    if (this.current) return this.playback.play();
    const [first] = this.versions.onPage;
    if (first) this.load(first);
  }

  seek(atS: number): void {
    if (this.current) this.playback.seek(Math.max(0, atS));
  }

  private setMatch(on: boolean): void {
    this.kept.match = on;
    keepSettings(this.kept);
    this.collect();
  }

  private setBlind(on: boolean): void {
    if (on === this.blind.on || (on && !this.current)) return;
    if (on) this.blind.start(this.current?.song ?? "");
    else this.blind.stop();
    if (!on) this.versions.forget();
    this.collect();
    this.face.press("blind", on);
    tell("blind", { on, by: "player" });
  }

  private setVolume(volume: number, muted: boolean): void {
    Object.assign(this.kept, { volume, muted });
    keepSettings(this.kept);
    this.playback.setVolume(muted ? 0 : volume);
    this.face.press("mute", muted);
    const slider = this.box.querySelector<HTMLInputElement>("[data-volume]");
    if (slider) slider.value = String(muted ? 0 : volume);
  }

  private setLossless(on: boolean): void {
    this.kept.lossless = on;
    keepSettings(this.kept);
    this.face.press("lossless", on);
    const { current } = this;
    if (current) this.playback.load(current, this.url(current), { atS: null, play: false });
  }

  private async toggleStems(): Promise<void> {
    const { current } = this;
    // Not what is known of the version before, should this one be new on the deck.
    const heard = current && (await fetchHeard(current.asset, current.heard).catch(() => null));
    if (heard && this.current === current) void this.stems.toggle(current, this.url(current), heard);
  }

  private version(place: number): void {
    const take = this.versions.at(place);
    if (take) this.load(take);
  }

  /** What a key or a button asks for. */
  do(deed: Deed | { do: string }): void {
    if (deed.do === "toggle") this.toggle();
    else if ("byS" in deed) this.seek(this.playback.positionS + deed.byS);
    else if ("place" in deed) this.version(deed.place);
    else if (deed.do === "match") this.setMatch(!this.kept.match);
    else if (deed.do === "blind") this.setBlind(!this.blind.on);
    else if (deed.do === "stems") void this.toggleStems();
    else if (deed.do === "lossless") this.setLossless(!this.kept.lossless);
    else if (deed.do === "mute") this.setVolume(this.kept.volume, !this.kept.muted);
    else if (deed.do === "rangeStart") this.beginRange();
    else if (deed.do === "rangeEnd") this.range.end();
    else if (deed.do === "clear") this.range.set(null);
    else if (deed.do === "start") this.seek(this.playback.loop?.startS ?? 0);
    else if (deed.do === "zoomIn" || deed.do === "zoomOut") this.zoom(deed.do === "zoomIn" ? 1 : -1);
    else if (deed.do === "open") this.face.unfold();
  }

  private beginRange(): void {
    if (this.range.begin()) toast(this.face.word("rangeBegun"));
  }

  private zoom(steps: number): void {
    this.lane.zoomBy(steps);
    if (this.current) void this.lane.show(this.current).then(() => this.changed());
  }

  // Showing

  /** After a part of the page was replaced: the same take may be another element. */
  private find(): void {
    this.blind.dress();
    this.collect();
    this.changed();
  }

  private changed(): void {
    const { playing, waiting } = this.playback;
    const id = this.current?.asset;
    for (const place of document.querySelectorAll<HTMLElement>("[data-take]")) {
      const isOn = place.dataset["take"] === id;
      place.toggleAttribute("data-on-deck", isOn);
      place.toggleAttribute("data-playing", playing && isOn);
    }
    this.face.state(playing, waiting);
    this.tick(true);
    this.media.show(playing, this.playback.positionS, this.playback.transport.durationS);
    this.pulse.start();
    if (playing && this.current && !waiting) void this.prefetch(this.current);
  }

  private tick(changed: boolean): void {
    const { current, playback } = this;
    if (!current) return;
    const atS = playback.positionS;
    const durationS = playback.transport.durationS;
    this.lane.setPosition(atS, playback.playing);
    const { peaks } = this.lane;
    if (peaks) this.meter.show(playback.playing ? levelAt(peaks.pairs, atS, durationS) : null);
    const nowMs = performance.now();
    if (!changed && nowMs - this.toldAtMs < TELL_MS) return;
    this.toldAtMs = nowMs;
    const sections = this.heard?.sections ?? [];
    // The very end still belongs to the last section.
    const section = sectionAt(sections, Math.min(atS, durationS - 0.01));
    const line = lineAt(sections, atS);
    this.face.moment({ atS, durationS, section: section?.label ?? "", kind: section?.kind ?? "", line });
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>("[data-on-deck] canvas[data-peaks]")) {
      if (durationS) setPlayed(canvas, atS / durationS);
    }
    tell("position", { asset: current.asset, song: current.song, atS, durationS, playing: playback.playing });
  }

  trouble(kind: "unplayable" | "blocked"): void {
    if (kind === "unplayable" && this.kept.lossless) {
      toast(this.face.word("notLossless"));
      this.setLossless(false);
      return this.playback.play();
    }
    if (kind === "unplayable") toast(this.face.word("unplayable"), "error");
  }

  // From page to page

  private leave(): void {
    const { current, playback } = this;
    if (this.isGuests) return;
    if (!current || this.blind.on) return leave(null);
    const { asset, song, title, durationS } = current;
    leave({ asset, song, title, durationS, atS: playback.positionS, playing: playback.playing, whenMs: Date.now() });
  }

  /** A page that was loaded whole goes on where the last one stopped. */
  private resume(): void {
    const left = leftOff(Date.now());
    leave(null);
    if (!left) return;
    const { song, title, durationS } = left;
    this.load({ ...bareTake(this.box, left.asset), song, title, durationS }, left.atS, left.playing);
  }
}
