// From the version to its stems and back, at the same sample.
import type { Face } from "./face";
import type { Heard } from "./heard";
import { gainOf } from "./level";
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
    const title = face.word(titleOf(heard, take));
    desk.show(heard.stems, title.replace("{name}", heard.wholeTitle));
    if (!playback.shelf.canDecode(take.durationS) || !playback.canHold(take.durationS, heard.stems.length + 1)) {
      return desk.say(face.word("stemsTooMuch"));
    }
    playback.shelf.pin([url, ...heard.stems.map((stem) => stem.src)]);
    desk.say(face.word("stemsComing"));
    const parts = await this.read(heard).catch(() => null);
    if (!this.on || playback.take !== take) return;
    desk.say(parts ? heard.stemsSaid : face.word("unplayable"));
    if (parts) playback.setStems(parts);
  }

  private async read(heard: Heard): Promise<Part[]> {
    const parts: Part[] = [];
    for (const { name, src, startS, gainDb } of heard.stems) {
      const buffer = await this.playback.shelf.get(src);
      const isPlaced = startS !== undefined;
      parts.push({ name, buffer: isPlaced ? placed(buffer, startS, gainDb ?? 0, parts[0]?.buffer.length ?? buffer.length) : buffer, gain: 1 });
    }
    // What was soloed while they came holds.
    const { gains } = this.desk;
    return parts.map((part) => ({ ...part, gain: gains.get(part.name) ?? 1 }));
  }
}

function titleOf(heard: Heard, take: Take): "stemsOf" | "stemsBefore" | "stemsVoice" {
  if (heard.stemsOf === take.asset) return "stemsOf";
  return heard.stems.some((stem) => stem.startS !== undefined) ? "stemsVoice" : "stemsBefore";
}

/** As long as the others, from its place on, so that it loops and ends with them. */
function placed(buffer: AudioBuffer, startS: number, gainDb: number, length: number): AudioBuffer {
  const { numberOfChannels, sampleRate } = buffer;
  const out = new AudioBuffer({ length, numberOfChannels, sampleRate });
  for (let channel = 0; channel < numberOfChannels; channel++) {
    lay(buffer.getChannelData(channel), out.getChannelData(channel), Math.round(startS * sampleRate), gainOf(gainDb));
  }
  return out;
}

/** Samples from a place on (before 0, their head is left out), times a gain, into a longer or shorter row. */
export function lay(from: Float32Array, into: Float32Array, at: number, gain: number): void {
  const [first, last] = [Math.max(0, at), Math.min(into.length, at + from.length)];
  for (let n = first; n < last; n++) into[n] = from[n - at]! * gain;
}
