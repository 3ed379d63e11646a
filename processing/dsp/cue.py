"""Cue sheets: the text beside one long file from which players and plants read where each song of it begins."""

from collections.abc import Sequence
from dataclasses import dataclass

FRAMES_PER_S = 75
"""Cue sheets count seconds in 75ths."""


@dataclass(frozen=True)
class Place:
    """A song on the whole."""

    title: str
    start_s: float
    end_s: float


def cue_sheet(file_name: str, places: Sequence[Place], title: str = "", performer: str = "") -> str:
    """The sheet of one WAV file. Silence before a song is its index 00, so a disc counts down through it."""
    about = [("PERFORMER", performer), ("TITLE", title)]
    lines = [f"{command} {_quoted(words)}" for command, words in about if words]
    lines.append(f"FILE {_quoted(file_name)} WAVE")
    ended_s = 0.0
    for number, place in enumerate(places, start=1):
        lines += [f"  TRACK {number:02d} AUDIO", f"    TITLE {_quoted(place.title)}"]
        lines += [f"    PERFORMER {_quoted(performer)}"] if performer else []
        lines += [f"    INDEX 00 {index_of(ended_s)}"] if index_of(ended_s) != index_of(place.start_s) else []
        lines.append(f"    INDEX 01 {index_of(place.start_s)}")
        ended_s = place.end_s
    return "\n".join(lines) + "\n"


def index_of(at_s: float) -> str:
    """Minutes, seconds and 75ths, as cue sheets write them."""
    frames = round(at_s * FRAMES_PER_S)
    return f"{frames // (60 * FRAMES_PER_S):02d}:{frames // FRAMES_PER_S % 60:02d}:{frames % FRAMES_PER_S:02d}"


def _quoted(words: str) -> str:
    """Cue sheets know no escapes: a quotation mark would end the words, and a new line the command."""
    return '"' + " ".join(words.replace('"', "'").split()) + '"'
