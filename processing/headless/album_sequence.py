"""The sequence of an album: gaps, where each song begins, and all of it in one file."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from processing.dsp import files
from processing.dsp.gaps import Ends, gap_s
from processing.dsp.ingest import CANONICAL_RATE as RATE
from processing.errors import StudioError
from processing.headless.album_order import AlbumOrder

LONGEST_JOINED_S = 4 * 3600.0
"""A WAV file cannot hold more than 4 GiB."""


def gaps_of(heads_tails: list[Ends], order: AlbumOrder) -> list[dict[str, Any]]:
    found = []
    for number, (before, after) in enumerate(pairwise(heads_tails)):
        suggested_s = gap_s(before, after)
        found.append(
            {
                "after": number + 1,
                "gap_s": order.gaps_s[number] if order.gaps_s else suggested_s,
                "suggested_s": suggested_s,
                "tail_s": before.tail_s,
                "head_s": after.head_s,
                "bpm": before.bpm,
            }
        )
    return found


def sequence_of(order: AlbumOrder, tracks: list[dict[str, Any]], gaps_s: list[float]) -> list[dict[str, Any]]:
    """Like a cue sheet: where each song begins and ends on the whole album, in seconds and 75ths."""
    found, at_s = [], 0.0
    for track, after_s in zip(tracks, [*gaps_s, 0.0], strict=True):
        end_s = at_s + files.facts(order.out / track["file"]).duration_s
        frames = round(at_s * 75)
        index = f"{frames // 4500:02d}:{frames // 75 % 60:02d}:{frames % 75:02d}"
        times = {"start_s": round(at_s, 4), "end_s": round(end_s, 4), "index": index}
        found.append({"number": track["number"], "title": track["title"], **times})
        at_s = end_s + round(after_s * RATE) / RATE
    if order.joined and at_s > LONGEST_JOINED_S:
        raise StudioError("album.too_long", "One WAV file cannot hold that much. Leave out --joined.")
    return found


def join(path: Path, parts: list[Path], gaps_s: list[float]) -> None:
    """All songs in one 24-bit WAV, samples unchanged, block by block."""
    part = path.with_name(f".{path.name}.part")
    try:
        with soundfile.SoundFile(part, "w", RATE, 2, subtype="PCM_24", format="WAV") as joined:
            for source, after_s in zip(parts, [*gaps_s, 0.0], strict=True):
                for block in soundfile.blocks(source, files.BLOCK, dtype="int32", always_2d=True):
                    joined.write(block)
                joined.write(np.zeros((round(after_s * RATE), 2), np.int32))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
