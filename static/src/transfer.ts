// One file on its way, resumably (tus). It survives a reload, a lost network and a server that is away for a while.
import * as tus from "tus-js-client";
import { dropFile, type KeptFile } from "./kept_files";
import { saySignedOut } from "./signed_out";

const CHUNK_BYTES = 8 * 1024 * 1024;
const QUICK_RETRIES_MS = [0, 500, 1_000, 2_000];
const TRY_AGAIN_MS = 4_000;

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

/** `outside`: the session has ended. The file waits on this device until somebody has signed in again. */
export type State = "queued" | "sending" | "paused" | "waiting" | "outside" | "failed" | "done";

/** Without an answer, or with one that says "later", the file is simply sent on when that is possible again. */
export function isPassing(status: number): boolean {
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

/** Nobody is signed in, or somebody is since this page was loaded. */
export function isOutside(status: number, words: string): boolean {
  return status === 401 || (status === 403 && words.startsWith("CSRF"));
}

function statusOf(error: Error): number {
  return error instanceof tus.DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
}

function wordsOf(error: Error): string {
  const body = error instanceof tus.DetailedError ? (error.originalResponse?.getBody() ?? "") : "";
  try {
    return String((JSON.parse(body) as { message?: string }).message ?? "");
  } catch {
    return "";
  }
}

export class Transfer {
  state: State = "queued";
  sent = 0;
  perSecond: number | null = null;
  asset = "";
  refusal = "";
  onChange: () => void = () => undefined;
  private readonly upload: tus.Upload;
  private readonly speed = new Speed();
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly kept: KeptFile,
    csrf: string,
    private readonly turn: () => void,
  ) {
    const { file } = kept;
    this.upload = new tus.Upload(file, {
      endpoint: "/uploads/",
      chunkSize: CHUNK_BYTES,
      retryDelays: QUICK_RETRIES_MS,
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": csrf },
      metadata: { project: kept.project, kind: kept.kind, filename: file.name, filetype: file.type },
      fingerprint: () =>
        Promise.resolve(`studio-${kept.project}-${kept.kind}-${file.name}-${file.size}-${file.lastModified}`),
      onProgress: (sent) => {
        this.sent = sent;
        this.perSecond = this.speed.note(sent, performance.now());
        if (this.state === "waiting") this.state = "sending";
        this.onChange();
      },
      onShouldRetry: (error) => {
        const passing = isPassing(statusOf(error));
        if (passing) this.become("waiting");
        return passing;
      },
      onAfterResponse: (_request, answer) => {
        this.asset = answer.getHeader("Studio-Asset") ?? this.asset;
      },
      onError: (error) => this.stopped(error),
      onSuccess: () => {
        void dropFile(kept.id);
        this.sent = this.total;
        this.become("done");
      },
    });
  }

  get total(): number {
    return this.kept.file.size;
  }

  get isOpen(): boolean {
    return this.state !== "done" && this.state !== "failed";
  }

  async start(): Promise<void> {
    this.become("sending");
    const before = await this.upload.findPreviousUploads();
    if (before[0]) this.upload.resumeFromPreviousUpload(before[0]);
    if (this.state === "sending") this.upload.start();
  }

  pause(): void {
    clearTimeout(this.again);
    void this.upload.abort();
    this.perSecond = null;
    this.become("paused");
  }

  resume(): void {
    this.become("queued");
  }

  /** Drop it here and at the server. */
  async cancel(): Promise<void> {
    clearTimeout(this.again);
    this.state = "failed";
    void dropFile(this.kept.id);
    await this.upload.abort(true).catch(() => undefined);
    this.turn();
  }

  wake(): void {
    if (this.state !== "waiting") return;
    clearTimeout(this.again);
    this.become("queued");
  }

  private stopped(error: Error): void {
    if (isPassing(statusOf(error))) {
      this.perSecond = null;
      this.become("waiting");
      clearTimeout(this.again);
      this.again = setTimeout(() => this.wake(), TRY_AGAIN_MS);
      return;
    }
    this.refusal = wordsOf(error);
    if (isOutside(statusOf(error), this.refusal)) {
      this.become("outside");
      return saySignedOut();
    }
    void dropFile(this.kept.id);
    this.become("failed");
  }

  private become(state: State): void {
    this.state = state;
    this.onChange();
    this.turn();
  }
}
