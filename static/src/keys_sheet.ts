// The sheet of keys that "?" opens shows those that hold on this page. It outlasts a turned page, so it asks each time.

/** Keys that a part of the page has taken from the player. */
export function ownKeys(): Set<string> {
  const parts = document.querySelectorAll<HTMLElement>("[data-own-keys]");
  return new Set([...parts].flatMap((part) => (part.dataset["ownKeys"] ?? "").split(" ")));
}

export function showKeys(sheet: HTMLElement): void {
  for (const group of sheet.querySelectorAll<HTMLElement>("[data-keys-where]")) {
    group.hidden = !document.querySelector(group.dataset["keysWhere"] ?? "");
  }
  for (const group of sheet.querySelectorAll<HTMLElement>("[data-keys-unless]")) {
    group.hidden = document.querySelector(group.dataset["keysUnless"] ?? "") !== null;
  }
  const taken = ownKeys();
  for (const row of sheet.querySelectorAll<HTMLElement>("[data-keys-of-player]")) {
    const keys = [...row.querySelectorAll<HTMLElement>("kbd")];
    for (const key of keys) key.hidden = taken.has((key.textContent ?? "").toLowerCase());
    row.hidden = keys.every((key) => key.hidden);
    sayOf(row, keys);
  }
}

/** Where one of two keys is left, only what that one does is said: `data-alone`. */
function sayOf(row: HTMLElement, keys: HTMLElement[]): void {
  const words = row.querySelector<HTMLElement>("dd");
  if (!words) return;
  words.dataset["whole"] ??= words.textContent ?? "";
  const left = keys.filter((key) => !key.hidden);
  const alone = keys.length > 1 && left.length === 1 ? left[0]?.dataset["alone"] : undefined;
  words.textContent = alone ?? words.dataset["whole"];
}

export function openSheet(id: string): void {
  const sheet = document.getElementById(id);
  if (!(sheet instanceof HTMLDialogElement) || sheet.open) return;
  showKeys(sheet);
  sheet.showModal();
}
