"""Songs one after another: where each begins, and all of them in one file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import soundfile

from processing.dsp import files
from processing.dsp.ingest import CANONICAL_RATE as RATE

LONGEST_JOINED_S = 4 * 3600.0
"""A WAV file cannot hold more than 4 GiB."""


def places_of(durations_s: Iterable[float], gaps_s: Sequence[float]) -> list[tuple[float, float]]:
    """Start and end of each song on the whole, in seconds; one gap fewer than songs."""
    found, at_s = [], 0.0
    for duration_s, after_s in zip(durations_s, [*gaps_s, 0.0], strict=True):
        found.append((at_s, at_s + duration_s))
        at_s += duration_s + round(after_s * RATE) / RATE
    return found


def join(path: Path, parts: list[Path], gaps_s: list[float], tags: Mapping[str, str] | None = None) -> None:
    """All songs in one 24-bit WAV, samples unchanged, block by block; `tags` are its title, artist and album."""
    part = path.with_name(f".{path.name}.part")
    try:
        with soundfile.SoundFile(part, "w", RATE, 2, subtype="PCM_24", format="WAV") as joined:
            for name, value in (tags or {}).items():
                setattr(joined, name, "".join(sign for sign in value if sign >= " "))
            for source, after_s in zip(parts, [*gaps_s, 0.0], strict=True):
                for block in soundfile.blocks(source, files.BLOCK, dtype="int32", always_2d=True):
                    joined.write(block)
                joined.write(np.zeros((round(after_s * RATE), 2), np.int32))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
