// Files dropped, chosen, recorded or left over from before a reload: recognised, looked at, and sent.
import { ArrivedFiles } from "./arrived_files";
import type { Draft } from "./draft";
import { FileRow } from "./file_rows";
import { dropFile, filesOf, keepFile, type KeptFile } from "./kept_files";
import { LocalFindings } from "./local_findings";
import { addTo, wordsOf } from "./lyrics_file";
import { inTime, lookAt, type Look } from "./precheck";
import { familyOf, hinted, sorted, sortedForRescue, type Family, type Kind } from "./recognise";
import { Line } from "./uploads";

const HEAD_BYTES = 4096;

/** What may stand as a proof beside a song that is to be rescued. */
const PROOFS: ReadonlySet<Family> = new Set<Family>(["document", "text", "image"]);
/** Families that are known and not taken, with the words of the page for them. */
const REFUSED: Partial<Record<Family, string>> = { heic: "heic", document: "pdf", word: "docx" };

interface Sound {
  row: FileRow;
  look: Promise<Look | null>;
}

export class Incoming {
  private readonly template = document.querySelector<HTMLTemplateElement>("#file-row")!;
  private readonly line: Line;
  private readonly landed: ArrivedFiles;
  private readonly found = new LocalFindings(this.template.dataset);

  constructor(
    private readonly draft: Draft,
    csrf: string,
    private readonly onChange: () => void,
    signal: AbortSignal,
  ) {
    this.line = new Line(csrf, onChange, signal);
    this.landed = new ArrivedFiles(csrf, this.template.dataset, signal);
    const remind = (): void => {
      this.found.remind();
      this.onChange();
    };
    for (const name of ["htmx:afterSettle", "htmx:oobAfterSwap"]) document.addEventListener(name, remind, { signal });
  }

  /** A finished file is to be rescued: sounds are the song or a reference, everything else is a proof. */
  private get isRescue(): boolean {
    return document.querySelector('[data-new-song][data-kind="rescue"]') !== null;
  }

  get stillComing(): number {
    return this.line.open.length + document.querySelectorAll("[data-sending] [data-state=looking]").length;
  }

  has(kind: Kind): boolean {
    return document.querySelector(`[data-file][data-kind-of="${kind}"]:not([data-state=failed])`) !== null;
  }

  async receive(files: Iterable<File>): Promise<void> {
    const sounds: Sound[] = [];
    let before: Promise<unknown> = Promise.resolve();
    for (const file of files) {
      const row = this.row(file);
      const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
      const family = familyOf(file.name, file.type, head);
      if (this.isRescue && PROOFS.has(family)) void this.send(row, "document");
      else if (!this.isRescue && (family === "text" || family === "word")) await this.takeLyrics(row, family === "word");
      else if (family === "image") void this.send(row, "photo");
      else if (family === "audio") {
        // One after another: decoding is what takes memory.
        const look = before.then(() => lookAt(file));
        before = look;
        sounds.push({ row, look });
      } else row.fail(this.refusalOf(family));
    }
    await this.sortSounds(sounds);
  }

  /** Why a file of this family is not taken, and what to bring instead. */
  private refusalOf(family: Family): string {
    const words = this.template.dataset;
    return (REFUSED[family] && words[REFUSED[family]]) || (words["unknown"] ?? "");
  }

  /** A take sung here: what it is needs no guessing. */
  receiveTake(file: File): void {
    const row = this.row(file);
    void this.send(row, "vocal");
    void lookAt(file).then((look) => row.found(look?.codes ?? []));
  }

  /** Go on with what a reload interrupted, or a session that had ended. */
  async resumeAll(): Promise<void> {
    for (const kept of await filesOf(this.draft.project)) {
      const row = this.row(kept.file);
      row.is((kept.wanted ?? kept.kind) as Kind);
      if (this.draft.isUnborn) void this.wait(row, kept);
      else this.carry(row, kept);
    }
  }

  private row(file: File): FileRow {
    const row: FileRow = new FileRow(this.template, file, {
      retype: (kind) => this.retype(row, kind),
      drop: () => {
        void row.transfer?.cancel();
        if (row.kept) void dropFile(row.kept);
        row.leave();
        this.onChange();
      },
    });
    row.box.dataset["state"] = "looking";
    row.say(this.template.dataset["looking"] ?? "");
    return row;
  }

  private async sortSounds(sounds: Sound[]): Promise<void> {
    if (this.isRescue) {
      const kinds = sortedForRescue(sounds.map(({ row }) => row.file.name), this.has("flat_mix"));
      sounds.forEach((sound, i) => this.sendSound(sound, kinds[i]!));
      return;
    }
    const unsure = sounds.filter(({ row }) => !hinted(row.file.name));
    const ears = unsure.length > 1 || (unsure.length === 1 && sounds.length > 1);
    const voices = await Promise.all(
      sounds.map(async ({ row, look }) => (ears && unsure.some((one) => one.row === row) ? (await inTime(look))?.voice : undefined)),
    );
    const kinds = sorted(sounds.map(({ row }, i) => ({ name: row.file.name, voice: voices[i] })), this.has("vocal"));
    sounds.forEach((sound, i) => this.sendSound(sound, kinds[i]!));
  }

  private sendSound({ row, look }: Sound, kind: Kind): void {
    void this.send(row, kind);
    void look.then((seen) => row.found((row.box.dataset["codes"] = seen?.codes.join(" ") ?? "").split(" ").filter(Boolean)));
  }

  private async send(row: FileRow, kind: Kind): Promise<void> {
    row.is(kind);
    row.box.dataset["state"] = "looking";
    this.onChange();
    await this.wait(row, { id: crypto.randomUUID(), project: this.draft.project, kind: row.kind, file: row.file });
  }

  /** It goes off as soon as there is a draft; until then this device keeps it. */
  private async wait(row: FileRow, kept: KeptFile): Promise<void> {
    row.kept = kept.id;
    if (this.draft.isUnborn) void keepFile(kept);
    if (!this.draft.canBegin && this.draft.isUnborn) row.say(this.template.dataset["whose"] ?? "");
    await this.draft.ensure();
    if (!row.box.isConnected) return;
    // It may have been put right while the draft was begun.
    this.carry(row, { ...kept, kind: row.kind });
  }

  private carry(row: FileRow, kept: KeptFile): void {
    const transfer = this.line.add(kept);
    row.follow(transfer);
    const show = transfer.onChange;
    transfer.onChange = () => {
      show();
      if (transfer.state === "done") void this.arrived(row, kept, transfer.asset);
    };
  }

  private async arrived(row: FileRow, kept: KeptFile, asset: string): Promise<void> {
    const codes = (row.box.dataset["codes"] ?? "").split(" ").filter(Boolean);
    if (asset) this.found.note(asset, codes);
    if (asset && kept.wanted && kept.wanted !== kept.kind) await this.landed.sayKind(asset, kept.wanted);
    document.addEventListener("htmx:afterSettle", () => row.leave(), { once: true });
    this.landed.refresh();
    setTimeout(() => row.leave(), 3_000);
  }

  private retype(row: FileRow, kind: Kind): void {
    row.is(kind);
    const { transfer } = row;
    if (transfer?.isOpen) {
      transfer.kept.wanted = kind;
      void keepFile(transfer.kept);
    } else if (transfer?.asset) void this.landed.sayKind(transfer.asset, kind).then(() => this.landed.refresh());
    this.onChange();
  }

  /** A text becomes the lyrics, or goes on where they end; one press takes it back. */
  private async takeLyrics(row: FileRow, isDocx: boolean): Promise<void> {
    const area = document.querySelector<HTMLTextAreaElement>("#id_lyrics");
    const text = area && (await wordsOf(row.file, isDocx));
    if (!area || !text) return row.fail(this.template.dataset["wordless"] ?? "");
    const isFirst = !area.value.trim();
    row.is("lyrics");
    const takeBack = addTo(area, text);
    row.box.dataset["state"] = "done";
    row.say(this.template.dataset[isFirst ? "filled" : "added"] ?? "");
    row.box.querySelector<HTMLElement>("[data-drop]")?.addEventListener("click", takeBack);
    this.onChange();
  }
}
