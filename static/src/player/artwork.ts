// The picture of a song for the lock screen. Covers are drawn in the page as SVG; what shows them there wants pixels.

const SIDE_PX = 512;
const ANY = "00000000-0000-0000-0000-000000000000";

/** The cover as this page shows it, or as the song's card does. */
async function coverOf(song: string, cards: string): Promise<Element | null> {
  const isRoom = location.pathname.startsWith(`/songs/${song}/`);
  const here = document.querySelector(`[data-song="${CSS.escape(song)}"] .cover${isRoom ? ", .room-head .cover" : ""}`);
  if (here || !cards) return here;
  const answer = await fetch(cards.replace(ANY, song), { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".cover");
}

/** Where a cover can be loaded from as a picture of its own. */
export function sourceOf(cover: Element): string {
  if (cover instanceof HTMLImageElement || cover.tagName.toLowerCase() === "img") return cover.getAttribute("src") ?? "";
  const alone = cover.cloneNode(true) as Element;
  // Cut to a square from its middle, as the page cuts it to its place.
  for (const [name, value] of [["xmlns", "http://www.w3.org/2000/svg"], ["width", SIDE_PX], ["height", SIDE_PX]] as const) {
    alone.setAttribute(name, String(value));
  }
  return `data:image/svg+xml,${encodeURIComponent(alone.outerHTML)}`;
}

async function painted(source: string): Promise<string> {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE_PX;
  const { naturalWidth: width, naturalHeight: height } = picture;
  const side = Math.min(width, height);
  canvas.getContext("2d")?.drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE_PX, SIDE_PX);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return blob ? URL.createObjectURL(blob) : "";
}

const known = new Map<string, Promise<string>>();

/** The address of a song's cover as a PNG; empty when there is none to be had. */
export function artworkOf(song: string, cards: string): Promise<string> {
  if (!song) return Promise.resolve("");
  const found = known.get(song) ?? coverOf(song, cards).then((cover) => (cover ? painted(sourceOf(cover)) : "")).catch(() => "");
  known.set(song, found);
  return found;
}
