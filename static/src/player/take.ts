// A version as the page marks it up, or by its id alone.

export interface Take {
  asset: string;
  song: string;
  title: string;
  durationS: number;
  /** The small copy, the file itself, the waveform, and what the server knows. */
  proxy: string;
  lossless: string;
  peaks: string;
  heard: string;
  lufs: number | null;
}

const ANY = "00000000-0000-0000-0000-000000000000";

/** The deck carries every address once, with a placeholder for the id. */
export function addressOf(deck: HTMLElement, name: "proxy" | "lossless" | "peaks" | "heard" | "marked", asset: string): string {
  return (deck.dataset[name] ?? "").replace(ANY, asset);
}

function figure(text: string | undefined): number | null {
  const value = Number.parseFloat(text ?? "");
  return Number.isFinite(value) ? value : null;
}

export function takeOf(deck: HTMLElement, place: HTMLElement): Take {
  const asset = place.dataset["take"] ?? "";
  const wave = place.querySelector<HTMLElement>("[data-wave]");
  return {
    ...bareTake(deck, asset),
    song: place.dataset["song"] ?? "",
    title: place.dataset["title"] ?? "",
    durationS: figure(place.dataset["duration"] ?? wave?.dataset["duration"]) ?? 0,
    lufs: figure(place.dataset["lufs"] ?? wave?.dataset["lufs"]),
  };
}

export function bareTake(deck: HTMLElement, asset: string): Take {
  return {
    asset,
    song: "",
    title: "",
    durationS: 0,
    proxy: addressOf(deck, "proxy", asset),
    lossless: addressOf(deck, "lossless", asset),
    peaks: addressOf(deck, "peaks", asset),
    heard: addressOf(deck, "heard", asset),
    lufs: null,
  };
}

/** Places on the page, one per version: a version shown twice is one version. */
export function placesOnPage(): HTMLElement[] {
  const seen = new Set<string>();
  return [...document.querySelectorAll<HTMLElement>("[data-take]")].filter((place) => {
    const asset = place.dataset["take"] ?? "";
    if (!asset || seen.has(asset)) return false;
    seen.add(asset);
    return true;
  });
}
