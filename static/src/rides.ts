// Moves of a track's level within the song, added at the console: in a section, or between two times.
import type { Deck } from "./player/deck";
import type { Loop } from "./player/transport";
import { count } from "./faders";

/** The choice that asks for two times instead of naming a section. */
const BY_TIME = "by-time";

/** `1:10`, with tenths where there are any: how a place in a song is written down. */
export function written(atS: number): string {
  const tenths = Math.round(atS * 10);
  const rest = ((tenths % 600) / 10).toFixed(1).replace(/\.0$/, "");
  return `${Math.floor(tenths / 600)}:${rest.padStart(rest.includes(".") ? 4 : 2, "0")}`;
}

export function wireRides(loopNow: () => Loop | null = playersLoop): void {
  document.addEventListener("click", (event) => {
    const hand = (event.target as HTMLElement).closest<HTMLElement>("[data-ride-remove], [data-ride-add], [data-ride-drop]");
    if (hand?.matches("[data-ride-remove]")) return remove(hand);
    if (hand?.matches("[data-ride-add]")) return add(hand);
    if (hand) drop(hand);
  });
  document.addEventListener("change", (event) => {
    const place = event.target as HTMLSelectElement;
    if (place.matches("[data-ride-place]")) showTimes(place, loopNow());
  });
}

function playersLoop(): Loop | null {
  return (globalThis as { studioPlayer?: Deck }).studioPlayer?.playback.loop ?? null;
}

/** Two times are asked for; what the player goes round in is the likeliest answer. */
function showTimes(place: HTMLSelectElement, loop: Loop | null): void {
  const times = timesOf(place);
  if (!times) return;
  times.box.hidden = place.value !== BY_TIME;
  if (times.box.hidden || !loop || times.from.value || times.to.value) return;
  times.from.value = written(loop.startS);
  times.to.value = written(loop.endS);
}

function timesOf(part: Element): { box: HTMLElement; from: HTMLInputElement; to: HTMLInputElement } | null {
  const box = part.closest("[data-ride-adder]")?.querySelector<HTMLElement>("[data-ride-times]");
  const [from, to] = box?.querySelectorAll("input") ?? [];
  return box && from && to ? { box, from, to } : null;
}

/** What is sent and what is read of the chosen place; null while a time is missing, which its field then says. */
function chosen(place: HTMLSelectElement): { sent: string; words: string } | null {
  if (place.value !== BY_TIME) return { sent: place.value, words: place.selectedOptions[0]?.text ?? "" };
  const times = timesOf(place);
  if (!times || !times.from.reportValidity() || !times.to.reportValidity()) return null;
  return { sent: `${times.from.value}-${times.to.value}`, words: `${times.from.value} – ${times.to.value}` };
}

let added = 0;

function add(button: HTMLElement): void {
  const adder = button.closest<HTMLElement>("[data-ride-adder]");
  const place = adder?.querySelector<HTMLSelectElement>("[data-ride-place]");
  const level = adder?.querySelector<HTMLInputElement>("[data-ride-level]");
  const pattern = adder?.querySelector("template");
  if (!adder || !place || !level || !pattern || !level.reportValidity() || !Number(level.value)) return;
  const wanted = chosen(place);
  if (!wanted) return;
  const made = pattern.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const db = Number(level.value);
  const [where, howMuch] = made.querySelectorAll<HTMLInputElement>("input[type=hidden]");
  for (const input of [where, howMuch]) if (input) input.name = input.name.replace("__n__", String(added));
  added++;
  if (where) where.value = wanted.sent;
  if (howMuch) howMuch.value = String(db);
  const words = made.querySelector("[data-ride-words]");
  if (words) words.textContent = `${wanted.words}: ${db > 0 ? "+" : "−"}${Math.abs(db)} dB`;
  adder.before(made);
  told(made);
}

/** A move that is there is taken out and brought back; its tick is what the form sends. */
function remove(button: HTMLElement): void {
  button.closest("[data-device]")?.querySelector<HTMLInputElement>("[data-power]")?.click();
}

function drop(button: HTMLElement): void {
  const made = button.closest<HTMLElement>("[data-ride-added]");
  const adder = made?.closest("[data-channel]")?.querySelector<HTMLElement>("[data-ride-adder]");
  made?.remove();
  if (!adder) return;
  told(adder);
  adder.querySelector<HTMLElement>("[data-ride-add]")?.focus();
}

/** The console differs now: the badge counts, and the page says in words what would change. */
function told(place: HTMLElement): void {
  count(place);
  place.dispatchEvent(new Event("change", { bubbles: true }));
}
