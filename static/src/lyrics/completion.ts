// Sections' names are offered where one is begun: after a bracket at the start of a line, and in a section's own name.
// Arrows choose, Enter or Tab takes, Escape leaves.
import { namesFrom } from "./blocks";

type Field = HTMLTextAreaElement | HTMLInputElement;

const OPEN = /(?:^|\n)[^\S\n]*\[([^\]\n]*)$/;
const MIRRORED = ["font", "letterSpacing", "padding", "border", "width", "boxSizing", "lineHeight"] as const;

/** Where a name is typed and nothing else. */
function isName(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.matches("[data-tag]") && !target.readOnly;
}

/** What of a name stands before the caret; null where none is begun. */
function begun(target: EventTarget | null): string | null {
  if (isName(target)) return target.value.trim() && !target.value.includes("]") ? target.value : null;
  if (!(target instanceof HTMLTextAreaElement)) return null;
  const rest = target.value.slice(target.selectionStart).split("\n")[0]?.trim();
  return rest ? null : (OPEN.exec(target.value.slice(0, target.selectionStart))?.[1] ?? null);
}

export class Completion {
  private readonly list = document.createElement("ul");
  private shown: string[] = [];
  private chosen = 0;
  private field: Field | null = null;

  constructor(
    private readonly box: HTMLElement,
    label: string,
    private readonly names: () => string[],
  ) {
    this.list.className = "lyrics-complete";
    this.list.id = "lyrics-complete";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.list.hidden = true;
    box.append(this.list);
    box.addEventListener("input", ({ target }) => this.look(target));
    box.addEventListener("keydown", (event) => this.key(event), true);
    box.addEventListener("click", ({ target }) => isName(target) && this.offerAll(target));
    box.addEventListener("focusout", ({ target }) => target === this.field && this.close());
    this.list.addEventListener("pointerdown", (event) => {
      const option = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
      event.preventDefault();
      if (option) this.take(Number(option.dataset["place"]));
    });
  }

  private look(target: EventTarget | null): void {
    const start = begun(target);
    if (start === null) return this.close();
    this.offer(target as Field, namesFrom(start, this.names()), 0);
  }

  /** Without a letter typed nothing is chosen but the name that stands there: Tab must not put in another. */
  private offerAll(field: HTMLInputElement): void {
    const names = this.names();
    this.offer(field, names, names.indexOf(field.value.trim()));
  }

  private offer(field: Field, names: string[], chosen: number): void {
    if (!names.length) return this.close();
    this.shown = names;
    this.field = field;
    this.chosen = chosen;
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
    this.list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    const field = this.field!;
    this.stand(field);
    field.setAttribute("aria-controls", this.list.id);
    if (isName(field)) field.setAttribute("aria-expanded", "true");
    if (this.chosen < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `lyrics-complete-${this.chosen}`);
  }

  /** Below the line that is being written. */
  private stand(field: Field): void {
    const [box, at] = [this.box.getBoundingClientRect(), field.getBoundingClientRect()];
    const below = field instanceof HTMLInputElement ? at.height : caretBottom(field) - field.scrollTop;
    this.list.style.top = `${at.top - box.top + below}px`;
    this.list.style.left = isName(field) ? `${at.left - box.left}px` : "";
  }

  close(): void {
    this.list.hidden = true;
    this.field?.removeAttribute("aria-activedescendant");
    if (isName(this.field)) this.field.setAttribute("aria-expanded", "false");
    this.field = null;
  }

  private key(event: KeyboardEvent): void {
    const { target } = event;
    if (this.list.hidden && event.key === "ArrowDown" && !event.altKey && isName(target)) {
      event.preventDefault();
      return this.offerAll(target);
    }
    if (this.list.hidden || target !== this.field) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) {
      this.chosen = this.chosen < 0 && step < 0 ? this.shown.length - 1 : (this.chosen + step + this.shown.length) % this.shown.length;
      this.show();
    } else if (event.key === "Escape") this.close();
    else if (event.key !== "Enter" && event.key !== "Tab") return;
    else if (this.take(this.chosen)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** True where the key that took it goes on to do what it always does: a name is done, a text is written on. */
  private take(place: number): boolean {
    const [field, name] = [this.field, this.shown[place]];
    this.close();
    if (isName(field)) {
      if (name) field.value = name;
      if (name) field.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }
    if (field && name) putIn(field, name);
    return false;
  }
}

function putIn(area: HTMLTextAreaElement, name: string): void {
  const caret = area.selectionStart;
  area.setRangeText(`${name}\n`, area.value.lastIndexOf("[", caret - 1), caret, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
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
