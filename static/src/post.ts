// A deed sent by hand: the same headers as a form of the page, and its answer's notices are told the same way.
import { saySignedOut, wasSignedOut } from "./signed_out";
import { wordsFor } from "./trouble_words";

function token(): string {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}") as Record<string, string>;
  return headers["X-CSRFToken"] ?? "";
}

/** What an answer's HX-Trigger header says, as events on the document. */
export function tellAll(header: string | null): void {
  if (!header) return;
  const facts = JSON.parse(header) as Record<string, unknown>;
  for (const [name, fact] of Object.entries(facts)) {
    const detail = typeof fact === "object" && fact !== null ? fact : { value: fact };
    document.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function refuse(value: string): void {
  document.dispatchEvent(new CustomEvent("studio:refused", { detail: { value } }));
}

/** True when the studio did it. What it refuses, and a dead line, is told in a notice. */
export async function post(url: string, form = new FormData()): Promise<boolean> {
  const headers = { "HX-Request": "true", "X-CSRFToken": token() };
  const answer = await fetch(url, { method: "POST", body: form, headers }).catch(() => null);
  if (!answer) {
    refuse(wordsFor(0));
    return false;
  }
  if (wasSignedOut(answer)) {
    saySignedOut();
    return false;
  }
  const told = answer.headers.get("HX-Trigger");
  tellAll(told);
  if (!answer.ok && !told) refuse(wordsFor(answer.status));
  return answer.ok;
}
