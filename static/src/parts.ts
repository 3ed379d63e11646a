// Answers of the studio carry parts for several places of the page at once.

/** The answer without the parts whose place is not on the page, or not yet: htmx would complain about each. */
export function withoutMissing(answer: string): string {
  if (!answer.includes("hx-swap-oob")) return answer;
  const read = document.createElement("template");
  read.innerHTML = answer;
  const missing = [...read.content.querySelectorAll('[hx-swap-oob="true"][id]')].filter((part) => !document.getElementById(part.id));
  for (const part of missing) part.remove();
  return missing.length ? read.innerHTML : answer;
}

const minded = new WeakSet<Element>();

/** What was asked for a place that has been replaced meanwhile is not wanted any more: the new one asks for itself. */
function mind(place: Element): void {
  if (minded.has(place)) return;
  minded.add(place);
  // On the place itself: what happens to it is not heard on the document once it is gone.
  place.addEventListener("htmx:beforeSwap", (event) => {
    if (!place.isConnected) (event as CustomEvent<{ shouldSwap?: boolean }>).detail.shouldSwap = false;
  });
}

export function leaveOutMissing(): void {
  document.addEventListener("htmx:beforeRequest", (event) => mind((event as CustomEvent<{ target: Element }>).detail.target));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<{ serverResponse?: string }>;
    if (detail.serverResponse) detail.serverResponse = withoutMissing(detail.serverResponse);
  });
}
