// What the server knows of a sound: loudness, sections with their lines, stems.

export interface Line {
  text: string;
  startS: number;
  endS: number;
}

export interface Section {
  label: string;
  kind: string;
  startS: number;
  endS: number;
  lines: Line[];
}

export interface Stem {
  asset: string;
  name: string;
  title: string;
  src: string;
  /** Of a voice over the others: where its file begins, and what makes it as loud as they are. */
  startS?: number;
  gainDb?: number;
}

export interface Heard {
  asset: string;
  title: string;
  song: string;
  songTitle: string;
  artist: string;
  durationS: number | null;
  measures: {
    integrated_lufs?: number;
    short_term_max_lufs?: number;
    loudness_range_lu?: number;
    true_peak_dbtp?: number;
  };
  sections: Section[];
  stems: Stem[];
  stemsOf: string | null;
  wholeTitle: string;
  /** How the stems were split off, and how sure that is; empty where they are the recorded ones. */
  stemsSaid: string;
}

export function sectionAt(sections: readonly Section[], atS: number): Section | null {
  return sections.findLast((one) => one.startS <= atS && atS < one.endS) ?? null;
}

/** The line that is sung now, or the last one of this section until the next begins. */
export function lineAt(sections: readonly Section[], atS: number): string {
  const lines = sections.flatMap((one) => one.lines);
  const now = lines.findLast((line) => line.startS <= atS);
  return now && atS <= now.endS + LINGER_S ? now.text : "";
}

const LINGER_S = 1.5;

const known = new Map<string, Promise<Heard>>();

/** Facts about a file never change, so each is asked for once. */
export function fetchHeard(asset: string, url: string): Promise<Heard> {
  let asked = known.get(asset);
  if (!asked) {
    asked = fetch(url, { credentials: "same-origin" }).then(async (answer) => {
      if (!answer.ok || answer.redirected) throw new Error(`heard ${answer.status}`);
      return (await answer.json()) as Heard;
    });
    asked.catch(() => known.delete(asset));
    known.set(asset, asked);
  }
  return asked;
}
