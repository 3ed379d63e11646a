// A page that comes back out of the browser's history may show a draft that is none any more.

/** Where the song is now, when it was sent off; null while it is a draft, and when nobody can tell. */
export async function goneToItsRoom(draftUrl: string): Promise<string | null> {
  if (!draftUrl) return null;
  const answer = await fetch(draftUrl, { method: "HEAD", credentials: "same-origin" }).catch(() => null);
  // Where it led is all that is asked; the room may say what it likes to a question without a body.
  if (!answer?.redirected) return null;
  const { pathname } = new URL(answer.url);
  return pathname.startsWith("/songs/") && pathname !== draftUrl ? pathname : null;
}
