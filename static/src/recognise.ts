// What a dropped file is, from its first bytes, its type and its name. A person can always put it right.

/** `heic` is a picture that the studio can not read (HEIC, AVIF), `word` a Word document. */
export type Family = "audio" | "image" | "heic" | "text" | "word" | "document" | "";
export type Kind = "vocal" | "instrumental" | "reference" | "photo" | "lyrics" | "flat_mix" | "document";

const AUDIO = /\.(wav|wave|flac|mp3|m4a|aac|ogg|oga|opus|aiff?|caf|webm|weba|wv)$/i;
const IMAGE = /\.(png|jpe?g|webp)$/i;
const DOCX = /\.docx$/i;
// What a phone writes for photos and for sound wears the same `ftyp`; the brand after it tells them apart. Of a film the
// studio takes the sound. As in projects/signatures.py.
const PICTURE_BRAND = /^(hei[cxms]|hev[cxms]|mif1|msf1|avi[fs])/;
const SOUND_BRAND = /^(M4[ABV]|iso|mp4|avc1|dash|qt|3g|MSNV)/;
const TEXT = /\.(txt|md|lrc|text|lyrics?)$/i;
const WORD = "(?:^|[^\\p{L}])";
const VOICE = new RegExp(
  `${WORD}(vox|voc|vocals?|voices?|voz|stimme|gesang|acap(p?ella)?|a[ -]cap(p?ella)?|lead|takes?|memo|recording|aufnahme|grabación|sing(ing)?|sung|dry|topline|demo)(?![\\p{L}])`,
  "iu",
);
const RECORD = new RegExp(
  `${WORD}(ref|refs|reference|referenz|referencia|master(ed)?|mix|inspo|inspiration|sounds? like|official|remaster(ed)?|feat|ft|album|single)(?![\\p{L}])`,
  "iu",
);
const BACKING = new RegExp(`${WORD}(instrumentals?|instr|backing|karaoke|playback|minus one|no vocals?|sin voz)(?![\\p{L}])`, "iu");

function says(head: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, i) => head[at + i] === letter.charCodeAt(0));
}

/** The family of a file by its first bytes; empty when they are none that is known. */
export function familyOfBytes(head: Uint8Array): Family {
  const audio: [number, string][] = [[8, "WAVE"], [8, "AIFF"], [8, "AIFC"], [0, "fLaC"], [0, "OggS"], [0, "ID3"], [0, "caff"], [0, "wvpk"]];
  if (says(head, 8, "WEBP") || says(head, 1, "PNG")) return "image";
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "image";
  if (says(head, 0, "%PDF-")) return "document";
  if (says(head, 4, "ftyp")) return familyOfBrand(String.fromCharCode(...head.subarray(8, 12)));
  if (audio.some(([at, mark]) => says(head, at, mark))) return "audio";
  if (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3) return "audio";
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0) return "audio";
  return "";
}

function familyOfBrand(brand: string): Family {
  if (PICTURE_BRAND.test(brand)) return "heic";
  return SOUND_BRAND.test(brand) ? "audio" : "";
}

function isText(head: Uint8Array): boolean {
  if (!head.length || head.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Older programs write letters in one byte each, as Windows did; then only what no text holds tells it apart. */
function isOlderText(head: Uint8Array): boolean {
  return head.length > 0 && head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c);
}

function isWideText(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}

export function familyOf(name: string, type: string, head: Uint8Array): Family {
  // Its first two bytes could begin a sound as well.
  if (TEXT.test(name) && isWideText(head)) return "text";
  const known = familyOfBytes(head);
  if (known) return known;
  if (DOCX.test(name)) return says(head, 0, "PK\x03\x04") ? "word" : "";
  if (TEXT.test(name) || type.startsWith("text/")) return isText(head) || isOlderText(head) ? "text" : "";
  if (AUDIO.test(name) || type.startsWith("audio/")) return "audio";
  if (IMAGE.test(name)) return "image";
  return !/\.[a-z0-9]{1,5}$/i.test(name) && isText(head) ? "text" : "";
}

/** What an audio file's name says it is; a record is usually called "Artist - Title". */
export function hinted(name: string): "vocal" | "instrumental" | "reference" | "" {
  const plain = name.replace(/\.[^.]+$/, "").replace(/_/g, " ");
  if (BACKING.test(plain)) return "instrumental";
  if (VOICE.test(plain)) return "vocal";
  if (RECORD.test(plain) || / [-–] /.test(plain)) return "reference";
  return "";
}

export interface Sound {
  name: string;
  /** How likely it is a single voice, 0..1, when the browser has listened; undefined when it has not. */
  voice?: number | undefined;
}

/** Sort sounds that came together: by name, then by ear, then by order: the first is the voice unless there is one. */
export function sorted(sounds: readonly Sound[], hasVoice: boolean): ("vocal" | "instrumental" | "reference")[] {
  const kinds = sounds.map((sound) => hinted(sound.name));
  let voiced = hasVoice || kinds.includes("vocal");
  const rest = sounds.map((sound, i) => ({ i, voice: sound.voice ?? 0.5 })).filter(({ i }) => kinds[i] === "");
  rest.sort((a, b) => b.voice - a.voice || a.i - b.i);
  for (const { i, voice } of rest) {
    kinds[i] = !voiced && voice >= 0.5 ? "vocal" : voice > 0.8 ? "vocal" : "reference";
    voiced ||= kinds[i] === "vocal";
  }
  return kinds as ("vocal" | "instrumental" | "reference")[];
}

/** Sort what came together for a rescue: the first that does not call itself a reference is the song, unless it is there. */
export function sortedForRescue(names: readonly string[], hasSong: boolean): ("flat_mix" | "reference")[] {
  let there = hasSong;
  const wanted = names.findIndex((name) => !/\bref(erence)?s?\b/i.test(name.replace(/_/g, " ")));
  return names.map((_name, i) => {
    const isSong = !there && i === Math.max(0, wanted);
    there ||= isSong;
    return isSong ? "flat_mix" : "reference";
  });
}
