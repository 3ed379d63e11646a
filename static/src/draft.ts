// The draft behind a new-song page: it begins with the first thing typed or dropped, and everything else waits for it.
import { saySignedOut, wasSignedOut } from "./signed_out";

const AGAIN_MS = [500, 1_000, 2_000, 4_000, 8_000];

interface Started {
  id: string;
  draft: string;
}

export class Draft {
  private starting: Promise<void> | null = null;
  /** The session has ended: it is not asked again with every letter. */
  private isOutside = false;
  private readonly born: Promise<void>;
  private tellBorn: () => void = () => undefined;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly refused: (words: string) => void,
    signal?: AbortSignal,
  ) {
    this.born = new Promise((resolve) => (this.tellBorn = resolve));
    if (!this.isUnborn) this.tellBorn();
    document.addEventListener("htmx:confirm", (event) => this.hold(event), signal ? { signal } : {});
  }

  get project(): string {
    return this.form.dataset["project"] ?? "";
  }

  get isUnborn(): boolean {
    return "unborn" in this.form.dataset;
  }

  /** Whose song it is has been said. */
  get canBegin(): boolean {
    return new FormData(this.form).get("artist") !== null;
  }

  /** Begin the draft if that has not been done; resolves when it is there. */
  ensure(): Promise<void> {
    if (this.isUnborn && this.canBegin && !this.isOutside) this.starting ??= this.begin();
    return this.born;
  }

  /** The same, asked on purpose: false when it could not be begun. */
  async beginNow(): Promise<boolean> {
    this.isOutside = false;
    if (this.isUnborn) await (this.starting ??= this.begin());
    return !this.isUnborn;
  }

  /** From now on the address knows which draft this is to be: whoever comes back to it finds what the device kept. */
  private name(): void {
    const url = new URL(location.href);
    if (url.searchParams.get("id") === this.project) return;
    url.searchParams.set("id", this.project);
    history.replaceState(history.state, "", url);
  }

  private outside(): void {
    this.starting = null;
    this.isOutside = true;
    saySignedOut();
  }

  private async begin(): Promise<void> {
    this.name();
    for (let attempt = 0; this.isUnborn; attempt++) {
      const answer = await this.ask();
      if (answer && (wasSignedOut(answer) || answer.status === 403)) return this.outside();
      if (answer?.ok) return this.arrive((await answer.json()) as Started);
      if (answer && answer.status < 500) {
        const words = await answer.json().catch(() => ({}));
        this.refused(String((words as { words?: string }).words ?? ""));
        this.starting = null;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)]));
    }
  }

  private ask(): Promise<Response | null> {
    const typed = new FormData(this.form);
    const body = new FormData();
    body.set("id", this.project);
    for (const name of ["artist", "title", "kind", "csrfmiddlewaretoken"]) body.set(name, String(typed.get(name) ?? ""));
    return fetch(this.form.dataset["startUrl"] ?? "", { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  }

  private arrive(started: Started): void {
    delete this.form.dataset["unborn"];
    // A reload now finds the draft itself.
    history.replaceState(history.state, "", started.draft);
    this.listen(started.id);
    this.tellBorn();
    document.dispatchEvent(new CustomEvent("studio:draft"));
  }

  /** What happens to it reaches this page as well: it may be open in another tab. */
  private listen(id: string): void {
    const place = document.createElement("i");
    place.hidden = true;
    Object.assign(place.dataset, { live: `/ws/projects/${id}/`, after: "0" });
    this.form.before(place);
  }

  /** Requests about a draft that is not there yet wait for it; those that save begin it. */
  private hold(event: Event): void {
    const { path, verb, issueRequest } = (
      event as CustomEvent<{ path: string; verb: string; issueRequest: (skip: boolean) => void }>
    ).detail;
    if (!this.isUnborn || !path.includes(this.project)) return;
    event.preventDefault();
    void (verb === "get" ? this.born : this.ensure()).then(() => issueRequest(true));
  }
}

/** For other scripts of the page: resolves when there is a draft to ask about, at once where there is one already. */
export function draftReady(): Promise<void> {
  if (!document.querySelector("[data-unborn]")) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("studio:draft", () => resolve(), { once: true }));
}
