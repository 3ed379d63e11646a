// A take that is brought when its song is already in the room: sent like every file, and the studio mixes it by itself.
import { FileRow } from "./file_rows";
import { filesOf, type KeptFile } from "./kept_files";
import { toast } from "./toast";
import { Line } from "./uploads";

class Bringing {
  private readonly template = document.querySelector<HTMLTemplateElement>("#file-row")!;
  private readonly line: Line;

  constructor(private readonly box: HTMLElement) {
    this.line = new Line(box.dataset["csrf"] ?? "", () => undefined);
    const input = box.querySelector<HTMLInputElement>("[data-take-file]")!;
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      input.value = "";
      if (file) void this.bring(file);
    });
    void filesOf(this.project).then((kept) => kept.forEach((one) => this.send(one)));
  }

  private get project(): string {
    return this.box.dataset["project"] ?? "";
  }

  private async bring(file: File): Promise<void> {
    if (!(await this.declared())) return;
    this.send({ id: crypto.randomUUID(), project: this.project, kind: "vocal", file });
  }

  /** Whose voice it is has to be said once, before anything is sent. */
  private async declared(): Promise<boolean> {
    const statement = this.box.querySelector<HTMLInputElement>("[data-voice-statement]");
    if (!statement) return true;
    if (!statement.reportValidity()) return false;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.box.dataset["csrf"] ?? "" };
    const body = JSON.stringify({ declaration: ["voice"] });
    const answer = await fetch(this.box.dataset["declare"] ?? "", { method: "POST", headers, body }).catch(() => null);
    if (answer?.ok) statement.closest("label")?.remove();
    else toast((answer ? this.box.dataset["failed"] : document.body.dataset["deadLine"]) ?? "", "error");
    return answer?.ok ?? false;
  }

  private send(kept: KeptFile): void {
    this.box.closest("details")?.setAttribute("open", "");
    const drop = (): void => {
      void row.transfer?.cancel();
      row.leave();
    };
    const row: FileRow = new FileRow(this.template, kept.file, { retype: () => undefined, drop });
    const transfer = this.line.add(kept);
    row.follow(transfer);
    const show = transfer.onChange;
    transfer.onChange = () => {
      show();
      if (transfer.state !== "done") return;
      row.leave();
      toast(this.box.dataset["arrived"] ?? "");
    };
  }
}

export function startBringing(root: ParentNode): void {
  const box = root.querySelector<HTMLElement>("[data-bring]:not([data-wired])");
  if (!box) return;
  box.dataset["wired"] = "";
  new Bringing(box);
}
