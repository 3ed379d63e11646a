// Turning pages without a load, so that what plays plays on. Only while something is on the deck; otherwise, and for
// everything that is not a plain page of ours, the browser loads as it always does.
import { tell } from "./player/contract";
import { toast } from "./toast";

/** Doors that are not pages of the studio, or that change who is signed in. */
const WHOLE = /^\/(accounts|django-admin|api|assets|uploads|language|metrics|offline|share)\b/;

/** The one script that every page loads; its name may carry a hash. */
const EVERY_PAGE = /\/studio(\.[0-9a-f]+)?\.js$/;

interface Kept {
  turned: true;
  scrollY: number;
  /** The how-manieth page of this visit, so that a step in the history can be taken back. */
  at: number;
}

let ticket = 0;
let at = (history.state as Kept | null)?.at ?? 0;

/** Where a click leads, if it is to another page that can be turned to. */
export function pageOf(event: MouseEvent, here: Location = location): URL | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || (link.target && link.target !== "_self") || link.hasAttribute("download")) return null;
  if (link.closest("[hx-boost], [data-full-load]") || link.hasAttribute("hx-get")) return null;
  const url = new URL(link.getAttribute("href") ?? "", here.href);
  if (url.origin !== here.origin || WHOLE.test(url.pathname)) return null;
  const isHere = url.pathname === here.pathname && url.search === here.search;
  return isHere && url.hash ? null : url;
}

function scriptsOf(page: Document): HTMLScriptElement[] {
  return [...page.querySelectorAll<HTMLScriptElement>("head script[type=module][src]")];
}

/** A page with scripts of its own, or one that says so, is loaded whole; `data-stays` is a script that may stay. */
export function mustLoad(page: Document): boolean {
  const main = page.getElementById("main");
  if (!main || main.closest("[data-full-load]") || !page.querySelector("header.topbar")) return true;
  return scriptsOf(page).some(
    (script) => !script.hasAttribute("data-stays") && !EVERY_PAGE.test(script.getAttribute("src") ?? ""),
  );
}

/** Scripts that the page brings and the last one did not have. */
function bring(page: Document): void {
  const here = new Set(scriptsOf(document).map((script) => script.getAttribute("src")));
  for (const wanted of scriptsOf(page)) {
    const src = wanted.getAttribute("src");
    if (!src || here.has(src) || !wanted.hasAttribute("data-stays")) continue;
    const script = document.createElement("script");
    script.type = "module";
    script.dataset["stays"] = "";
    script.src = src;
    document.head.append(script);
  }
}

export function turnPages(isWanted: () => boolean): void {
  // On the window, after the page's own parts: what they have taken is not a turned page.
  globalThis.addEventListener("click", (event) => {
    const url = pageOf(event);
    if (!url || !isWanted() || mustLoad(document)) return;
    event.preventDefault();
    if (mayLeave()) void turn(url, null);
  });
  globalThis.addEventListener("popstate", (event) => stepped(event.state as Kept | null));
}

/** Back or forward. Who would rather stay is brought back to where they were. */
function stepped(kept: Kept | null): void {
  if (!kept?.turned || kept.at === at) return;
  if (!mayLeave()) return history.go(at - kept.at);
  at = kept.at;
  void turn(new URL(location.href), kept);
}

/** What would be lost with this page says so, as it would before the browser leaves it; then the person is asked. */
export function mayLeave(): boolean {
  const detail = { words: "" };
  const isFree = document.dispatchEvent(new CustomEvent("studio:leaving", { detail, bubbles: true, cancelable: true }));
  return isFree || confirm(detail.words);
}

async function turn(url: URL, back: Kept | null): Promise<void> {
  const mine = ++ticket;
  document.documentElement.dataset["turning"] = "yes";
  const page = await read(url).catch(() => null);
  if (mine !== ticket) return;
  delete document.documentElement.dataset["turning"];
  if (!page || mustLoad(page.document)) return void location.assign(url);
  if (!back) {
    history.replaceState({ turned: true, scrollY, at } satisfies Kept, "");
    at += 1;
    history.pushState({ turned: true, scrollY: 0, at } satisfies Kept, "", page.url);
  }
  show(page.document);
  tell("page", { url: page.url });
  const goal = url.hash ? document.getElementById(decodeURIComponent(url.hash.slice(1))) : null;
  if (goal) goal.scrollIntoView();
  else scrollTo({ top: back?.scrollY ?? 0, behavior: "instant" });
}

async function read(url: URL): Promise<{ document: Document; url: string } | null> {
  const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
  const isPage = (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (!answer.ok || !isPage || WHOLE.test(new URL(answer.url).pathname)) return null;
  const text = await answer.text();
  return { document: new DOMParser().parseFromString(text, "text/html"), url: answer.url + url.hash };
}

function show(page: Document): void {
  const next = document.adoptNode(page.getElementById("main")!);
  document.getElementById("main")!.replaceWith(next);
  document.title = page.title;
  bring(page);
  markNav(page);
  window.htmx?.process(next);
  // What parts of the page do after a partial came, they do for the whole of it too.
  next.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true, detail: { elt: next, target: next } }));
  for (const note of page.querySelectorAll<HTMLElement>("[data-note]")) {
    toast(note.textContent?.trim() ?? "", note.dataset["note"] === "error" ? "error" : "note");
  }
  // A page that begins in a field does so here as well.
  (next.querySelector<HTMLElement>("[autofocus]") ?? next).focus({ preventScroll: true });
}

/** The header stays; only the place it marks as current moves. */
function markNav(page: Document): void {
  const current = new Set(
    [...page.querySelectorAll("header a[aria-current=page]")].map((link) => link.getAttribute("href")),
  );
  for (const link of document.querySelectorAll("header a[href]")) {
    if (current.has(link.getAttribute("href"))) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.querySelectorAll<HTMLDetailsElement>("header details[open]").forEach((menu) => (menu.open = false));
}
