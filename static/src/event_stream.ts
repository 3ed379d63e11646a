// One socket that misses nothing: it reconnects where it stopped, drops what it has seen and repairs gaps.

import type { Event as ApiEvent } from "./api/types";

/** As the API describes it; made-up ones in tests may belong to no song. */
export type StudioEvent = Omit<ApiEvent, "project"> & Partial<Pick<ApiEvent, "project">>;

export interface StreamOptions {
  /** Path of the socket, without `after`. */
  path: string;
  /** The last number the page already shows. */
  after: number;
  onEvent: (event: StudioEvent) => void;
  onState?: (online: boolean) => void;
  /** What the socket told of is not there any more, or not for this person: it is not tried again. */
  onGone?: () => void;
  /** The session has ended. */
  onSignedOut?: () => void;
  /** Label-wide streams carry many projects whose numbers overlap, so they are not replayed by number. */
  numbered?: boolean;
  /** How far such a stream's page had been read: what followed comes with the first connection. */
  since?: number;
  open?: (url: string) => WebSocket;
}

const PING_EVERY_MS = 10_000;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 8_000;
const GAP_WAIT_MS = 3_000;
const SIGNED_OUT = 4401;
const NOT_FOUND = 4404;
/** Closing codes after which trying again would change nothing: signed out, or not ours. */
const FINAL_CODES = new Set([SIGNED_OUT, 4403, NOT_FOUND]);

export class EventStream {
  private socket: WebSocket | null = null;
  private last: number;
  private readonly early = new Map<number, StudioEvent>();
  private waitMs = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pinger: ReturnType<typeof setInterval> | undefined;
  private mender: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  private wasOpen = false;

  constructor(private readonly options: StreamOptions) {
    this.last = options.after;
    this.connect();
    globalThis.addEventListener("online", this.hurry);
    globalThis.addEventListener("pagehide", this.close);
    document.addEventListener("visibilitychange", this.wake);
  }

  get after(): number {
    return this.last;
  }

  readonly close = (): void => {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.pinger);
    clearTimeout(this.mender);
    globalThis.removeEventListener("online", this.hurry);
    globalThis.removeEventListener("pagehide", this.close);
    document.removeEventListener("visibilitychange", this.wake);
    this.socket?.close();
  };

  /** Tell the server how far we are; it sends whatever we lack. */
  readonly ping = (): void => {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify({ type: "ping", after: this.last }));
  };

  private readonly wake = (): void => {
    if (document.visibilityState === "visible") this.hurry();
  };

  private readonly hurry = (): void => {
    if (this.closed) return;
    if (this.socket?.readyState === 1) return this.ping();
    this.waitMs = FIRST_WAIT_MS;
    clearTimeout(this.timer);
    if (this.socket?.readyState !== 0) this.connect();
  };

  private url(): string {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const query = new URLSearchParams();
    if (this.options.numbered !== false) query.set("after", String(this.last));
    else if (this.options.since && !this.wasOpen) query.set("after", String(this.options.since));
    // Machines speak English; the server says it in the page's language.
    const { lang } = document.documentElement;
    if (lang && lang !== "en") query.set("lang", lang);
    return `${scheme}//${location.host}${this.options.path}${query.size ? `?${query}` : ""}`;
  }

  private connect(): void {
    const socket = (this.options.open ?? ((url) => new WebSocket(url)))(this.url());
    this.socket = socket;
    socket.onopen = () => {
      this.wasOpen = true;
      this.waitMs = FIRST_WAIT_MS;
      this.early.clear();
      this.options.onState?.(true);
      clearInterval(this.pinger);
      this.pinger = setInterval(this.ping, PING_EVERY_MS);
    };
    socket.onmessage = (message) => this.take(String(message.data));
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  private lost(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    clearInterval(this.pinger);
    if (this.closed) return;
    this.options.onState?.(false);
    if (code === NOT_FOUND) this.options.onGone?.();
    if (code === SIGNED_OUT) this.options.onSignedOut?.();
    if (FINAL_CODES.has(code)) return;
    const jitterMs = this.waitMs * 0.3 * Math.random();
    this.timer = setTimeout(() => this.connect(), this.waitMs + jitterMs);
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }

  private take(text: string): void {
    const event = JSON.parse(text) as StudioEvent;
    if (typeof event.seq !== "number" || typeof event.type !== "string") return;
    if (this.options.numbered === false) return this.options.onEvent(event);
    if (event.seq <= this.last) return;
    this.early.set(event.seq, event);
    this.release();
    if (this.early.size > 0) this.mend();
  }

  /** Something before what came is missing: ask for it, and start over from the gap if it does not come. */
  private mend(): void {
    this.ping();
    const stuckAt = this.last;
    clearTimeout(this.mender);
    this.mender = setTimeout(() => {
      if (this.last === stuckAt && this.early.size > 0) this.socket?.close();
    }, GAP_WAIT_MS);
  }

  /** Hand on what is next in line; what came early waits until the gap before it is repaired. */
  private release(): void {
    for (let next = this.early.get(this.last + 1); next; next = this.early.get(this.last + 1)) {
      this.early.delete(next.seq);
      this.last = next.seq;
      this.options.onEvent(next);
    }
  }
}
