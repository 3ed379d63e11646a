"""What a stranger's file is, told by its content and never by its name. Nothing is decoded in this process."""

import re
from dataclasses import dataclass
from pathlib import Path

from processing.dsp import ffmpeg
from processing.errors import StudioError

# None of these follows links to other files or addresses.
DEMUXERS = "wav,w64,aiff,au,caf,flac,mp3,aac,ogg,wv,ape,asf,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2"
_CONTAINER = re.compile(r"^Input #0, ([\w,]+), from ", re.M)
_DURATION = re.compile(r"^  Duration: (\d+):(\d+):(\d+\.\d+)", re.M)
_AUDIO = re.compile(
    r"^  Stream #0:(\d+)\S*: Audio: ([\w]+)[^,\n]*(?:\([^\n,]*\))?, (?:(\d+) Hz, )?([^,\n]+)(?:, (\w+))?", re.M
)
_CHANNELS = {"mono": 1, "stereo": 2, "downmix": 2, "quad": 4, "hexagonal": 6, "octagonal": 8, "hexadecagonal": 16}
_PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"<smil", b"<asx", b"<playlist", b"<MPD")
_CUE = re.compile(rb'^\s*(FILE "|file \')', re.M)
_SNIFF_BYTES = 4096


@dataclass(frozen=True)
class Probe:
    """`declared_s` is only what the header claims (None when unknown or estimated)."""

    container: str
    codec: str
    sample_rate: int
    channels: int
    declared_s: float | None


def probe(path: Path, *, limits: ffmpeg.Limits) -> Probe:
    """Look at the file's content.

    Raises StudioError `audio.empty | audio.playlist | audio.not_audio | audio.no_sound | audio.unreadable`.
    """
    head = _head(path)
    words = ffmpeg.run([*source(path)], limits=limits, check=False).words
    container = _CONTAINER.search(words)
    if container is None:
        raise _unknown(head)
    stream = _AUDIO.search(words, container.end())
    if stream is None:
        raise StudioError("audio.no_sound", "This file holds no sound track. Export the song as WAV, FLAC or MP3.")
    channels = _channel_count(stream[4])
    if stream[3] is None or not channels or stream[5] is None:
        raise unreadable()
    return Probe(
        container=container[1].split(",")[0],
        codec=stream[2],
        sample_rate=int(stream[3]),
        channels=channels,
        declared_s=_wav_promise_s(head) or _declared_s(words),
    )


def source(path: Path) -> list[str]:
    """ffmpeg's input arguments for a stranger's file."""
    return ["-format_whitelist", DEMUXERS, "-guess_layout_max", "8", *ffmpeg.reading(path)]


def unreadable() -> StudioError:
    return StudioError("audio.unreadable", "This file is damaged beyond reading. Export it again as WAV or FLAC.")


def _head(path: Path) -> bytes:
    if not path.is_file():
        raise StudioError("audio.missing", "The file is no longer there. Upload it again.")
    with path.open("rb") as file:
        head = file.read(_SNIFF_BYTES)
    if not head:
        raise StudioError("audio.empty", "The file is empty. Export it again and upload the new file.")
    if any(mark in head[:512] for mark in _PLAYLISTS) or (_is_text(head) and _CUE.search(head)):
        raise StudioError("audio.playlist", "This is a playlist, not a recording. Upload the audio file itself.")
    return head


def _unknown(head: bytes) -> StudioError:
    kind = "a text document" if _is_text(head) else "something else"
    return StudioError(
        "audio.not_audio", f"This is not an audio file: it looks like {kind}. Upload WAV, FLAC, MP3, M4A or Ogg."
    )


def _is_text(head: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\r\n\f" for byte in head)


def _channel_count(layout: str) -> int:
    """Channels of ffmpeg's words for a layout: "stereo", "5.1(side)", "24 channels (FL+FR…)", "7.1.4"."""
    name = layout.strip().split("(")[0].strip()
    if counted := re.match(r"(\d+) channels", name):
        return int(counted[1])
    if re.fullmatch(r"\d(\.\d)+", name):
        return sum(int(part) for part in name.split("."))
    return _CHANNELS.get(name, 0)


def _wav_promise_s(head: bytes) -> float | None:
    """Seconds that a WAV header promises; ffmpeg only tells what is there. None for streamed and other headers."""
    fmt, data = head.find(b"fmt "), head.find(b"data")
    if head[:4] != b"RIFF" or min(fmt, data) < 0 or max(fmt, data) + 20 > len(head):
        return None
    bytes_per_s = int.from_bytes(head[fmt + 16 : fmt + 20], "little")
    promised = int.from_bytes(head[data + 4 : data + 8], "little")
    # Recorders that stream leave the size open: 0, or nearly all ones.
    return promised / bytes_per_s if bytes_per_s and promised < 0xF000_0000 else None


def _declared_s(words: str) -> float | None:
    declared = _DURATION.search(words)
    if declared is None or "Estimating duration from bitrate" in words:
        return None
    return int(declared[1]) * 3600 + int(declared[2]) * 60 + float(declared[3])
