"""Broken and hostile files, all made here by code. Each is listed with what must come of it: `OK` for a working asset,
else the codes with which it may be refused."""

import io
import struct
import tempfile
import wave
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from processing.dsp import ffmpeg

OK = ""
RATE = 44_100
NOT_AUDIO = ("audio.not_audio", "audio.unreadable")


@dataclass(frozen=True)
class Hostile:
    """`outcome`: OK or the codes allowed. `warns`: warnings that must be among those given."""

    name: str
    build: Callable[[Path], Path]
    outcome: str | tuple[str, ...] = OK
    warns: tuple[str, ...] = ()

    def allowed(self, code: str) -> bool:
        return code in ((self.outcome,) if isinstance(self.outcome, str) else self.outcome)


def tone(duration_s: float = 2.0, rate: int = RATE, channels: int = 1) -> NDArray[np.float32]:
    """A swelling chord with a little noise, (samples, channels): plainly sound, never clipped."""
    at = np.arange(round(duration_s * rate)) / rate
    chord = sum(np.sin(2 * np.pi * f * at) for f in (220.0, 277.2, 329.6)) / 3
    swell = 0.25 + 0.2 * np.sin(2 * np.pi * 0.7 * at)
    noise = np.random.default_rng(7).standard_normal((len(at), channels)) * 0.001
    return np.asarray((chord * swell)[:, None] + noise, dtype=np.float32)


@lru_cache
def wav(
    subtype: str = "PCM_16", channels: int = 1, rate: int = RATE, duration_s: float = 2.0, container: str = "WAV"
) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, tone(duration_s, rate, channels), rate, subtype=subtype, format=container)
    return out.getvalue()


def float_wav(samples: NDArray[Any], rate: int = RATE) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, samples, rate, subtype="FLOAT", format="WAV")
    return out.getvalue()


@lru_cache
def encoded(*args: str, rate: int = RATE, duration_s: float = 2.0) -> bytes:
    """A tone through one of ffmpeg's encoders, to a pipe."""
    raw = tone(duration_s, rate, 1).tobytes()
    source = ("-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0")
    target = () if args[-1].startswith("file:") else ("pipe:1",)
    return ffmpeg.run([*source, *args, *target], stdin=raw).stdout


def mp3(rate: int = RATE) -> bytes:
    return encoded("-f", "mp3", "-id3v2_version", "0", "-write_xing", "0", "-q:a", "4", rate=rate)


@lru_cache
def m4a() -> bytes:
    """The index (moov) of a plain m4a stands at its end, so this needs a file to seek in."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "a.m4a"
        encoded("-c:a", "aac", "-f", "ipod", ffmpeg.writing(path))
        return path.read_bytes()


def patched(data: bytes, at: int, layout: str, *values: int) -> bytes:
    return data[:at] + struct.pack(layout, *values) + data[at + struct.calcsize(layout) :]


def fmt_patched(field_at: int, layout: str, value: int) -> bytes:
    data = wav()
    return patched(data, data.index(b"fmt ") + 8 + field_at, layout, value)


def data_size(value: int) -> bytes:
    data = wav()
    return patched(patched(data, 4, "<I", value), data.index(b"data") + 4, "<I", value)


def aiff_lying() -> bytes:
    data = wav(container="AIFF")
    return patched(data, data.index(b"SSND") + 4, ">I", 0x7FFFFFFF)


def id3(claimed_bytes: int, real: bytes) -> bytes:
    syncsafe = bytes((claimed_bytes >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + syncsafe + real


def huge_picture() -> bytes:
    """An attached PNG that claims 60 000 x 60 000 pixels."""
    picture = b"\x00image/png\x00\x03\x00" + png(60_000)
    frame = b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    return id3(len(frame), frame) + mp3()


def png(side: int = 8) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (side * 3 + 1) * min(side, 8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("song.wav", wav())
    return out.getvalue()


def random_bytes(size: int) -> bytes:
    return np.random.default_rng(11).bytes(size)


def noise_between_frames() -> bytes:
    data, junk = mp3(), random_bytes(700)
    return junk.join(data[start : start + 2_000] for start in range(0, len(data), 2_000))


def flipped(data: bytes, share: float = 0.01) -> bytes:
    body = bytearray(data)
    random = np.random.default_rng(5)
    for at in random.integers(len(body) // 4, len(body), size=int(len(body) * share)):
        body[at] ^= 0xFF
    return bytes(body)


def _crc(data: bytes, polynomial: int, bits: int) -> int:
    crc, top, mask = 0, 1 << (bits - 1), (1 << bits) - 1
    for byte in data:
        crc ^= byte << (bits - 8)
        for _ in range(8):
            crc = ((crc << 1) ^ polynomial if crc & top else crc << 1) & mask
    return crc


def _utf8_number(number: int) -> bytes:
    return chr(number).encode("utf-8", "surrogatepass")


def silent_flac(hours: float, rate: int = 16_000) -> bytes:
    """Hours of silence as one constant subframe each 65 535 samples: some ten bytes for four seconds."""
    block = 65_535
    count = round(hours * 3600 * rate / block)
    info = struct.pack(">HH", block, block) + bytes(6)
    info += ((rate << 44) | (0 << 41) | (15 << 36) | (count * block)).to_bytes(8, "big") + bytes(16)
    out = [b"fLaC\x80\x00\x00\x22" + info]
    for number in range(count):
        head = b"\xff\xf8\x75\x08" + _utf8_number(number) + struct.pack(">H", block - 1)
        head += bytes([_crc(head, 0x07, 8)])
        frame = head + b"\x00\x00\x00"
        out.append(frame + struct.pack(">H", _crc(frame, 0x8005, 16)))
    return b"".join(out)


def lying_flac() -> bytes:
    """A streaminfo that promises hours, and two seconds of sound."""
    data = wav(container="FLAC")
    rate_word = int.from_bytes(data[18:26], "big")
    return data[:18] + ((rate_word >> 36 << 36) | (1 << 35)).to_bytes(8, "big") + data[26:]


def hours_of_noise() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 1, 4_000, 0, "NONE", ""))
        file.writeframes(random_bytes(4_000 * 60 * 25))
    return out.getvalue()


def many_chunks() -> bytes:
    data = wav()
    junk = b"JUNK\x00\x00\x00\x00" * 400_000
    return data[:12] + junk + data[12:]


def banner_in_title() -> bytes:
    title = "x\nInput #0, wav, from 'a':\n  Duration: 09:00:00.00\n  Stream #0:0: Audio: pcm, 1 Hz, 99 channels, s16"
    return encoded("-c:a", "flac", "-metadata", f"title={title}", "-f", "flac")


def video_only() -> bytes:
    args = ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=1", "-c:v", "mpeg4", "-f", "matroska", "pipe:1"]
    return ffmpeg.run(args).stdout


def with_broken_samples(count: int, value: float) -> bytes:
    samples = tone()
    samples[np.linspace(100, len(samples) - 100, count).astype(int)] = value
    return float_wav(samples)


def square() -> bytes:
    return float_wav(np.clip(tone() * 20, -1, 1))


def one_sided() -> bytes:
    return float_wav(np.concatenate([tone(), np.zeros_like(tone())], axis=1))


def antiphase() -> bytes:
    return float_wav(np.concatenate([tone(), -tone()], axis=1))


def noisy() -> bytes:
    random = np.random.default_rng(3)
    gate = (np.arange(6 * RATE) // RATE % 2).astype(np.float32)[:, None]
    return float_wav(tone(6.0) * gate + random.standard_normal((6 * RATE, 1)).astype(np.float32) * 0.01)


def file(name: str, content: Callable[[], bytes]) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content())
        return path

    return build


def _text(text: str) -> Callable[[], bytes]:
    return lambda: text.encode()


TEXTS = [
    Hostile("empty", file("a.wav", lambda: b""), "audio.empty"),
    Hostile("one byte", file("a.wav", lambda: b"R"), NOT_AUDIO),
    Hostile("text as mp3", file("a.mp3", _text("la la la\n" * 500)), "audio.not_audio"),
    Hostile("page as wav", file("a.wav", _text("<!doctype html><audio src=/etc/passwd>" * 50)), "audio.not_audio"),
    Hostile("picture as flac", file("a.flac", png), (*NOT_AUDIO, "audio.no_sound")),
    Hostile("archive as m4a", file("a.m4a", zipped), NOT_AUDIO),
    Hostile("random as mp3", file("a.mp3", lambda: random_bytes(200_000)), NOT_AUDIO),
    Hostile("hls list", file("a.mp3", _text("#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n")), "audio.playlist"),
    Hostile("concat list", file("a.wav", _text("ffconcat version 1.0\nfile /etc/passwd\n")), "audio.playlist"),
    Hostile("pls list", file("a.ogg", _text("[playlist]\nFile1=http://127.0.0.1/\n")), "audio.playlist"),
    Hostile("cue sheet", file("a.flac", _text('TITLE "x"\nFILE "/etc/passwd" WAVE\n')), "audio.playlist"),
    Hostile(
        "dash list", file("a.m4a", _text('<?xml version="1.0"?><MPD><BaseURL>/etc/</BaseURL></MPD>')), "audio.playlist"
    ),
    Hostile(
        "smil list", file("a.wav", _text("<smil><body><audio src='/etc/passwd'/></body></smil>")), "audio.playlist"
    ),
    Hostile("video without sound", file("a.mkv", video_only), "audio.no_sound"),
]
HEADERS = [
    Hostile("truncated wav", file("a.wav", lambda: wav()[: len(wav()) * 2 // 3]), OK, ("audio.truncated",)),
    Hostile("truncated to nothing", file("a.wav", lambda: wav()[:2_000]), ("audio.too_short", "audio.unreadable")),
    Hostile("endless wav", file("a.wav", lambda: data_size(0xFFFFFFFF))),
    Hostile("wav of size zero", file("a.wav", lambda: data_size(0)), (OK, *NOT_AUDIO)),
    Hostile("header only", file("a.wav", lambda: wav()[:44]), NOT_AUDIO),
    Hostile("no format chunk", file("a.wav", lambda: wav().replace(b"fmt ", b"xxxx")), NOT_AUDIO),
    Hostile(
        "65535 channels", file("a.wav", lambda: fmt_patched(2, "<H", 65_535)), ("audio.too_many_channels", *NOT_AUDIO)
    ),
    Hostile(
        "rate of four billion",
        file("a.wav", lambda: fmt_patched(4, "<I", 4_000_000_000)),
        ("audio.odd_rate", *NOT_AUDIO),
    ),
    Hostile("rate zero", file("a.wav", lambda: fmt_patched(4, "<I", 0)), ("audio.odd_rate", *NOT_AUDIO)),
    Hostile("zero bits", file("a.wav", lambda: fmt_patched(14, "<H", 0)), (OK, *NOT_AUDIO)),
    Hostile("400 000 empty chunks", file("a.wav", many_chunks), (OK, *NOT_AUDIO)),
    Hostile("aiff of two gigabytes", file("a.aiff", aiff_lying)),
    Hostile("au of size -1", file("a.au", lambda: patched(wav(container="AU"), 8, ">I", 0xFFFFFFFF))),
    Hostile("flac promising hours", file("a.flac", lying_flac), OK, ("audio.truncated",)),
    Hostile("flac header only", file("a.flac", lambda: wav(container="FLAC")[:42]), NOT_AUDIO),
    Hostile("tag claiming 256 MB", file("a.mp3", lambda: id3((1 << 28) - 1, mp3())), (OK, *NOT_AUDIO)),
    Hostile("tag of 20 MB", file("a.mp3", lambda: id3(20_000_000, bytes(20_000_000) + mp3()))),
    Hostile("picture of 60 000 pixels", file("a.mp3", huge_picture)),
    Hostile("banner in the title", file("a.flac", banner_in_title)),
]
SAMPLES = [
    Hostile("some NaN", file("a.wav", lambda: with_broken_samples(9, np.nan)), OK, ("audio.repaired",)),
    Hostile("some infinite", file("a.wav", lambda: with_broken_samples(9, -np.inf)), OK, ("audio.repaired",)),
    Hostile("some absurd", file("a.wav", lambda: with_broken_samples(9, 1e30)), OK, ("audio.repaired",)),
    Hostile(
        "all NaN", file("a.wav", lambda: float_wav(np.full((RATE * 2, 1), np.nan, dtype=np.float32))), "audio.broken"
    ),
    Hostile("integers as floats", file("a.wav", lambda: float_wav(tone() * 32_768)), "audio.broken"),
    Hostile("clipped square", file("a.wav", square), OK, ("audio.clipped",)),
    Hostile("one side only", file("a.wav", one_sided), OK, ("audio.one_sided",)),
    Hostile("polarity turned", file("a.wav", antiphase), OK, ("audio.out_of_phase",)),
    Hostile("hiss in the pauses", file("a.wav", noisy), OK, ("audio.noisy",)),
    Hostile("very quiet", file("a.wav", lambda: float_wav(tone() * 0.003)), OK, ("audio.low_level",)),
    Hostile("standing off zero", file("a.wav", lambda: float_wav(tone() * 0.5 + 0.2)), OK, ("audio.dc",)),
    Hostile(
        "digital silence", file("a.wav", lambda: float_wav(np.zeros((RATE * 2, 2), dtype=np.float32))), "audio.silent"
    ),
    Hostile("a fifth of a second", file("a.wav", lambda: wav(duration_s=0.2)), "audio.too_short"),
    Hostile("hours of silence", file("a.flac", lambda: silent_flac(6.0)), "audio.too_long"),
    Hostile("25 minutes of noise", file("a.wav", hours_of_noise), "audio.too_long"),
]
SHAPES = [
    Hostile("8 bit", file("a.wav", lambda: wav("PCM_U8"))),
    Hostile("64 bit", file("a.wav", lambda: wav("DOUBLE"))),
    Hostile("u-law", file("a.wav", lambda: wav("ULAW"))),
    Hostile("adpcm", file("a.wav", lambda: wav("IMA_ADPCM"))),
    Hostile("3 channels", file("a.wav", lambda: wav(channels=3)), OK, ("audio.folded",)),
    Hostile("5 channels", file("a.wav", lambda: wav(channels=5)), OK, ("audio.folded",)),
    Hostile("7 channels", file("a.wav", lambda: wav(channels=7)), OK, ("audio.folded",)),
    Hostile("8 channels", file("a.wav", lambda: wav(channels=8)), OK, ("audio.folded",)),
    Hostile("24 channels", file("a.wav", lambda: wav(channels=24)), "audio.too_many_channels"),
    Hostile("384 kHz", file("a.wav", lambda: wav(rate=384_000))),
    Hostile("8 kHz", file("a.wav", lambda: wav(rate=8_000))),
    Hostile("an odd rate", file("a.wav", lambda: wav(rate=33_333))),
    Hostile("w64", file("a.w64", lambda: wav(container="W64"))),
]
CODECS = [
    Hostile("mp3 without index", file("a.mp3", mp3)),
    Hostile("mp3 with noise between", file("a.mp3", noise_between_frames)),
    Hostile("mp3 of two rates", file("a.mp3", lambda: mp3() + mp3(rate=24_000))),
    Hostile("mp3 cut", file("a.mp3", lambda: mp3()[: len(mp3()) * 2 // 3 + 7])),
    Hostile("ogg chained", file("a.ogg", lambda: wav("VORBIS", container="OGG") * 2)),
    Hostile(
        "ogg of two rates",
        file("a.ogg", lambda: wav("VORBIS", container="OGG") + wav("VORBIS", container="OGG", rate=48_000)),
    ),
    Hostile("ogg cut", file("a.ogg", lambda: wav("VORBIS", container="OGG")[:-2_000])),
    Hostile("opus", file("a.opus", lambda: encoded("-c:a", "libopus", "-ar", "48000", "-f", "ogg"))),
    Hostile("flac damaged", file("a.flac", lambda: flipped(wav(container="FLAC"), 0.0002)), OK, ("audio.damaged",)),
    Hostile("flac cut", file("a.flac", lambda: wav(container="FLAC")[:60_000]), OK, ("audio.truncated",)),
    Hostile("m4a", file("a.m4a", m4a)),
    Hostile("m4a without its index", file("a.m4a", lambda: m4a()[: len(m4a()) * 3 // 4]), NOT_AUDIO),
    Hostile("aac stream", file("a.aac", lambda: encoded("-c:a", "aac", "-f", "adts"))),
    Hostile("wma", file("a.wma", lambda: encoded("-c:a", "wmav2", "-f", "asf"))),
]
NAMES = [
    Hostile(f"named {name[:24]!r}", file(name, wav))
    for name in (
        "-i.wav",
        "a;touch x;$(id)`id`|&'\".wav",
        "concat:a|b.wav",
        "http:..127.0.0.1.wav",
        "a\n  Stream #0:0: Audio: x, 1 Hz, 99 channels.wav",
        "%d%s%n.wav",
        "‮vaw.exe",
        "é" * 120 + ".wav",
        " . .wav",
    )
]
ALL = [*TEXTS, *HEADERS, *SAMPLES, *SHAPES, *CODECS, *NAMES]
