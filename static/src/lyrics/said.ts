// What is said under the words about the last deed, with a button that takes it back.

export interface Back {
  label: string;
  go(): void;
}

export class Said {
  constructor(private readonly place: HTMLElement) {}

  say(words: string, back?: Back): void {
    this.place.textContent = words;
    delete this.place.dataset["restored"];
    if (!back) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small quiet";
    button.textContent = back.label;
    button.addEventListener("click", () => {
      back.go();
      this.place.replaceChildren();
    });
    this.place.append(" ", button);
  }

  /** Words stand here that only this device had: said until the studio has them. */
  sayRestored(words: string, back: Back): void {
    this.say(words, back);
    this.place.dataset["restored"] = "";
  }

  settle(): void {
    if (this.place.dataset["restored"] === undefined) return;
    delete this.place.dataset["restored"];
    this.place.replaceChildren();
  }
}
