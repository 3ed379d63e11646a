// One plain player for files that are not in a song's player yet: local ones before they are sent, and takes.
import { clock } from "./clock";

const audio = new Audio();
let current: HTMLElement | null = null;
let isWired = false;

function show(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-hear]")) {
    const playing = button === current && !audio.paused;
    button.toggleAttribute("data-playing", playing);
    button.setAttribute("aria-pressed", String(playing));
    const time = button.parentElement?.querySelector<HTMLElement>("[data-hear-time]");
    if (time) time.textContent = button === current && audio.duration ? `${clock(audio.currentTime)} / ${clock(audio.duration)}` : "";
  }
}

for (const name of ["play", "pause", "ended", "timeupdate"]) audio.addEventListener(name, show);

export function hush(): void {
  audio.pause();
}

/** Buttons `[data-hear]` play what they name; a second press stops. */
export function wireHearing(): void {
  if (isWired) return;
  isWired = true;
  document.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-hear]");
    if (!button) return;
    if (button === current && !audio.paused) return audio.pause();
    if (button !== current) audio.src = button.dataset["hear"] ?? "";
    current = button;
    void audio.play().catch(show);
  });
}
