"""The clip as a stream: raw frames go into ffmpeg one by one, H.264 + AAC come out, nothing is kept in memory."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from processing.dsp import ffmpeg

PATIENCE = 12.0
"""A clip may take this many times its own length before the encoder is taken for dead."""


QUICK = "subme=1:me=dia:trellis=0"
"""Drawn pictures move simply: a coarser search costs an eighth more bytes and saves a third of the time."""


@dataclass(frozen=True)
class Clip:
    """What is written: `title` and `artist` go into the file's metadata."""

    width: int
    height: int
    fps: int
    duration_s: float
    title: str
    artist: str


@contextmanager
def stream(out: Path, master: Path, clip: Clip) -> Iterator[ffmpeg.Child]:
    """Open an encoder: `write` frames in yuv420p to it. `out` appears only when the block ends well."""
    part = out.with_name(f".{out.name}.part")
    limits = ffmpeg.Limits(timeout_s=120 + PATIENCE * clip.duration_s, memory_bytes=None)
    try:
        with ffmpeg.started(_arguments(part, master, clip), limits=limits) as child:
            yield child
            child.finish()
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _arguments(part: Path, master: Path, clip: Clip) -> list[str]:
    size = clip.width * clip.height / (1920 * 1080)
    ceiling_kbps = math.ceil(14_000 * max(size, 0.1))
    pictures = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{clip.width}x{clip.height}", "-r", str(clip.fps)]
    colour = ["-vf", "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"]
    h264 = [
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-x264-params",
        QUICK,
        "-crf",
        "20",
        "-pix_fmt",
        "yuv420p",
        "-g",
        str(2 * clip.fps),
    ]
    rate = ["-maxrate", f"{ceiling_kbps}k", "-bufsize", f"{2 * ceiling_kbps}k"]
    tags = ["-map_metadata", "-1", "-metadata", f"title={_plain(clip.title)}"]
    tags += ["-metadata", f"artist={_plain(clip.artist)}"] if clip.artist else []
    return [
        *pictures, "-i", "pipe:0", *ffmpeg.reading(master), "-map", "0:v:0", "-map", "1:a:0",
        *h264, *rate, *colour, "-c:a", "aac", "-b:a", "256k", *tags,
        "-movflags", "+faststart", "-f", "mp4", ffmpeg.writing(part),
    ]  # fmt: skip


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isprintable())
