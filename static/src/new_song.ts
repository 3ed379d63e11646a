// The new-song page: files dropped anywhere on their place go up at once, the brief saves itself.
import { add, resumeAll, type Place } from "./uploads";

function start(form: HTMLElement): void {
  const place: Place = {
    project: form.dataset["project"] ?? "",
    csrf: form.dataset["csrf"] ?? "",
    template: document.querySelector<HTMLTemplateElement>("#file-row")!,
    words: form.dataset,
    onDone: () => window.htmx?.trigger(document.getElementById("files")!, "refresh"),
  };
  for (const drop of document.querySelectorAll<HTMLElement>("[data-drop-for]")) wireDrop(drop, place);
  // A file let go beside its place must not make the browser leave the page.
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  void resumeAll(place);
  wireSaved();
  saveOnLeaving(form as HTMLFormElement);
}

/** What was typed in the last second before leaving is sent along by the browser itself. */
function saveOnLeaving(form: HTMLFormElement): void {
  let typed = false;
  let sentIn = false;
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", () => (sentIn = true));
  globalThis.addEventListener("pagehide", () => {
    if (!typed || sentIn) return;
    for (const url of [form.dataset["briefUrl"], form.dataset["lyricsUrl"]]) {
      if (url) navigator.sendBeacon(url, new FormData(form));
    }
  });
}

function wireDrop(drop: HTMLElement, place: Place): void {
  const kind = drop.dataset["dropFor"] ?? "";
  const input = drop.querySelector<HTMLInputElement>("input[type=file]")!;
  input.addEventListener("change", () => {
    void add(place, kind, [...(input.files ?? [])]);
    input.value = "";
  });
  drop.addEventListener("dragover", () => (drop.dataset["over"] = ""));
  drop.addEventListener("dragleave", () => delete drop.dataset["over"]);
  drop.addEventListener("drop", (event) => {
    delete drop.dataset["over"];
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length) void add(place, kind, files);
  });
}

function wireSaved(): void {
  const note = document.querySelector<HTMLElement>("[data-saved]");
  const say = (event: Event, name: "saved" | "unsaved"): void => {
    const { elt } = (event as CustomEvent<{ elt: Element }>).detail;
    if (note && elt.matches("[data-autosave]")) note.textContent = note.dataset[name] ?? "";
  };
  // A request that a newer one replaced is neither: only an answer or a dead line says how it stands.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    say(event, xhr.status < 400 ? "saved" : "unsaved");
  });
  document.addEventListener("htmx:sendError", (event) => say(event, "unsaved"));
}

const form = document.querySelector<HTMLElement>("[data-new-song]");
if (form) start(form);
