// Naming people in a remark: what is typed after an @ offers those who can see the song.

export interface Asked {
  /** Where the @ stands. */
  start: number;
  said: string;
}

const LONGEST = 40;

/** The name that is being typed before the caret, or null. A name may be two words: `@Ruth Pal`. */
export function asked(text: string, caret: number): Asked | null {
  const before = text.slice(Math.max(0, caret - LONGEST), caret);
  const found = /(?:^|[\s(])@([\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]*)?)$/u.exec(before);
  const said = found?.[1];
  return said === undefined ? null : { start: caret - said.length - 1, said };
}

/** The text with the asked name written out, and where the caret goes. */
export function written(text: string, what: Asked, name: string): { text: string; caret: number } {
  const rest = text.slice(what.start + 1 + what.said.length);
  const head = `${text.slice(0, what.start)}@${name}${rest.startsWith(" ") ? "" : " "}`;
  return { text: head + rest, caret: head.length + (rest.startsWith(" ") ? 1 : 0) };
}

export function fits(said: string, ...names: string[]): boolean {
  const wanted = said.toLocaleLowerCase();
  return names.some((name) => {
    const low = name.toLocaleLowerCase();
    return low.startsWith(wanted) || low.split(" ").some((word) => word.startsWith(wanted));
  });
}

export class Names {
  private what: Asked | null = null;
  private at = 0;

  constructor(
    private readonly box: HTMLTextAreaElement,
    private readonly list: HTMLElement,
  ) {}

  serves(box: HTMLElement | null, list: HTMLElement | null): boolean {
    return box === this.box && list === this.list;
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  private get people(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private get offered(): HTMLElement[] {
    return this.people.filter((person) => !person.hidden);
  }

  offer(): void {
    this.what = asked(this.box.value, this.box.selectionStart);
    const what = this.what;
    for (const person of this.people) {
      person.hidden = !what || !fits(what.said, person.dataset["name"] ?? "", person.dataset["also"] ?? "");
    }
    this.at = 0;
    this.show(this.offered.length > 0);
  }

  close(): void {
    this.show(false);
  }

  /** True when the key was for the list. */
  key(event: KeyboardEvent): boolean {
    if (!this.isOpen) return false;
    const count = this.offered.length;
    if (event.key === "ArrowDown") this.at = (this.at + 1) % count;
    else if (event.key === "ArrowUp") this.at = (this.at + count - 1) % count;
    else if (event.key === "Enter" || event.key === "Tab") return this.take(this.offered[this.at]);
    else if (event.key === "Escape") {
      this.close();
      return true;
    } else return false;
    this.show(true);
    return true;
  }

  take(person: HTMLElement | undefined): boolean {
    if (!person || !this.what) return false;
    const { text, caret } = written(this.box.value, this.what, person.dataset["name"] ?? "");
    this.box.value = text;
    this.box.setSelectionRange(caret, caret);
    this.close();
    this.box.focus();
    return true;
  }

  private show(open: boolean): void {
    this.list.hidden = !open;
    const chosen = open ? this.offered[this.at] : undefined;
    for (const person of this.people) person.setAttribute("aria-selected", String(person === chosen));
    if (chosen) {
      this.box.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.box.removeAttribute("aria-activedescendant");
  }
}
