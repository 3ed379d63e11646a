// The bell: what is new is said once, in the corner; the notice centre is walked through by keys.
import { toast } from "./toast";

interface WithBadge {
  setAppBadge?: (count: number) => Promise<void>;
  clearAppBadge?: () => Promise<void>;
}

/** The number on the installed app's icon; browsers without one simply show none. */
export function badge(count: number, app: WithBadge = navigator as WithBadge): void {
  const shown = count > 0 ? app.setAppBadge?.(count) : app.clearAppBadge?.();
  void shown?.catch(() => undefined);
}

const said = new Set<string>();

/** What is being told in the corner right now; what arrives while it stands joins it. */
interface Told {
  box: HTMLElement;
  count: number;
  kind: string;
}

let told: Told | null = null;
let unread = 0;

/** After the bell asked for itself: say what rang, but only once, and not where it can be seen anyway. */
export function ring(bell: HTMLElement): void {
  const count = Number(bell.dataset["unread"] ?? 0);
  const more = Math.max(1, count - unread);
  unread = count;
  badge(count);
  const { rang, words } = bell.dataset;
  if (!rang || said.has(rang)) return;
  said.add(rang);
  const isNews = bell.dataset["fresh"] === "yes" && document.visibilityState === "visible";
  if (isNews && words) tell(bell, more);
}

/** One by one as long as each is read before the next; several at once as their number. */
function tell(bell: HTMLElement, more: number): void {
  const { words = "", song, kind = "", link = "", requests = "", several = "" } = bell.dataset;
  const before = told?.box.isConnected ? told : null;
  const count = more + (before?.count ?? 0);
  const kinds = (bell.dataset["kinds"] ?? kind).split(" ").slice(0, more);
  const areAlike = kinds.length === more && kinds.every((one) => one === kind);
  const shared = areAlike && (!before || before.kind === kind) ? kind : "";
  before?.box.remove();
  const many = (shared === "review.requested" ? requests : several).replace("{n}", String(count));
  const box =
    count > 1 && many ? toast(many, "note", bell.getAttribute("href") ?? "") : toast(song ? `${song}: ${words}` : words, "note", link);
  told = box ? { box, count, kind: shared } : null;
}

/** The next (or, with -1, the previous) of some links after the one that has the focus. */
export function beside(links: HTMLElement[], now: Element | null, step: 1 | -1): HTMLElement | undefined {
  const at = links.findIndex((link) => link === now);
  if (at < 0) return step > 0 ? links[0] : links[links.length - 1];
  return links[Math.min(Math.max(at + step, 0), links.length - 1)];
}

function walk(event: KeyboardEvent): void {
  const list = document.getElementById("notices");
  const target = event.target as HTMLElement;
  if (!list || event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog")) return;
  const steps: Record<string, 1 | -1> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  const step = steps[event.key];
  const links = [...list.querySelectorAll<HTMLElement>("[data-notice-link]")];
  if (step) {
    beside(links, document.activeElement, step)?.focus();
    event.preventDefault();
  } else if (event.key === "r") {
    const row = document.activeElement?.closest("[data-notice]");
    row?.querySelector<HTMLElement>("[data-notice-read]")?.click();
    beside(links, document.activeElement, 1)?.focus();
  }
}

/** An e-mail's link says which notice it came from: following it counts as reading. */
function readFromMail(): void {
  const address = new URL(location.href);
  const notice = address.searchParams.get("notice");
  const home = document.querySelector<HTMLAnchorElement>("#bell")?.getAttribute("href");
  if (!notice || !/^\d+$/.test(notice) || !home) return;
  address.searchParams.delete("notice");
  history.replaceState(history.state, "", address);
  const token = (JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>)["X-CSRFToken"];
  void fetch(`${home}${notice}/read/`, { method: "POST", headers: { "X-CSRFToken": token ?? "", "HX-Request": "true" } });
}

export function wireBell(): void {
  const first = document.getElementById("bell");
  if (!first) return;
  unread = Number(first.dataset["unread"] ?? 0);
  badge(unread);
  readFromMail();
  document.addEventListener("keydown", walk);
  let fresh = false;
  document.addEventListener("studio:event", (event) => {
    fresh ||= (event as CustomEvent<{ type: string }>).detail.type === "notice.added";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target } = (event as CustomEvent<{ target: Element }>).detail;
    const bell = target.id === "bell" ? document.getElementById("bell") : null;
    if (!bell) return;
    bell.dataset["fresh"] = fresh ? "yes" : "no";
    fresh = false;
    ring(bell);
  });
}
