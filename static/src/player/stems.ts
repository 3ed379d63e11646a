// From the version to its stems and back, at the same sample.
import type { Face } from "./face";
import type { Heard } from "./heard";
import type { Playback } from "./playback";
import type { Part } from "./sounding";
import { StemDesk } from "./stem_desk";
import type { Take } from "./take";

export class Stems {
  on = false;
  private readonly desk: StemDesk;

  constructor(
    box: HTMLElement,
    private readonly playback: Playback,
    private readonly face: Face,
  ) {
    this.desk = new StemDesk(box, (gains) => {
      for (const [name, gain] of gains) playback.setStem(name, gain);
    });
  }

  close(): void {
    this.on = false;
    this.desk.hide();
    this.face.press("stems", false);
  }

  async toggle(take: Take, url: string, heard: Heard): Promise<void> {
    const { playback, desk, face } = this;
    if (this.on) {
      this.close();
      return playback.setStems([]);
    }
    if (!heard.stems.length) return;
    this.on = true;
    face.press("stems", true);
    const title = face.word(heard.stemsOf === take.asset ? "stemsOf" : "stemsBefore");
    desk.show(heard.stems, title.replace("{name}", heard.wholeTitle));
    if (!playback.canDecode(take.durationS) || !playback.canHold(take.durationS, heard.stems.length + 1)) {
      return desk.say(face.word("stemsTooMuch"));
    }
    playback.shelf.pin([url, ...heard.stems.map((stem) => stem.src)]);
    desk.say(face.word("stemsComing"));
    const parts = await this.read(heard).catch(() => null);
    if (!this.on || playback.take !== take) return;
    desk.say(parts ? "" : face.word("unplayable"));
    if (parts) playback.setStems(parts);
  }

  private async read(heard: Heard): Promise<Part[]> {
    const parts: Part[] = [];
    for (const { name, src } of heard.stems) parts.push({ name, buffer: await this.playback.shelf.get(src), gain: 1 });
    // What was soloed while they came holds.
    const { gains } = this.desk;
    return parts.map((part) => ({ ...part, gain: gains.get(part.name) ?? 1 }));
  }
}
