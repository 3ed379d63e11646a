import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { leaveOutEmpty, startInbox } from "./inbox";

const asked: string[] = [];
const sent: { url: string; form: FormData }[] = [];
let answers: { ok: boolean; told?: Record<string, unknown> }[] = [];

const row = (id: number): string =>
  `<li data-row="${id}"><input type="checkbox" data-pick value="${id}"><a href="?open=${id}" data-open="/inbox/${id}/">${id}</a></li>`;

const why = (prefix: string): string => `<details class="because"><textarea id="reason-${prefix}" data-keep name="reason"></textarea>
  <input type="checkbox" name="quick" id="quick-${prefix}" value="harsh"></details>`;

const decide = (id: string): string => `<form data-decide="${id}" action="/reviews/${id}/decide/">${why(id)}
  <button name="verdict" value="approved"></button><button name="verdict" value="changes_requested"></button></form>`;

const itemOf = (id: string, form = decide(id)): string =>
  `<article id="item" data-item="${id}"><h2 id="item-title" tabindex="-1">Song ${id}</h2>
   <div data-take="t${id}"></div>${form}<textarea id="comment-text" data-keep></textarea></article>`;

const PAGE = `<div data-inbox class="opened"><section id="reviews"><label hidden><input type="checkbox" data-pick-all></label>
  <ol>${[1, 2, 3, 4].map(row).join("")}</ol></section>
  <form data-bulk action="/reviews/decide/" hidden><button type="button" data-pick-none></button><b data-bulk-count data-words="{n} selected"></b>${why("many")}
  <button name="verdict" value="approved"></button><button name="verdict" value="changes_requested"></button></form>
  <div data-item-place>${itemOf("1")}</div></div><div data-toasts></div><button data-deck-play aria-pressed="true"></button>`;

const one = <T extends HTMLElement>(selector: string): T => document.querySelector<T>(selector)!;
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

/** What the studio answers for an item stands on the page. */
function come(id: string, form?: string): void {
  one("[data-item-place]").innerHTML = itemOf(id, form);
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { target: one("[data-item-place]") } }));
}

function press(form: string, verdict: string): Promise<void> {
  const button = one<HTMLButtonElement>(`${form} [value=${verdict}]`);
  one<HTMLFormElement>(form).dispatchEvent(
    new SubmitEvent("submit", { submitter: button, bubbles: true, cancelable: true }),
  );
  return settled();
}

function tick(...ids: number[]): void {
  for (const id of ids) one(`[data-pick][value="${id}"]`).click();
}

function narrow(is: boolean): void {
  vi.stubGlobal("matchMedia", () => ({ matches: is }));
}

beforeAll(() => {
  vi.stubGlobal("fetch", async (url: string, how: { body: FormData }) => {
    sent.push({ url, form: how.body });
    const { ok, told } = answers.shift() ?? { ok: true };
    return { ok, status: ok ? 204 : 422, headers: new Headers(told ? { "HX-Trigger": JSON.stringify(told) } : {}) };
  });
  window.htmx = { trigger: () => undefined, process: () => undefined, ajax: async (_verb, url) => void asked.push(url) };
  narrow(false);
  document.body.innerHTML = PAGE;
  startInbox();
});

beforeEach(async () => {
  // Nothing of the last test is on its way or selected.
  document.body.innerHTML = PAGE;
  document.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: { target: one("#reviews") } }));
  narrow(false);
  asked.length = sent.length = 0;
  answers = [];
  one("[data-pick-none]").click();
  one("[data-row='1'] a").click();
  await settled();
  come("1");
  asked.length = 0;
});

it("a reason given to some is not sent with what is decided about others", async () => {
  tick(2, 3);
  one<HTMLTextAreaElement>("#reason-many").value = "Too loud";
  one<HTMLDetailsElement>("[data-bulk] details").open = true;
  one<HTMLInputElement>("#quick-many").checked = true;
  await press("[data-bulk]", "changes_requested");
  expect(sent[0]?.form.get("reason")).toBe("Too loud");
  expect(one<HTMLDetailsElement>("[data-bulk] details").open).toBe(false);
  tick(4);
  await press("[data-bulk]", "approved");
  expect([sent[1]?.form.get("reason"), sent[1]?.form.getAll("quick")]).toEqual(["", []]);
});

it("what was refused for all is selected again, with its reason", async () => {
  answers = [{ ok: false, told: { "studio:refused": "No" } }];
  tick(2, 3);
  one<HTMLTextAreaElement>("#reason-many").value = "Too loud";
  await press("[data-bulk]", "changes_requested");
  expect(one("[data-bulk-count]").textContent).toBe("2 selected");
  expect(one<HTMLTextAreaElement>("#reason-many").value).toBe("Too loud");
  expect(one<HTMLDetailsElement>("[data-bulk] details").open).toBe(true);
});

it("the words of a decision that was refused are offered again in its form", async () => {
  answers = [{ ok: false, told: { "studio:refused": "No" } }];
  one<HTMLTextAreaElement>("#reason-1").value = "Too loud";
  await press("[data-decide]", "changes_requested");
  await vi.waitFor(() => expect(asked.at(-1)).toBe("/inbox/1/"));
  come("1");
  expect(one<HTMLTextAreaElement>("#reason-1").value).toBe("Too loud");
  expect(one<HTMLDetailsElement>("#item details").open).toBe(true);
});

it("where somebody else was first they are offered as a comment", async () => {
  answers = [{ ok: false, told: { "studio:refused": "Jo was first" } }];
  one<HTMLTextAreaElement>("#reason-1").value = "Too loud";
  await press("[data-decide]", "changes_requested");
  come("1", "");
  expect(one<HTMLTextAreaElement>("#comment-text").value).toBe("Too loud");
});

it("on a phone the next one is read from its title, and the last one's sound stops", async () => {
  narrow(true);
  one("[data-take]").dataset["playing"] = "";
  const paused = vi.fn();
  one("[data-deck-play]").addEventListener("click", paused);
  const scrolled = vi.spyOn(HTMLElement.prototype, "scrollIntoView");
  await press("[data-decide]", "approved");
  expect(paused).toHaveBeenCalledOnce();
  come("2");
  expect(document.activeElement?.id).toBe("item-title");
  expect(scrolled.mock.instances.at(-1)).toBe(one("#item-title"));
  scrolled.mockRestore();
});

it("after the last decision the list has the focus, and the list is what is shown", async () => {
  for (const id of [2, 3, 4]) one(`[data-row='${id}']`).remove();
  await press("[data-decide]", "approved");
  expect(document.activeElement?.id).toBe("reviews");
  expect(one("[data-inbox]").classList.contains("opened")).toBe(false);
  one("#reviews").innerHTML = `<div class="empty"><h2 tabindex="-1">Nothing waits</h2></div>`;
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { target: one("#reviews") } }));
  expect(document.activeElement?.textContent).toBe("Nothing waits");
});

it("after a decision about several the focus is on a row", async () => {
  tick(1, 2);
  one("[data-bulk] [value=approved]").focus();
  await press("[data-bulk]", "approved");
  expect(document.activeElement).toBe(one("[data-row='3'] a"));
  document.dispatchEvent(new CustomEvent("studio:undone"));
  expect(document.activeElement?.matches("[data-open]")).toBe(true);
});

it("all are selected at once, and none again", () => {
  const all = one<HTMLInputElement>("[data-pick-all]");
  all.click();
  expect(one("[data-bulk-count]").textContent).toBe("4 selected");
  tick(2);
  expect([all.checked, all.indeterminate]).toEqual([false, true]);
  tick(2);
  expect([all.checked, all.indeterminate]).toEqual([true, false]);
  all.click();
  expect(one("[data-bulk]").hidden).toBe(true);
});

it("a phone that shows the list marks no row as open", () => {
  narrow(true);
  one("[data-inbox]").classList.remove("opened");
  document.dispatchEvent(new CustomEvent("studio:page"));
  expect(document.querySelector("[aria-current]")).toBeNull();
});

it("what narrows nothing does not stand in the address", () => {
  const form = document.createElement("form");
  form.dataset["lean"] = "";
  const parameters = { title: "Song", state: "", kind: "" };
  leaveOutEmpty(new CustomEvent("htmx:configRequest", { detail: { elt: form, parameters } }));
  expect(parameters).toEqual({ title: "Song" });
});
