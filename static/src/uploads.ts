// Resumable uploads (tus): one row per file with progress, speed and time left; survives reload, offline and restarts.
import * as tus from "tus-js-client";
import { bytes, left } from "./clock";
import { dropFile, filesOf, keepFile, type KeptFile } from "./kept_files";

const CHUNK_BYTES = 8 * 1024 * 1024;
const WAITS_MS = [0, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 15_000, 15_000, 30_000, 30_000];

/** Bytes per second over the last few seconds. */
export class Speed {
  private marks: { atMs: number; sent: number }[] = [];

  note(sent: number, atMs: number): number | null {
    this.marks.push({ atMs, sent });
    this.marks = this.marks.filter((mark) => atMs - mark.atMs <= 4_000);
    const first = this.marks[0];
    if (!first || atMs - first.atMs < 200) return null;
    return ((sent - first.sent) / (atMs - first.atMs)) * 1000;
  }
}

export interface Place {
  project: string;
  csrf: string;
  template: HTMLTemplateElement;
  words: DOMStringMap;
  onDone: () => void;
}

function row(place: Place, kept: KeptFile): HTMLElement {
  const made = (place.template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
  made.querySelector("[data-name]")!.textContent = kept.file.name;
  document.querySelector(`[data-files="${kept.kind}"]`)?.append(made);
  return made;
}

function say(made: HTMLElement, words: string): void {
  made.querySelector("[data-figures]")!.textContent = words;
}

function refusal(error: Error, words: DOMStringMap): string {
  const body = error instanceof tus.DetailedError ? (error.originalResponse?.getBody() ?? "") : "";
  try {
    return String((JSON.parse(body) as { message?: string }).message || words["failed"] || "");
  } catch {
    return words["failed"] ?? "";
  }
}

export async function send(place: Place, kept: KeptFile): Promise<void> {
  const made = row(place, kept);
  const speed = new Speed();
  const bar = made.querySelector("progress")!;
  const upload = new tus.Upload(kept.file, {
    endpoint: "/uploads/",
    chunkSize: CHUNK_BYTES,
    retryDelays: WAITS_MS,
    removeFingerprintOnSuccess: true,
    headers: { "X-CSRFToken": place.csrf },
    metadata: { project: kept.project, kind: kept.kind, filename: kept.file.name, filetype: kept.file.type },
    fingerprint: (file) =>
      Promise.resolve(`studio-${kept.project}-${kept.kind}-${(file as File).name}-${(file as File).size}-${(file as File).lastModified}`),
    onProgress: (sent, total) => {
      const perSecond = speed.note(sent, performance.now());
      bar.value = total ? sent / total : 0;
      const pace = perSecond ? ` · ${bytes(perSecond)}/s · ${left((total - sent) / perSecond)}` : "";
      say(made, `${Math.floor((100 * sent) / total)} % · ${bytes(sent)} / ${bytes(total)}${pace}`);
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      if (status === 0) say(made, place.words["waiting"] ?? "");
      return status === 0 || status === 409 || status === 423 || status >= 500;
    },
    onError: (error) => {
      made.dataset["state"] = navigator.onLine ? "failed" : "waiting";
      say(made, navigator.onLine ? refusal(error, place.words) : (place.words["waiting"] ?? ""));
      if (navigator.onLine) void dropFile(kept.id);
    },
    onSuccess: () => {
      made.dataset["state"] = "done";
      bar.value = 1;
      say(made, bytes(kept.file.size));
      void dropFile(kept.id);
      place.onDone();
      setTimeout(() => made.remove(), 400);
    },
  });
  made.querySelector("[data-drop]")?.addEventListener("click", () => {
    void upload.abort(true).catch(() => undefined);
    void dropFile(kept.id);
    made.remove();
  });
  globalThis.addEventListener("online", () => made.dataset["state"] === "waiting" && (delete made.dataset["state"], upload.start()));
  const before = await upload.findPreviousUploads();
  if (before[0]) upload.resumeFromPreviousUpload(before[0]);
  upload.start();
}

export async function add(place: Place, kind: string, files: Iterable<File>): Promise<void> {
  for (const file of files) {
    const kept = { id: crypto.randomUUID(), project: place.project, kind, file };
    void keepFile(kept);
    await send(place, kept);
  }
}

/** Go on with what a reload interrupted. */
export async function resumeAll(place: Place): Promise<void> {
  for (const kept of await filesOf(place.project)) await send(place, kept);
}
