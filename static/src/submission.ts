// One press sends the song off: what is missing is asked for, files on their way are waited for, refusals are said.
import type { Draft } from "./draft";
import type { Incoming } from "./incoming";
import { ask, missingIn } from "./missing";
import { saySignedOut, wasSignedOut } from "./signed_out";
import { toast } from "./toast";

export class Submission {
  private waitsForFiles = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly draft: Draft,
    private readonly incoming: Incoming,
    private readonly sent: (room: string) => void,
  ) {
    form.addEventListener("submit", (event) => this.submit(event));
  }

  /** Some of the files that it waits for may have come. */
  look(): void {
    if (!this.waitsForFiles) return;
    if (this.incoming.stillComing > 0) return this.sayWaiting();
    this.waitFor(false);
    this.form.requestSubmit();
  }

  /** What may be done with the page is said beside the button, unless it waits. */
  promise(words: string | undefined): void {
    if (!this.waitsForFiles) this.bar(words);
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (this.waitsForFiles) return this.waitFor(false);
    const missing = missingIn(this.form, !this.draft.isUnborn || this.draft.canBegin);
    if (missing) return ask(missing);
    if (this.incoming.stillComing > 0) return this.waitFor(true);
    void this.send();
  }

  private waitFor(files: boolean): void {
    this.waitsForFiles = files;
    this.form.toggleAttribute("data-waits", files);
    if (files) this.sayWaiting();
    else this.bar(this.form.dataset["closable"]);
  }

  private sayWaiting(): void {
    this.bar((this.form.dataset["waits"] ?? "").replace("{n}", String(this.incoming.stillComing)));
  }

  private bar(words: string | undefined): void {
    this.form.querySelector("[data-bar]")!.textContent = words ?? "";
  }

  private async send(): Promise<void> {
    const button = this.form.querySelector<HTMLButtonElement>("[data-submit]")!;
    button.disabled = true;
    if (!(await this.draft.beginNow())) return void (button.disabled = false);
    const headers = { "HX-Request": "true", "X-CSRFToken": this.form.dataset["csrf"] ?? "" };
    const body = new FormData(this.form);
    const asked = fetch(this.form.action, { method: "POST", body, headers, credentials: "same-origin" });
    const answer = await asked.catch(() => null);
    const room = answer?.headers.get("HX-Redirect");
    if (room) return this.sent(room);
    button.disabled = false;
    if (!answer) toast(document.body.dataset["deadLine"] ?? "", "error");
    else await this.refused(answer);
  }

  private async refused(answer: Response): Promise<void> {
    // Only words are shown: a whole page would be the sign-in page, or one that says that the session is another one.
    const isWords = answer.headers.get("Content-Type")?.startsWith("text/plain") ?? false;
    if (wasSignedOut(answer) || (answer.status === 403 && !isWords)) return saySignedOut();
    toast(isWords ? await answer.text() : (this.form.dataset["failed"] ?? ""), "error");
  }
}
