// Talking with the studio about lyrics: forms out, words or facts back, never an exception for a dead line.

import { draftReady } from "../draft";
import { saySignedOut, wasSignedOut } from "../signed_out";

export interface Answer {
  ok: boolean;
  /** 0 when the studio could not be reached. */
  status: number;
  text: string;
  /** Nobody is signed in here any more, which has been said. */
  isOutside?: boolean;
}

function token(): string {
  try {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
    return headers["X-CSRFToken"] ?? "";
  } catch {
    return "";
  }
}

export async function ask(url: string, data?: Record<string, string>, accept = "text/html"): Promise<Answer> {
  await draftReady();
  try {
    const answer = await fetch(url, {
      method: data ? "POST" : "GET",
      headers: { Accept: accept, "X-CSRFToken": token(), "HX-Request": "true" },
      ...(data ? { body: new URLSearchParams(data) } : {}),
    });
    const text = await answer.text();
    // A refusal in our own words is JSON or plain; a whole page says that the session is another one.
    const isOutside = wasSignedOut(answer) || (answer.status === 403 && /^\s*<!doctype/i.test(text));
    if (isOutside) saySignedOut();
    return { ok: answer.ok && !answer.redirected, status: answer.status, text: isOutside ? "" : text, isOutside };
  } catch {
    return { ok: false, status: 0, text: "" };
  }
}

export function facts<T>(answer: Answer): T | null {
  try {
    return JSON.parse(answer.text) as T;
  } catch {
    return null;
  }
}

/** `{n} of {total}` with its places filled. */
export function fill(words: string, places: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}
