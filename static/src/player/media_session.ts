// The lock screen, headset buttons and media keys. Browsers offer them only to pages with a playing media element,
// so one that plays silence runs along with the audio clock.

const RATE = 8_000;
const SILENCE_S = 10;

export interface Hands {
  play: () => void;
  pause: () => void;
  seek: (atS: number) => void;
  step: (byS: number) => void;
  next: () => void;
  previous: () => void;
}

/** A WAV file of silence, 8 bits at 8 kHz. */
export function silence(): Blob {
  const samples = RATE * SILENCE_S;
  const head = new DataView(new ArrayBuffer(44));
  const put = (at: number, text: string): void => [...text].forEach((c, i) => head.setUint8(at + i, c.charCodeAt(0)));
  put(0, "RIFF");
  head.setUint32(4, 36 + samples, true);
  put(8, "WAVEfmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, RATE, true);
  head.setUint32(28, RATE, true);
  head.setUint16(32, 1, true);
  head.setUint16(34, 8, true);
  put(36, "data");
  head.setUint32(40, samples, true);
  return new Blob([head.buffer, new Uint8Array(samples).fill(128)], { type: "audio/wav" });
}

export class MediaKeys {
  private companion: HTMLAudioElement | null = null;
  private readonly session = "mediaSession" in navigator ? navigator.mediaSession : null;

  constructor(hands: Hands) {
    const wire = (name: MediaSessionAction, deed: (details: MediaSessionActionDetails) => void): void => {
      try {
        this.session?.setActionHandler(name, deed);
      } catch {
        /* This browser does not know the button. */
      }
    };
    wire("play", hands.play);
    wire("pause", hands.pause);
    wire("stop", hands.pause);
    wire("nexttrack", hands.next);
    wire("previoustrack", hands.previous);
    wire("seekbackward", (details) => hands.step(-(details.seekOffset ?? 10)));
    wire("seekforward", (details) => hands.step(details.seekOffset ?? 10));
    wire("seekto", (details) => hands.seek(details.seekTime ?? 0));
  }

  /** What is played, as a lock screen shows it: the song with its version, and the song's picture when there is one. */
  name(version: string, artist: string, song: string, picture = ""): void {
    if (!this.session || typeof MediaMetadata === "undefined") return;
    const title = song && song !== version ? `${song} · ${version}` : version;
    const artwork = picture ? [{ src: picture, sizes: "512x512", type: "image/png" }] : [];
    this.session.metadata = new MediaMetadata({ title, artist, album: song, artwork });
  }

  show(playing: boolean, atS: number, durationS: number): void {
    if (!this.session) return;
    this.session.playbackState = playing ? "playing" : "paused";
    if (durationS > 0 && Number.isFinite(durationS)) {
      this.session.setPositionState({ duration: durationS, position: Math.min(atS, durationS), playbackRate: 1 });
    }
    this.accompany(playing);
  }

  private accompany(playing: boolean): void {
    if (!playing) return void this.companion?.pause();
    if (!this.companion) {
      this.companion = new Audio(URL.createObjectURL(silence()));
      this.companion.loop = true;
    }
    if (this.companion.paused) void this.companion.play().catch(() => undefined);
  }
}
