// A row per file on its way: what it is, how far it has come, and what can be done about it.
import { bytes, left } from "./clock";
import type { Kind } from "./recognise";
import { signedOutWords } from "./signed_out";
import type { Transfer } from "./transfer";

const CHOICES: Record<Kind, Kind[]> = {
  vocal: ["vocal", "instrumental", "reference"],
  instrumental: ["vocal", "instrumental", "reference"],
  // The page offers only what its kind of song takes.
  reference: ["vocal", "instrumental", "flat_mix", "reference"],
  photo: ["photo"],
  lyrics: ["lyrics"],
  flat_mix: ["flat_mix", "reference"],
  document: ["document"],
};

export interface RowDeeds {
  /** The person says it is something else. */
  retype: (kind: Kind) => void;
  drop: () => void;
}

export class FileRow {
  readonly box: HTMLElement;
  private readonly url: string;
  private readonly words: DOMStringMap;
  transfer: Transfer | null = null;
  /** Under which id this device keeps the file. */
  kept = "";
  kind: Kind | "" = "";

  constructor(
    template: HTMLTemplateElement,
    readonly file: File,
    private readonly deeds: RowDeeds,
  ) {
    this.words = template.dataset;
    this.box = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    this.url = URL.createObjectURL(file);
    this.part("name").textContent = file.name;
    this.part("hear-button").dataset["hear"] = this.url;
    this.select.addEventListener("change", () => this.deeds.retype(this.select.value as Kind));
    this.part("drop").addEventListener("click", () => this.deeds.drop());
    this.part("pause").addEventListener("click", () => this.transfer?.pause());
    this.part("resume").addEventListener("click", () => this.transfer?.resume());
    document.querySelector("[data-sending]")?.append(this.box);
  }

  private part<T extends HTMLElement>(name: string): T {
    return this.box.querySelector<T>(`[data-${name}]`)!;
  }

  private get select(): HTMLSelectElement {
    return this.part<HTMLSelectElement>("kind");
  }

  is(kind: Kind): void {
    this.kind = kind;
    this.box.dataset["kindOf"] = kind;
    for (const option of this.select.options) option.hidden = option.disabled = !CHOICES[kind].includes(option.value as Kind);
    this.select.value = kind;
    this.select.hidden = false;
    this.part("hear-button").hidden = kind === "photo" || kind === "lyrics" || kind === "document";
  }

  say(words: string): void {
    this.part("figures").textContent = words;
  }

  /** What the browser's own look found, as codes. */
  found(codes: readonly string[]): void {
    const list = this.part("findings");
    list.replaceChildren(...doubts(codes, this.words));
  }

  fail(words: string): void {
    this.box.dataset["state"] = "failed";
    // Nothing of it will be used: there is nothing to choose and nothing to hear.
    this.select.hidden = this.part("hear-button").hidden = true;
    this.say(words);
  }

  /** Follow a transfer: figures, bar and buttons. */
  follow(transfer: Transfer): void {
    this.transfer = transfer;
    transfer.onChange = () => this.show();
    this.show();
  }

  private show(): void {
    const { transfer } = this;
    if (!transfer) return;
    const { state, sent, total, perSecond } = transfer;
    this.box.dataset["state"] = state;
    const bar = this.box.querySelector("progress")!;
    bar.hidden = this.select.hidden = state === "failed";
    bar.value = total ? sent / total : 0;
    this.part("pause").hidden = state !== "sending" && state !== "waiting" && state !== "queued";
    this.part("resume").hidden = state !== "paused";
    const pace = state === "sending" && perSecond ? ` · ${bytes(perSecond)}/s · ${left((total - sent) / perSecond)}` : "";
    const figures = `${Math.floor((100 * sent) / total)} % · ${bytes(sent)} / ${bytes(total)}${pace}`;
    const said: Partial<Record<typeof state, string>> = {
      waiting: `${this.words["waiting"] ?? ""} · ${Math.floor((100 * sent) / total)} %`,
      paused: `${this.words["paused"] ?? ""} · ${Math.floor((100 * sent) / total)} %`,
      queued: this.words["queued"] ?? "",
      outside: signedOutWords(),
      failed: transfer.refusal || (this.words["failed"] ?? ""),
      done: bytes(total),
    };
    this.say(said[state] ?? figures);
  }

  leave(): void {
    URL.revokeObjectURL(this.url);
    this.box.remove();
  }
}

/** Findings as list rows; a code without words is left out. */
export function doubts(codes: readonly string[], words: DOMStringMap): HTMLElement[] {
  return codes
    .map((code) => words[`says${code[0]?.toUpperCase()}${code.slice(1)}`] ?? "")
    .filter(Boolean)
    .map((text) => {
      const row = document.createElement("li");
      row.dataset["mood"] = "doubt";
      row.dataset["local"] = "";
      row.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-alert" /></svg><span></span>';
      row.querySelector("span")!.textContent = text;
      return row;
    });
}
