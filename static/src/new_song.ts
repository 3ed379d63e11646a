// The new-song page: everything dropped anywhere is taken in, everything typed is saved, one press sends it off.
import { wireBrief } from "./brief";
import { BriefKeeper, type Standing } from "./brief_keeper";
import { Draft } from "./draft";
import { wireDropping } from "./dropping";
import { Incoming } from "./incoming";
import { wireHearing } from "./local_player";
import { answered } from "./missing";
import { Recorder, type Brief } from "./recorder";
import { showStatements } from "./rights";
import { goneToItsRoom } from "./sent_off";
import { Submission } from "./submission";
import { toast } from "./toast";

const BEATS: Record<string, number> = { "4/4": 4, "3/4": 3, "6/8": 2 };

class NewSong {
  private readonly draft: Draft;
  private readonly incoming: Incoming;
  private readonly submission: Submission;
  private readonly keeper: BriefKeeper;
  /** Another page was turned to: whatever listens to the whole document listens no more. */
  private readonly left = new AbortController();

  constructor(private readonly form: HTMLFormElement) {
    const { signal } = this.left;
    this.draft = new Draft(form, (words) => toast(words, "error"), signal);
    this.incoming = new Incoming(this.draft, form.dataset["csrf"] ?? "", () => this.settle(), signal);
    this.submission = new Submission(form, this.draft, this.incoming, (room) => this.leaveFor(room));
    this.keeper = this.makeKeeper();
    this.wireTyping();
    wireDropping((files) => void this.incoming.receive(files), signal);
    this.wireChoosing();
    wireBrief(form, signal);
    wireHearing();
    const box = document.querySelector<HTMLElement>("[data-recorder]");
    if (box) new Recorder(box, () => this.brief(), (take) => this.incoming.receiveTake(take), signal);
    this.wireLeaving();
    this.pickUp();
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

  private makeKeeper(): BriefKeeper {
    const told = {
      stands: (how: Standing) => this.stand(how),
      overtaken: (value: string) => void toast((this.words["overtaken"] ?? "").replace("{words}", value)),
      gone: () => this.lookWhetherGone(),
    };
    return new BriefKeeper(this.form, told, this.left.signal);
  }

  private wireTyping(): void {
    const { signal } = this.left;
    this.form.addEventListener("input", (event) => {
      const field = event.target as HTMLElement;
      if (field instanceof HTMLInputElement) answered(field);
      if (field.closest("[data-no-draft]")) return;
      void this.draft.ensure();
      if (this.draft.isUnborn && !this.draft.canBegin) this.note(this.words["whose"]);
      this.settle();
    });
    const born = (): void => {
      this.form.querySelector("fieldset[data-whose]")?.setAttribute("disabled", "");
      this.form.dispatchEvent(new Event("input"));
    };
    document.addEventListener("studio:draft", born, { signal });
    const follow = (event: Event): void => {
      const { type, data } = (event as CustomEvent<{ type: string; data?: { changes?: Record<string, unknown> } }>).detail;
      if (type === "brief.changed") this.keeper.follow(data?.changes ?? {});
      if (type === "song.submitted") this.lookWhetherGone();
    };
    document.addEventListener("studio:event", follow, { signal });
  }

  /** What the device kept stands here again: words at once, files on their way. */
  private pickUp(): void {
    const { signal } = this.left;
    if (this.keeper.pickUp()) {
      if (this.draft.isUnborn) void this.draft.ensure();
      // What sends it is there a moment later than this.
      if (document.readyState === "complete") this.keeper.save();
      else globalThis.addEventListener("load", () => this.keeper.save(), { once: true, signal });
    }
    void this.incoming.resumeAll();
  }

  private wireLeaving(): void {
    const { signal } = this.left;
    // What was typed in the last second before leaving is sent along by the browser itself.
    globalThis.addEventListener("pagehide", () => this.sendAlong(), { signal });
    globalThis.addEventListener("pageshow", (event) => event.persisted && this.lookWhetherGone(), { signal });
    const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (entry?.type === "back_forward" && !this.draft.isUnborn) this.lookWhetherGone();
    const turned = (): void => {
      if (this.form.isConnected) return;
      this.sendAlong();
      this.left.abort();
    };
    document.addEventListener("studio:page", turned, { signal });
  }

  private sendAlong(): void {
    const url = this.form.dataset["briefUrl"];
    if (!url || !this.keeper.isDirty || this.draft.isUnborn || "gone" in this.form.dataset) return;
    const typed = new FormData(this.form);
    typed.set("changed", this.keeper.changed);
    navigator.sendBeacon(url, typed);
  }

  /** Sent off from here, from another tab or by somebody else: there is no draft to change any more. */
  private lookWhetherGone(): void {
    void goneToItsRoom(this.form.dataset["draftUrl"] ?? "").then((room) => room && this.leaveFor(room));
  }

  /** Once: the answer to the button and the news of it come at the same time, and a second leaving would break off the first. */
  private leaveFor(room: string): void {
    if ("gone" in this.form.dataset) return;
    this.form.dataset["gone"] = "";
    this.keeper.forget();
    // The draft is none any more, so nothing leads back to its page.
    location.replace(room);
  }

  private wireChoosing(): void {
    const input = document.querySelector<HTMLInputElement>("[data-choose]");
    input?.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      void this.incoming.receive(files);
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
    showStatements(this.form, here);
    this.submission.look();
  }

  /** What is promised at the foot of the page is what stands at its head. */
  private stand(how: Standing): void {
    const words = document.querySelector<HTMLElement>("p[data-saved]")?.dataset[how];
    this.note(words);
    this.submission.promise(how === "saved" ? this.words["closable"] : words);
  }

  private note(words: string | undefined): void {
    document.querySelector("p[data-saved]")!.textContent = words ?? "";
  }
}

/** The page may have been loaded, or turned to. */
function start(): void {
  const form = document.querySelector<HTMLFormElement>("[data-new-song]:not([data-wired])");
  if (!form) return;
  form.dataset["wired"] = "";
  new NewSong(form);
}

start();
document.addEventListener("studio:page", start);
