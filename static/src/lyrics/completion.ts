// A bracket at the start of a line offers the sections' names: arrows choose, Enter or Tab takes, Escape leaves.

const OPEN = /(?:^|\n)[^\S\n]*\[([^\]\n]*)$/;
const MIRRORED = ["font", "letterSpacing", "padding", "border", "width", "boxSizing", "lineHeight"] as const;

export class Completion {
  private readonly list = document.createElement("ul");
  private shown: string[] = [];
  private chosen = 0;
  private area: HTMLTextAreaElement | null = null;

  constructor(
    box: HTMLElement,
    label: string,
    private readonly names: () => string[],
  ) {
    this.list.className = "lyrics-complete";
    this.list.id = "lyrics-complete";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.list.hidden = true;
    box.append(this.list);
    box.addEventListener("input", (event) => this.look(event.target));
    box.addEventListener("keydown", (event) => this.key(event), true);
    box.addEventListener("focusout", (event) => event.target === this.area && this.close());
    this.list.addEventListener("pointerdown", (event) => {
      const option = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
      event.preventDefault();
      if (option) this.take(Number(option.dataset["place"]));
    });
  }

  private look(target: EventTarget | null): void {
    if (!(target instanceof HTMLTextAreaElement)) return this.close();
    const typed = OPEN.exec(target.value.slice(0, target.selectionStart));
    const rest = target.value.slice(target.selectionStart).split("\n")[0]?.trim() ?? "";
    if (!typed || rest) return this.close();
    const start = (typed[1] ?? "").toLowerCase();
    this.shown = this.names().filter((name) => name.slice(1).toLowerCase().startsWith(start));
    if (!this.shown.length) return this.close();
    this.area = target;
    this.chosen = 0;
    this.show();
  }

  private show(): void {
    this.list.replaceChildren(
      ...this.shown.map((name, place) => {
        const option = document.createElement("li");
        option.id = `lyrics-complete-${place}`;
        option.dataset["place"] = String(place);
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", String(place === this.chosen));
        option.textContent = name;
        return option;
      }),
    );
    this.list.hidden = false;
    const area = this.area!;
    const box = this.list.parentElement!.getBoundingClientRect();
    this.list.style.top = `${area.getBoundingClientRect().top - box.top + caretBottom(area) - area.scrollTop}px`;
    area.setAttribute("aria-controls", this.list.id);
    area.setAttribute("aria-activedescendant", `lyrics-complete-${this.chosen}`);
  }

  close(): void {
    this.list.hidden = true;
    this.area?.removeAttribute("aria-activedescendant");
    this.area = null;
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden || event.target !== this.area) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) {
      this.chosen = (this.chosen + step + this.shown.length) % this.shown.length;
      this.show();
    } else if (event.key === "Enter" || event.key === "Tab") this.take(this.chosen);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private take(place: number): void {
    const [area, name] = [this.area, this.shown[place]];
    if (!area || !name) return;
    const caret = area.selectionStart;
    const start = area.value.lastIndexOf("[", caret - 1);
    this.close();
    area.setRangeText(`${name}\n`, start, caret, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

/** How far below the top of its text the caret's line ends, in pixels, wrapped lines counted. */
function caretBottom(area: HTMLTextAreaElement): number {
  const mirror = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of MIRRORED) mirror.style[name] = style[name];
  mirror.style.position = "absolute";
  mirror.style.visibility = "hidden";
  mirror.style.whiteSpace = "pre-wrap";
  mirror.textContent = area.value.slice(0, area.selectionStart);
  const mark = document.createElement("span");
  mark.textContent = "|";
  mirror.append(mark);
  area.parentElement?.append(mirror);
  const bottom = mark.offsetTop + mark.offsetHeight;
  mirror.remove();
  return bottom;
}
