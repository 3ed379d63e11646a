// Short notices in the corner, read out by screen readers.

const STAY_MS = 6_000;

export function toast(words: string, kind: "note" | "error" = "note"): void {
  const place = document.querySelector("[data-toasts]");
  if (!place || !words) return;
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset["kind"] = kind;
  box.textContent = words;
  place.append(box);
  setTimeout(() => box.remove(), kind === "error" ? STAY_MS * 2 : STAY_MS);
}

/** Answers carry notices as the HX-Trigger events `studio:said` and `studio:refused`; a dead line says so itself. */
export function listenForNotices(): void {
  const words = (event: Event): string => String((event as CustomEvent<{ value?: string }>).detail?.value ?? "");
  document.addEventListener("studio:said", (event) => toast(words(event)));
  document.addEventListener("studio:refused", (event) => toast(words(event), "error"));
  const dead = document.body.dataset["deadLine"] ?? "";
  document.addEventListener("htmx:sendError", (event) => {
    const source = (event as CustomEvent<{ requestConfig?: { verb?: string } }>).detail?.requestConfig;
    if (source?.verb !== "get") toast(dead, "error");
  });
}
