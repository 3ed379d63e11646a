// What the deck shows: every place in its markup is written here and nowhere else.
import { clock } from "../clock";
import { fillRow } from "./chip_row";
import { figuresOf } from "./meter";
import type { Heard } from "./heard";
import { offsetWords } from "./level";

export interface Chip {
  asset: string;
  title: string;
  /** The level match of this version in dB, or null when it is off or nothing is known. */
  db: number | null;
}

export interface Moment {
  atS: number;
  durationS: number;
  section: string;
  kind: string;
  line: string;
}

export class Face {
  constructor(private readonly box: HTMLElement) {}

  word(name: string): string {
    return this.box.dataset[name] ?? "";
  }

  private put(selector: string, text: string): void {
    const node = this.box.querySelector(selector);
    if (node && node.textContent !== text) node.textContent = text;
  }

  open(): void {
    this.box.hidden = false;
    document.body.classList.add("with-deck");
  }

  /** On a phone the player is a bar that opens to all it can do. */
  unfold(): void {
    const open = this.box.toggleAttribute("data-open");
    this.box.querySelector('[data-does="open"]')?.setAttribute("aria-expanded", String(open));
  }

  names(title: string, song: string): void {
    this.put("[data-deck-title]", title);
    this.put("[data-deck-song]", song);
  }

  figures(heard: Heard | null): void {
    this.put("[data-figures]", heard ? figuresOf(heard.measures) : "");
  }

  press(name: string, on: boolean): void {
    for (const button of this.box.querySelectorAll(`[data-does="${name}"]`)) {
      button.setAttribute("aria-pressed", String(on));
    }
  }

  show(name: string, shown: boolean): void {
    for (const button of this.box.querySelectorAll<HTMLElement>(`[data-does="${name}"]`)) button.hidden = !shown;
  }

  state(playing: boolean, waiting: boolean): void {
    const button = this.box.querySelector<HTMLButtonElement>("[data-deck-play]")!;
    button.toggleAttribute("data-playing", playing);
    button.setAttribute("aria-pressed", String(playing));
    this.box.toggleAttribute("data-waiting", waiting);
  }

  offset(db: number | null): void {
    this.put("[data-offset]", db === null ? "" : offsetWords(db));
  }

  moment({ atS, durationS, section, kind, line }: Moment): void {
    this.put("[data-clock]", `${clock(atS)} / ${clock(durationS)}`);
    this.put("[data-section]", section);
    this.put("[data-line]", line);
    this.box.querySelector<HTMLElement>("[data-section]")!.dataset["kind"] = kind;
    const slider = this.box.querySelector("[data-slider]")!;
    const spoken = this.word(section ? "spokenSection" : "spoken")
      .replace("{at}", clock(atS))
      .replace("{length}", clock(durationS))
      .replace("{section}", section);
    const now = String(Math.round(atS));
    if (slider.getAttribute("aria-valuenow") === now && slider.getAttribute("aria-valuetext") === spoken) return;
    slider.setAttribute("aria-valuenow", now);
    slider.setAttribute("aria-valuemax", String(Math.round(durationS)));
    slider.setAttribute("aria-valuetext", spoken);
  }

  chips(chips: readonly Chip[], current: string): void {
    const row = this.box.querySelector<HTMLElement>("[data-versions]")!;
    row.hidden = chips.length < 2;
    const drawn = JSON.stringify([chips, current]);
    if (row.dataset["drawn"] === drawn) return;
    row.dataset["drawn"] = drawn;
    const focused = document.activeElement?.closest<HTMLElement>("[data-version]")?.dataset["version"];
    fillRow(row, chips.map((chip, i) => chipOf(chip, i, chip.asset === current)));
    if (focused) row.querySelector<HTMLElement>(`[data-version="${CSS.escape(focused)}"]`)?.focus();
    row.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function chipOf(chip: Chip, index: number, on: boolean): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "deck-chip";
  button.dataset["version"] = chip.asset;
  button.setAttribute("aria-pressed", String(on));
  const parts: [string, string][] = [
    ["kbd", index < 9 ? String(index + 1) : ""],
    ["span", chip.title],
    ["small", chip.db === null ? "" : offsetWords(chip.db)],
  ];
  for (const [tag, text] of parts) {
    if (!text) continue;
    const node = document.createElement(tag);
    node.textContent = text;
    button.append(node, " ");
  }
  return button;
}
