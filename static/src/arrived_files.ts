// Files that have arrived: what one is can still be put right, and it can be taken out again.
import { saySignedOut, wasSignedOut } from "./signed_out";
import { toast } from "./toast";

export class ArrivedFiles {
  constructor(
    private readonly csrf: string,
    private readonly words: DOMStringMap,
    signal: AbortSignal,
  ) {
    const retype = (event: Event): void => {
      const target = event.target as HTMLElement;
      if (target.matches("select[data-file-kind]")) void this.retype(target as HTMLSelectElement);
    };
    document.addEventListener("change", retype, { signal });
    const remove = (event: Event): void => {
      const button = (event.target as HTMLElement).closest<HTMLElement>("[data-file-remove]");
      if (button) void this.remove(button);
    };
    document.addEventListener("click", remove, { signal });
  }

  refresh(): void {
    window.htmx?.trigger(document.getElementById("files")!, "refresh");
  }

  sayKind(asset: string, kind: string): Promise<void> {
    return this.say(`/files/${asset}/kind/`, { kind });
  }

  private async retype(select: HTMLSelectElement): Promise<void> {
    await this.say(select.dataset["fileKind"] ?? "", { kind: select.value });
    this.refresh();
  }

  private async remove(button: HTMLElement): Promise<void> {
    button.closest<HTMLElement>("[data-file]")?.setAttribute("hidden", "");
    await this.say(button.dataset["fileRemove"] ?? "", {});
    this.refresh();
  }

  private async say(url: string, told: Record<string, string>): Promise<void> {
    const body = new URLSearchParams(told);
    const headers = { "X-CSRFToken": this.csrf, "HX-Request": "true" };
    const answer = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" }).catch(() => null);
    if (!answer) toast(document.body.dataset["deadLine"] ?? "", "error");
    else if (wasSignedOut(answer)) saySignedOut();
    else if (!answer.ok) toast(answer.status < 500 ? await answer.text() : (this.words["failed"] ?? ""), "error");
    else toast(saidIn(answer));
  }
}

function saidIn(answer: Response): string {
  try {
    const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}") as Record<string, string>;
    return told["studio:said"] ?? "";
  } catch {
    return "";
  }
}
