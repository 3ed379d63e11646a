// A clip's shots: a click plays the clip from there, and the shot that is on is marked.

function videoOf(inside: Element): HTMLVideoElement | null {
  return inside.closest("[data-film]")?.querySelector("video") ?? null;
}

/** The number of the shot at a time, given when each begins, in order. */
export function shotAt(starts: readonly number[], atS: number): number {
  let found = -1;
  starts.forEach((startS, index) => {
    if (startS <= atS + 0.01) found = index;
  });
  return found;
}

function markShot(video: HTMLVideoElement): void {
  const cuts = [...(video.closest("[data-film]")?.querySelectorAll<HTMLElement>("[data-cut]") ?? [])];
  const on = shotAt(
    cuts.map((cut) => Number(cut.dataset["cut"])),
    video.currentTime,
  );
  cuts.forEach((cut, index) => {
    if (index === on) cut.setAttribute("aria-current", "true");
    else cut.removeAttribute("aria-current");
  });
}

export function wireFilms(): void {
  document.addEventListener("click", (event) => {
    const cut = (event.target as HTMLElement).closest<HTMLElement>("[data-cut]");
    const video = cut && videoOf(cut);
    if (!video) return;
    video.currentTime = Number(cut.dataset["cut"]);
    void video.play().catch(() => undefined);
  });
  // Media events do not bubble.
  const capture = { capture: true };
  document.addEventListener("timeupdate", ({ target }) => target instanceof HTMLVideoElement && markShot(target), capture);
  document.addEventListener("seeked", ({ target }) => target instanceof HTMLVideoElement && markShot(target), capture);
}
