// Talking with the studio about lyrics: forms out, words or facts back, never an exception for a dead line.

import { draftReady } from "../draft";

export interface Answer {
  ok: boolean;
  /** 0 when the studio could not be reached. */
  status: number;
  text: string;
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
    return { ok: answer.ok && !answer.redirected, status: answer.status, text: await answer.text() };
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
