// Keeps the brief: on this device at once, in the studio a moment later. Only what was typed here is sent, so that
// another tab's words stay; what others change shows wherever nobody is typing.
import { DeviceCopy, type Typed } from "./device_copy";
import { isUnderPen, markWrong, put, valueOf } from "./fields";
import { isAtTheDoor, saySignedOut } from "./signed_out";

const AGAIN_MS = [2_000, 4_000, 8_000, 15_000, 30_000];
/** The lyrics keep themselves; these are not part of the brief at all. */
const APART = new Set(["csrfmiddlewaretoken", "lyrics", "lyrics_base", "lyrics_typing", "kind", "declares", "from"]);

/** `kept` is typed, on this device and not in the studio. */
export type Standing = "saved" | "kept" | "unkept" | "wrong" | "outside";

export interface Told {
  stands(how: Standing): void;
  /** Somebody else was first while this was waiting on the device. */
  overtaken(value: string): void;
  /** The song is no draft any more. */
  gone(): void;
}

interface Asked {
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
}

export class BriefKeeper {
  private readonly typed = new Map<string, Typed>();
  /** What the studio has, as far as this page knows. */
  private readonly known = new Map<string, string>();
  private sent = new Map<string, string>();
  private readonly late = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private readonly copy: DeviceCopy;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly told: Told,
    signal: AbortSignal,
  ) {
    this.copy = new DeviceCopy(`studio-brief-${form.dataset["project"] ?? ""}`);
    const on = (name: string, deed: (event: Event) => void): void => form.addEventListener(name, deed, { signal });
    on("input", (event) => this.note(event.target as HTMLElement));
    on("change", (event) => this.note(event.target as HTMLElement));
    on("focusout", () => setTimeout(() => this.catchUp()));
    on("htmx:configRequest", (event) => event.target === form && this.goOff(event));
    on("htmx:beforeSwap", (event) => event.target === form && this.answered((event as CustomEvent<Asked>).detail));
    // The page says by itself how its words stand, so nobody else needs to.
    for (const name of ["htmx:sendError", "htmx:responseError"]) {
      on(name, (event) => {
        if (event.target !== form) return;
        event.stopPropagation();
        if (name === "htmx:sendError") this.unreachable();
      });
    }
    globalThis.addEventListener("online", () => this.save(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
    for (const name of new Set([...form.querySelectorAll("[name]")].map((field) => field.getAttribute("name") ?? ""))) {
      if (this.isOurs(name)) this.known.set(name, valueOf(form, name));
    }
  }

  get isDirty(): boolean {
    return this.typed.size > 0;
  }

  /** The names of what is still to be saved, as the studio reads them. */
  get changed(): string {
    return [...this.typed.keys()].join(" ");
  }

  private isOurs(name: string): boolean {
    return name !== "" && !APART.has(name);
  }

  private note(field: HTMLElement): void {
    const name = field.getAttribute("name") ?? "";
    if (!this.isOurs(name) || field.closest("[data-no-draft]")) return;
    const value = valueOf(this.form, name);
    const base = this.typed.get(name)?.base ?? this.known.get(name) ?? "";
    if (value === base && !this.sent.has(name)) this.typed.delete(name);
    else this.typed.set(name, { value, base });
    this.late.delete(name);
    this.copy.keep(this.typed);
  }

  /** Words of this device that the studio never got stand in their fields again. True when there are any. */
  pickUp(): boolean {
    for (const [name, { value, base }] of this.copy.read()) {
      const now = this.known.get(name);
      if (now === undefined || now === value) continue;
      if (now !== base) this.told.overtaken(value);
      else {
        put(this.form, name, value);
        this.typed.set(name, { value, base });
      }
    }
    this.copy.keep(this.typed);
    return this.isDirty;
  }

  save(): void {
    clearTimeout(this.timer);
    if (this.isDirty) window.htmx?.trigger(this.form, "again");
  }

  private goOff(event: Event): void {
    const { parameters } = (event as CustomEvent<{ parameters: Record<string, unknown> }>).detail;
    this.sent = new Map([...this.typed].map(([name, { value }]) => [name, value]));
    parameters["changed"] = this.changed;
  }

  private answered(asked: Asked): void {
    const { status, responseURL } = asked.xhr;
    // A page whose session is another one by now is refused; signing in again brings it back.
    if (isAtTheDoor(responseURL ?? "") || status === 401 || status === 403) return this.outside(asked);
    if (status === 409) return this.told.gone();
    if (status >= 400) return this.unreachable(status === 429 || status >= 500);
    clearTimeout(this.timer);
    this.attempt = 0;
    this.confirm(new Set((asked.xhr.getResponseHeader("Studio-Problems") ?? "").split(" ").filter(Boolean)));
  }

  private confirm(problems: ReadonlySet<string>): void {
    for (const [name, value] of this.sent) {
      const typed = this.typed.get(name);
      markWrong(this.form, name, problems.has(name));
      if (problems.has(name)) continue;
      this.known.set(name, value);
      if (typed?.value === value) this.typed.delete(name);
      else if (typed) typed.base = value;
    }
    this.sent.clear();
    this.copy.keep(this.typed);
    this.told.stands(problems.size ? "wrong" : "saved");
  }

  private outside(asked: Asked): void {
    asked.shouldSwap = false;
    saySignedOut();
    this.told.stands(this.copy.isKept ? "outside" : "unkept");
  }

  private unreachable(again = true): void {
    this.told.stands(this.copy.isKept ? "kept" : "unkept");
    clearTimeout(this.timer);
    if (!again) return;
    const waitMs = AGAIN_MS[Math.min(this.attempt, AGAIN_MS.length - 1)];
    this.attempt += 1;
    this.timer = setTimeout(() => this.save(), waitMs);
  }

  /** What was changed in another tab, or by somebody else. */
  follow(changes: Record<string, unknown>): void {
    for (const [name, fact] of Object.entries(changes)) {
      if (!this.known.has(name)) continue;
      const value = fact === true ? "on" : fact === false || fact === null ? "" : String(fact);
      if (this.typed.has(name)) continue;
      this.known.set(name, value);
      if (isUnderPen(this.form, name)) this.late.set(name, value);
      else put(this.form, name, value);
    }
  }

  private catchUp(): void {
    for (const [name, value] of this.late) {
      if (isUnderPen(this.form, name)) continue;
      this.late.delete(name);
      put(this.form, name, value);
    }
  }

  /** Sent off: what stood here stands in the song. */
  forget(): void {
    this.typed.clear();
    clearTimeout(this.timer);
    this.copy.keep(this.typed);
  }
}
