"""What changed between two texts: first by lines, then by words within the lines that differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LINE = re.compile(r"[^\n]*\n|[^\n]+")
WORD = re.compile(r"\w+(?:['’]\w+)*|\s|[^\w\s]")
CONTEXT_LINES = 2
MOST_WORDS = 4_000
"""Longer stretches that differ are shown as replaced in one piece."""


@dataclass(frozen=True)
class Change:
    """`old[start:end]` became `new[new_start:new_end]`; `same` says that both read alike."""

    same: bool
    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True)
class Piece:
    """A stretch to show. `kind`: same, added, removed, or skipped (`lines` lines that stayed)."""

    kind: str
    text: str
    lines: int = 0


def changes(old: str, new: str) -> list[Change]:
    """The whole of both texts in order, as few and as long stretches as the words allow."""
    found: list[Change] = []
    for same, start, end, new_start, new_end in _matched(LINE.findall(old), LINE.findall(new)):
        if same or start == end or new_start == new_end:
            found.append(Change(same, start, end, new_start, new_end))
        else:
            found += _words(old[start:end], new[new_start:new_end], start, new_start)
    return found


def pieces(old: str, new: str) -> list[Piece]:
    """Both texts as one: what stayed, what went, what came."""
    shown: list[Piece] = []
    for change in changes(old, new):
        if change.same:
            stayed = new[change.new_start : change.new_end]
            # Words and lines that stayed side by side are one stretch.
            before = shown.pop().text if shown and shown[-1].kind == "same" else ""
            shown.append(Piece("same", before + stayed))
            continue
        if change.end > change.start:
            shown.append(Piece("removed", old[change.start : change.end]))
        if change.new_end > change.new_start:
            shown.append(Piece("added", new[change.new_start : change.new_end]))
    return shown


def condensed(shown: list[Piece]) -> list[Piece]:
    """The same with long stretches that stayed cut down to the lines around what changed."""
    short: list[Piece] = []
    for place, piece in enumerate(shown):
        lines = LINE.findall(piece.text)
        before = CONTEXT_LINES if place else 0
        after = CONTEXT_LINES if place < len(shown) - 1 else 0
        left_out = len(lines) - before - after
        if piece.kind != "same" or left_out < CONTEXT_LINES:
            short.append(piece)
            continue
        short.append(Piece("same", "".join(lines[:before])))
        short.append(Piece("skipped", "", left_out))
        short.append(Piece("same", "".join(lines[len(lines) - after :])))
    return short


def _words(old: str, new: str, start: int, new_start: int) -> list[Change]:
    words, new_words = WORD.findall(old), WORD.findall(new)
    if max(len(words), len(new_words)) > MOST_WORDS:
        return [Change(False, start, start + len(old), new_start, new_start + len(new))]
    return [
        Change(same, start + a, start + b, new_start + c, new_start + d)
        for same, a, b, c, d in _matched(words, new_words)
    ]


def _matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """Runs of parts that are the same or not, as places in the joined texts."""
    old_at, new_at = _places(old), _places(new)
    codes = SequenceMatcher(None, old, new).get_opcodes()
    return [(tag == "equal", old_at[a], old_at[b], new_at[c], new_at[d]) for tag, a, b, c, d in codes]


def _places(parts: Sequence[str]) -> list[int]:
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places
