// A session that has ended: it is said in one place, with the one way on. Nothing that was typed is thrown away for it.

const DOOR = "/accounts/login/";

export function isAtTheDoor(url: string): boolean {
  return url !== "" && new URL(url, location.href).pathname.startsWith(DOOR);
}

/** The studio sent a request to its door, or asked it who it is: the answer is about signing in, and about nothing else. */
export function wasSignedOut(answer: Pick<Response, "status" | "redirected" | "url">): boolean {
  return answer.status === 401 || (answer.redirected && isAtTheDoor(answer.url));
}

function notice(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-signed-out]");
}

export function signedOutWords(): string {
  return notice()?.querySelector("span")?.textContent ?? "";
}

export function saySignedOut(): void {
  const box = notice();
  const link = box?.querySelector("a");
  if (!box || !link) return;
  link.href = `${DOOR}?next=${encodeURIComponent(location.pathname + location.search)}`;
  box.hidden = false;
}

interface Asked {
  xhr?: XMLHttpRequest;
  shouldSwap: boolean;
  isError: boolean;
}

/** What htmx asked for: the sign-in page never becomes a part of another, and what was typed was not taken. */
export function listenForSignedOut(): void {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<Asked>;
    if (!isAtTheDoor(detail.xhr?.responseURL ?? "")) return;
    detail.shouldSwap = false;
    detail.isError = true;
    saySignedOut();
  });
  // Before anybody else says in other words what has been said.
  const silence = (event: Event): void => {
    if (isAtTheDoor((event as CustomEvent<Asked>).detail.xhr?.responseURL ?? "")) event.stopPropagation();
  };
  document.addEventListener("htmx:responseError", silence, true);
}
