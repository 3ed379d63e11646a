"""Small copies for browsers: Opus first, AAC for those that do not play it. Both start at sample 0 of the original."""

from dataclasses import dataclass
from pathlib import Path

from processing.dsp import files
from processing.dsp.encode import Encoding, encode_file

OPUS_KBPS = 128
AAC_KBPS = 160


@dataclass(frozen=True)
class Proxies:
    opus: Path
    aac: Path


def write_proxies(source: Path, folder: Path, *, name: str = "proxy") -> Proxies:
    """Encode one of our own files into `<folder>/<name>.opus` and `.m4a`.

    Raises StudioError `audio.missing | audio.unreadable | ffmpeg.*`.
    """
    duration_s = files.facts(source).duration_s
    opus, aac = folder / f"{name}.opus", folder / f"{name}.m4a"
    encode_file(source, opus, Encoding("opus", OPUS_KBPS), duration_s=duration_s)
    encode_file(source, aac, Encoding("aac", AAC_KBPS, quick=True), duration_s=duration_s)
    return Proxies(opus=opus, aac=aac)
