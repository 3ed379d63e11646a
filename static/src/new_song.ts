// The new-song page: everything dropped anywhere is taken in, everything typed is saved, one press sends it off.
import { wireBrief } from "./brief";
import { Draft } from "./draft";
import { Incoming } from "./incoming";
import { wireHearing } from "./local_player";
import { Recorder, type Brief } from "./recorder";
import { toast } from "./toast";

const BEATS: Record<string, number> = { "4/4": 4, "3/4": 3, "6/8": 2 };

class NewSong {
  private readonly draft: Draft;
  private readonly incoming: Incoming;
  private waitsForFiles = false;

  constructor(private readonly form: HTMLFormElement) {
    const csrf = form.dataset["csrf"] ?? "";
    this.draft = new Draft(form, (words) => toast(words, "error"));
    this.incoming = new Incoming(this.draft, csrf, () => this.settle());
    this.wireTyping();
    this.wireDropping();
    this.wireFiles();
    wireBrief(form);
    wireHearing();
    wireSaved();
    const box = document.querySelector<HTMLElement>("[data-recorder]");
    if (box) new Recorder(box, () => this.brief(), (take) => this.incoming.receiveTake(take));
    form.addEventListener("submit", (event) => this.submit(event));
    if (!this.draft.isUnborn) void this.incoming.resumeAll();
    this.settle();
  }

  private get words(): DOMStringMap {
    return this.form.dataset;
  }

  private brief(): Brief {
    const told = new FormData(this.form);
    const bpm = Number(told.get("bpm")) || null;
    return { bpm, beatsPerBar: BEATS[String(told.get("meter"))] ?? 4 };
  }

  private wireTyping(): void {
    let typed = false;
    this.form.addEventListener("input", (event) => {
      if ((event.target as HTMLElement).closest("[data-no-draft]")) return;
      typed = true;
      void this.draft.ensure();
      if (this.draft.isUnborn && !this.draft.canBegin) this.note(this.words["whose"]);
      this.settle();
    });
    document.addEventListener("studio:draft", () => {
      this.form.querySelector("fieldset[data-whose]")?.setAttribute("disabled", "");
      this.form.dispatchEvent(new Event("input"));
    });
    // What was typed in the last second before leaving is sent along by the browser itself.
    globalThis.addEventListener("pagehide", () => {
      if (!typed || this.draft.isUnborn || "gone" in this.form.dataset) return;
      const url = this.form.dataset["briefUrl"];
      if (url) navigator.sendBeacon(url, new FormData(this.form));
    });
  }

  private wireDropping(): void {
    let depth = 0;
    const over = (on: boolean): void => void document.body.toggleAttribute("data-dropping", on);
    const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    document.addEventListener("dragenter", (event) => carries(event) && over(++depth > 0));
    document.addEventListener("dragleave", (event) => carries(event) && over((depth = Math.max(0, depth - 1)) > 0));
    document.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
    document.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      over((depth = 0) > 0);
      void this.incoming.receive([...(event.dataTransfer?.files ?? [])]);
    });
    document.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length) void this.incoming.receive(files);
    });
  }

  private wireFiles(): void {
    const input = document.querySelector<HTMLInputElement>("[data-choose]");
    input?.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      void this.incoming.receive(files);
    });
    document.addEventListener("change", (event) => {
      const target = event.target as HTMLElement;
      if (target.matches("select[data-file-kind]")) void this.incoming.retypeArrived(target as HTMLSelectElement);
    });
    document.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>("[data-file-remove]");
      if (button) void this.incoming.remove(button);
    });
  }

  /** Everything that follows from what is on the page now. */
  private settle(): void {
    const lyrics = document.querySelector<HTMLTextAreaElement>("#id_lyrics");
    const here: Record<string, boolean> = {
      lyrics: Boolean(lyrics?.value.trim()),
      voice: this.incoming?.has("vocal") ?? false,
      backing: this.incoming?.has("instrumental") ?? false,
      reference: this.incoming?.has("reference") ?? false,
      photo: this.incoming?.has("photo") ?? false,
      track: this.incoming?.has("flat_mix") ?? false,
    };
    for (const row of this.form.querySelectorAll<HTMLElement>("[data-statement]")) {
      const asked = here[row.dataset["statement"] ?? ""] ?? false;
      row.hidden = !asked;
      row.querySelector("input")!.disabled = !asked;
    }
    const nothing = this.form.querySelector<HTMLElement>("[data-nothing-to-declare]");
    if (nothing) nothing.hidden = Object.values(here).some(Boolean);
    if (this.waitsForFiles && this.incoming.stillComing === 0) {
      this.waitFor(false);
      this.form.requestSubmit();
    } else if (this.waitsForFiles) this.sayWaiting();
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (this.waitsForFiles) return this.waitFor(false);
    const missing = this.missing();
    if (missing) return this.ask(missing.field, missing.words);
    if (this.incoming.stillComing > 0) return this.waitFor(true);
    void this.send();
  }

  private missing(): { field: HTMLElement; words: string } | null {
    const title = this.form.querySelector<HTMLInputElement>("#id_title")!;
    if (this.draft.isUnborn && !this.draft.canBegin) {
      return { field: this.form.querySelector<HTMLElement>("[name=artist]")!, words: this.words["whose"] ?? "" };
    }
    if (!title.value.trim()) return { field: title, words: this.words["untitled"] ?? "" };
    const untold = [...this.form.querySelectorAll<HTMLElement>("[data-must]")].find((one) => !this.isTold(one));
    if (untold) {
      const field = untold.matches("input") ? untold : untold.querySelector("input")!;
      return { field, words: untold.dataset["must"] ?? "" };
    }
    const open = this.form.querySelector<HTMLInputElement>("[data-statement]:not([hidden]) input:not(:checked)");
    return open ? { field: open, words: this.words["undeclared"] ?? "" } : null;
  }

  private isTold(box: HTMLElement): boolean {
    return box.matches("input") ? (box as HTMLInputElement).value !== "" : box.querySelector(":checked") !== null;
  }

  private ask(field: HTMLElement, words: string): void {
    toast(words, "error");
    field.closest("label, .field")?.setAttribute("data-asked", "");
    field.focus();
    field.scrollIntoView({ block: "center" });
  }

  private waitFor(files: boolean): void {
    this.waitsForFiles = files;
    this.form.toggleAttribute("data-waits", files);
    if (files) this.sayWaiting();
    else this.bar(this.words["closable"]);
  }

  private sayWaiting(): void {
    this.bar((this.words["waits"] ?? "").replace("{n}", String(this.incoming.stillComing)));
  }

  private bar(words: string | undefined): void {
    this.form.querySelector("[data-bar]")!.textContent = words ?? "";
  }

  private note(words: string | undefined): void {
    document.querySelector("p[data-saved]")!.textContent = words ?? "";
  }

  private async send(): Promise<void> {
    const button = this.form.querySelector<HTMLButtonElement>("[data-submit]")!;
    button.disabled = true;
    await this.draft.ensure();
    const headers = { "HX-Request": "true", "X-CSRFToken": this.form.dataset["csrf"] ?? "" };
    const body = new FormData(this.form);
    const answer = await fetch(this.form.action, { method: "POST", body, headers, credentials: "same-origin" }).catch(() => null);
    const to = answer?.headers.get("HX-Redirect");
    if (to) {
      this.form.dataset["gone"] = "";
      return location.assign(to);
    }
    button.disabled = false;
    if (!answer) return toast(document.body.dataset["deadLine"] ?? "", "error");
    toast(answer.status < 500 ? await answer.text() : (this.words["failed"] ?? ""), "error");
  }
}

function wireSaved(): void {
  const note = document.querySelector<HTMLElement>("p[data-saved]");
  const say = (event: Event, name: "saved" | "unsaved"): void => {
    const { elt } = (event as CustomEvent<{ elt: Element }>).detail;
    if (note && elt.matches("[data-autosave]")) note.textContent = note.dataset[name] ?? "";
  };
  // A request that a newer one replaced is neither: only an answer or a dead line says how it stands.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    say(event, xhr.status < 400 ? "saved" : "unsaved");
  });
  document.addEventListener("htmx:sendError", (event) => say(event, "unsaved"));
}

const form = document.querySelector<HTMLFormElement>("[data-new-song]");
if (form) new NewSong(form);
