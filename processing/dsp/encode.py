"""Lossy copies for listeners: MP3, AAC and Opus through ffmpeg. The same input gives the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from processing.dsp import ffmpeg
from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, seconds

_CODECS = {
    "mp3": ["-c:a", "libmp3lame", "-id3v2_version", "3", "-f", "mp3"],
    "aac": ["-c:a", "aac", "-movflags", "+faststart", "-f", "ipod"],
    "opus": ["-c:a", "libopus", "-ar", "48000", "-f", "ogg"],
}
_BLOCK = 1 << 17


@dataclass(frozen=True)
class Encoding:
    """`codec` is mp3, aac (in m4a) or opus (in ogg). `tags`: title, artist, album, date, genre, comment …

    `quick` takes the plain search of the AAC encoder: half the time, for copies that are not delivered.
    """

    codec: str
    bitrate_kbps: int
    tags: Mapping[str, str] = field(default_factory=dict)
    quick: bool = False

    def args(self, path: Path) -> list[str]:
        tags = [part for key, value in self.tags.items() for part in ("-metadata", f"{key}={_plain(value)}")]
        # Threads, dates, random stream numbers and program names would make two runs differ.
        exact = ["-threads", "1", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        search = ["-aac_coder", "fast"] if self.quick and self.codec == "aac" else []
        return [*exact, *tags, *search, "-b:a", f"{self.bitrate_kbps}k", *_CODECS[self.codec], ffmpeg.writing(path)]


def encode_audio(path: Path, audio: Audio, rate: int, encoding: Encoding) -> Path:
    """Write `(channels, samples)` to `path`. Raises StudioError `ffmpeg.*`; a failed write leaves no file."""
    source = ["-f", "f32le", "-ar", str(rate), "-ac", str(audio.shape[0]), "-i", "pipe:0"]
    part = _part(path)
    try:
        with ffmpeg.started([*source, *encoding.args(part)], limits=_limits(seconds(audio, rate))) as child:
            for span in stretches(audio, block=_BLOCK):
                child.write(np.ascontiguousarray(audio[:, span].T, dtype="<f4").tobytes())
            child.finish()
        return part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def encode_file(source: Path, path: Path, encoding: Encoding, *, duration_s: float) -> Path:
    """The same from one of our own files, without reading it into memory; `duration_s` sets the patience."""
    part = _part(path)
    try:
        args = [*ffmpeg.reading(source), "-map", "0:a:0", "-vn", *encoding.args(part)]
        ffmpeg.run(args, limits=_limits(duration_s))
        return part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _limits(duration_s: float) -> ffmpeg.Limits:
    return ffmpeg.Limits(timeout_s=30.0 + duration_s)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _plain(text: str) -> str:
    return "".join(c for c in text if c >= " " or c == "\n")
