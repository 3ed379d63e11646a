// "?" beside a hard word: its paragraph opens in a sheet, and without scripts the same link is a page.

async function open(link: HTMLAnchorElement, sheet: HTMLDialogElement): Promise<void> {
  const body = sheet.querySelector<HTMLElement>("[data-help-body]");
  if (!body) return;
  body.replaceChildren();
  body.classList.add("skeleton");
  sheet.showModal();
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": "help-sheet" } });
    if (!answer.ok) throw new Error(String(answer.status));
    // Our own server's own page, already escaped.
    body.innerHTML = await answer.text();
  } catch {
    location.assign(link.href);
  } finally {
    body.classList.remove("skeleton");
  }
}

/** Every word that was typed is somewhere in the text. */
export function matches(text: string, wanted: string): boolean {
  const hay = fold(text);
  return fold(wanted)
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

/** Small letters without accents, so that "cancion" finds "canción". */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
}

function search(input: HTMLInputElement): void {
  let found = 0;
  for (const topic of document.querySelectorAll<HTMLElement>("[data-topic]")) {
    topic.hidden = !matches(topic.textContent ?? "", input.value);
    found += topic.hidden ? 0 : 1;
  }
  const none = document.querySelector<HTMLElement>("[data-no-topic]");
  if (none) none.hidden = found > 0;
}

export function wireHelp(): void {
  const sheet = document.getElementById("help-sheet");
  document.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("a[data-help]");
    if (!link || !(sheet instanceof HTMLDialogElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (sheet.open) sheet.close();
    void open(link, sheet);
  });
  // On the document: pages are turned without a load while the sound goes on.
  document.addEventListener("input", (event) => {
    const input = (event.target as HTMLElement).closest<HTMLInputElement>("[data-help-search]");
    if (input) search(input);
  });
}
