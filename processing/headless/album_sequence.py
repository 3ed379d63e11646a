"""The sequence of an album: gaps, where each song begins, and all of it in one file."""

from itertools import pairwise
from typing import Any

from processing.dsp import files
from processing.dsp.cue import index_of
from processing.dsp.gaps import Ends, gap_s
from processing.dsp.sequence import LONGEST_JOINED_S, places_of
from processing.errors import StudioError
from processing.headless.album_order import AlbumOrder


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
    durations_s = [files.facts(order.out / track["file"]).duration_s for track in tracks]
    places = places_of(durations_s, gaps_s)
    if order.joined and places[-1][1] > LONGEST_JOINED_S:
        raise StudioError("album.too_long", "One WAV file cannot hold that much. Leave out --joined.")
    return [
        {
            "number": track["number"],
            "title": track["title"],
            "start_s": round(start_s, 4),
            "end_s": round(end_s, 4),
            "index": index_of(start_s),
        }
        for track, (start_s, end_s) in zip(tracks, places, strict=True)
    ]
