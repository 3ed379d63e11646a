"""Files that leave the house: WAV, FLAC and MP3 with title, artist, ISRC and cover, read back by another reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import av

from processing.dsp import ffmpeg

ENCODERS = {
    ".wav": ("-c:a", "{pcm}", "-f", "wav"),
    ".flac": ("-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-f", "flac"),
    ".mp3": ("-c:a", "libmp3lame", "-b:a", "320k", "-id3v2_version", "3", "-f", "mp3"),
}
WITH_COVER = (".flac", ".mp3")
"""A WAV has no place for a picture, and none for an ISRC that readers agree about."""
NOT_IN_WAV = ("isrc",)
NAMES = {"isrc": "TSRC"}
"""What a name is called in an ID3 tag; elsewhere names stand as they are."""
COVER_PX = 1400


@dataclass(frozen=True)
class Tags:
    """`values`: title, artist, album, date, genre, isrc, comment; empty ones are left out."""

    values: Mapping[str, str]
    cover: Path | None = None

    def for_file(self, suffix: str) -> dict[str, str]:
        skipped = NOT_IN_WAV if suffix == ".wav" else ()
        return {name: value for name, value in self.values.items() if value and name not in skipped}


def write_tagged(source: Path, path: Path, tags: Tags, *, duration_s: float, bits: int = 24) -> Path:
    """Write `source` (a WAV of ours) to `path` as its suffix says, samples untouched where the format keeps them.

    Raises StudioError `ffmpeg.*`; a failed write leaves no file.
    """
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    picture = path.with_name(f".{path.stem}.cover.jpg")
    pictured = tags.cover is not None and path.suffix in WITH_COVER
    args = [*ffmpeg.reading(source), *(ffmpeg.reading(picture) if pictured else [])]
    args += ["-map", "0:a:0", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"]
    if pictured:
        args += ["-map", "1:v:0", "-c:v", "copy"]
        args += ["-disposition:v", "attached_pic", "-metadata:s:v", "comment=Cover (front)"]
    for name, value in tags.for_file(path.suffix).items():
        shown = NAMES.get(name, name) if path.suffix == ".mp3" else name
        args += ["-metadata", f"{shown}={''.join(c for c in value if c >= ' ')}"]
    args += [part.format(pcm=f"pcm_s{bits}le") for part in ENCODERS[path.suffix]]
    try:
        if pictured and tags.cover:
            _small(tags.cover, picture)
        ffmpeg.run([*args, ffmpeg.writing(part)], limits=ffmpeg.Limits(timeout_s=60.0 + duration_s))
        return part.replace(path)
    finally:
        part.unlink(missing_ok=True)
        picture.unlink(missing_ok=True)


def _small(cover: Path, path: Path) -> None:
    """A JPEG no wider than stores ask for. Made beforehand: encoded on the way, it would end the song with itself."""
    fitting = f"scale='min({COVER_PX},iw)':-2"
    ffmpeg.run([*ffmpeg.reading(cover), "-frames:v", "1", "-vf", fitting, "-q:v", "3", ffmpeg.writing(path)])


def read_tags(path: Path) -> dict[str, str]:
    """What the file says of itself, names in small letters; `cover` holds the picture's size when there is one."""
    with av.open(str(path)) as opened:
        found = {name.lower(): value for name, value in opened.metadata.items()}
        for stream in opened.streams.video:
            found["cover"] = f"{stream.codec_context.width}x{stream.codec_context.height}"
    return {("isrc" if name == "tsrc" else name): value for name, value in found.items()}


def duration_s(path: Path) -> float:
    """What the file says it lasts."""
    with av.open(str(path)) as opened:
        return float(opened.duration or 0) / av.time_base


def lost_tags(path: Path, tags: Tags) -> list[str]:
    """Names of what was asked for and does not stand in the file as written."""
    found = read_tags(path)
    lost = [name for name, value in tags.for_file(path.suffix).items() if found.get(name) != value]
    return [*lost, *(["cover"] if tags.cover and path.suffix in WITH_COVER and "cover" not in found else [])]
