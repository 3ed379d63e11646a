// The player and what the rest of the page may count on.
//
// Marked up by any template:
//   [data-take=ASSET][data-song=SONG]   a version; with [data-title], [data-duration], [data-src], [data-peaks] if known
//   [data-play] inside it               plays or pauses it; a click on its [data-wave] plays from there
//   [data-jump=SECONDS][data-asset]     plays that version from half a second before
//   textarea[data-comments]             its form's `asset` and `at_s` are filled when a person starts to write
//   html[data-blind=yes]                names are hidden; every take of the song carries data-alias, "A", "B" …
//   [data-own-keys="j k"]               while on the page, these keys are not the player's
//   main[data-full-load]                pages that must be loaded whole; others are turned while the sound goes on
//
// Told on `document`:
//   studio:loaded    {asset, song, durationS, lane}    `lane` holds [data-marks], positioned, for dots at a time
//   studio:position  {asset, song, atS, durationS, playing}    at every change, at most ten times a second
//   studio:range     {asset, startS, endS} or {asset, startS: null}
//   studio:blind     {on}    also listened to
//   studio:page      {url}   another page was turned to without a load; page modules look for their places again
//   studio:leaving   {words}  before a page is turned; who prevents it and fills in `words` has the person asked
//
// Listened to:
//   studio:play      {asset, atS?}    studio:blind {on}
//   studio:lay       one sound over another from a place of its own, see `Lay`
//   studio:where     {asset, atS}     `atS` is filled with what is heard right now, if that version plays

export interface Loaded {
  asset: string;
  song: string;
  durationS: number;
  lane: HTMLElement;
}

export interface Position {
  asset: string;
  song: string;
  atS: number;
  durationS: number;
  playing: boolean;
}

export type Range = { asset: string; startS: number; endS: number } | { asset: string; startS: null };

/** `over` begins at `startS` of `under`; `atS` null plays on from where it is. */
export interface Lay {
  under: string;
  durationS: number;
  over: string;
  startS: number;
  atS: number | null;
  gains: [number, number];
}

export interface Where {
  asset: string;
  atS: number | null;
}

interface Told {
  loaded: Loaded;
  position: Position;
  range: Range;
  blind: { on: boolean; by: "player" };
  page: { url: string };
}

export function tell<Name extends keyof Told>(name: Name, detail: Told[Name]): void {
  document.dispatchEvent(new CustomEvent(`studio:${name}`, { detail }));
}
