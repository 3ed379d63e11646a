// Every page loads this.
import { startAudition } from "./audition";
import { startBringing } from "./bring";
import { figure } from "./clock";
import { wireCopies } from "./copy";
import { wireArrival } from "./arrive";
import { wireBell } from "./bell";
import { startComments } from "./comments";
import { keepFocus } from "./focus";
import { measureFoot } from "./foot";
import { Deck } from "./player/deck";
import { wireHelp } from "./help";
import { keepPlace } from "./steady";
import { startInbox } from "./inbox";
import { wireInstall } from "./install";
import { wireJobs } from "./jobs";
import { openSheet } from "./keys_sheet";
import { wireLaying } from "./lay";
import { startLive } from "./live";
import { startLyrics } from "./lyrics/editor";
import { redrawGrowing } from "./progress";
import { landAfterLeaving } from "./landing";
import { leaveOutMissing } from "./parts";
import { rememberHands } from "./refresh";
import { wireRoom } from "./room";
import { wireTaps } from "./tap";
import { applyTheme, wireTheme } from "./theme";
import { listenForNotices, toast } from "./toast";
import { sayTrouble } from "./trouble";
import { turnPages } from "./turn_page";
import { TYPING } from "./typing";
import { drawWaveforms } from "./wave_canvas";

applyTheme();

function dress(root: ParentNode): void {
  drawWaveforms(root);
  redrawGrowing(root);
  wireTaps(root);
  startLyrics(root);
  startAudition(root);
  startBringing(root);
  for (const slider of root.querySelectorAll<HTMLInputElement>("input[type=range][data-shows]")) {
    const output = document.getElementById(slider.dataset["shows"] ?? "");
    const show = (): void => {
      const value = Number(slider.value);
      if (output) output.textContent = `${value > 0 ? "+" : ""}${figure(value, 1)} dB`;
    };
    slider.addEventListener("input", show);
    show();
  }
}

function wireDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const opener = target.closest<HTMLElement>("[data-opens]");
    if (opener) openSheet(opener.dataset["opens"] ?? "");
    if (target.closest("[data-closes]")) target.closest("dialog")?.close();
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
    const person = target.closest<HTMLElement>("[data-sign-in]");
    if (person) signIn(person);
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key === "?" && !target.closest(TYPING)) openSheet("keys");
  });
}

function signIn(person: HTMLElement): void {
  const form = document.querySelector<HTMLFormElement>("[data-gate]");
  const put = (name: string, value: string | undefined): void => {
    const input = form?.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value ?? "";
  };
  put("login", person.dataset["signIn"]);
  put("password", person.dataset["password"]);
  form?.requestSubmit();
}

wireTheme();
rememberHands();
keepFocus();
keepPlace();
sayTrouble();
leaveOutMissing();
measureFoot();
wireJobs();
listenForNotices();
wireDialogs();
wireCopies();
dress(document);
document.addEventListener("htmx:afterSettle", () => dress(document));
const box = document.querySelector<HTMLElement>("[data-deck]");
const deck = box ? new Deck(box) : null;
Object.assign(globalThis, { studioPlayer: deck });
turnPages(() => Boolean(deck?.current));
for (const note of document.querySelectorAll<HTMLElement>("[data-note]")) {
  toast(note.textContent?.trim() ?? "", note.dataset["note"] === "error" ? "error" : "note");
}
wireBell();
wireArrival();
wireHelp();
wireInstall();
startComments();
startInbox();
wireRoom();
wireLaying();
startLive();
landAfterLeaving();
document.documentElement.dataset["ready"] = "yes";
