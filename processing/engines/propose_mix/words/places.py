"""Where in a song a wish holds, and which seconds that is by the song's section map.

A place is written as a musician would write it down: `chorus` (each of them), `chorus 2`, `last chorus`, `1:10-1:25`,
`1:10-end`; with `not ` before it, everywhere else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from processing.console.devices import LONGEST_S
from processing.console.differences import clock, stretch
from processing.engines.contracts import SECTION_KINDS, Section
from processing.engines.propose_mix.words.place_names import section_name
from processing.errors import StudioError

LAST = -1
NUMBER_MOST = 20
SHORTEST_S = 0.5
TOGETHER_S = 0.05
"""Sections that lie as close as this are one stretch."""
NO_MAP = "Where the sections of this song lie is not known. Say the times instead, for example from 1:10 to 1:25."
_TIME = r"(\d{1,2}):([0-5]\d(?:\.\d)?)"
_TIMES = re.compile(rf"{_TIME}-(?:{_TIME}|end)")
_COUNTED = re.compile(rf"(last )?({'|'.join(SECTION_KINDS)})(?: (\d{{1,2}}))?")


@dataclass(frozen=True)
class Span:
    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Place:
    """A kind of section (`number` 0: each of them, 1: the first, -1: the last), or, without one, a stretch of time."""

    kind: str = ""
    number: int = 0
    start_s: float = 0.0
    end_s: float = LONGEST_S
    outside: bool = False

    @classmethod
    def read(cls, text: object) -> Self:
        """Raises StudioError `words.wish_strange` for what is no place."""
        plain = str(text).removeprefix("not ")
        outside = plain != text
        if counted := _COUNTED.fullmatch(plain):
            number = LAST if counted[1] else int(counted[3] or 0)
            if number <= NUMBER_MOST and not (counted[1] and counted[3]):
                return cls(counted[2], number, outside=outside)
        if times := _TIMES.fullmatch(plain):
            start_s = seconds(times[1], times[2])
            end_s = seconds(times[3], times[4]) if times[3] else LONGEST_S
            if end_s - start_s >= SHORTEST_S:
                return cls("", 0, start_s, end_s, outside)
        kinds = ", ".join(SECTION_KINDS)
        words = f'A place is one of {kinds}, such a section with its number, "last chorus", or times as 1:10-1:25.'
        raise StudioError("words.wish_strange", words)

    @property
    def name(self) -> str:
        """ "the chorus", "chorus 2", "the last chorus", "1:10 to 1:25"."""
        return section_name(self.kind, self.number) if self.kind else stretch(self.start_s, self.end_s)

    def stretches(self, sections: Sequence[Section], end_s: float) -> list[tuple[float, float]]:
        """Start and end of each in seconds. Raises StudioError `words.no_such_place` where the song has none."""
        if not self.kind:
            if end_s and self.start_s >= end_s:
                raise _nowhere(f"The song ends at {clock(end_s)}, so there is nothing at {clock(self.start_s)}.")
            return [(self.start_s, self.end_s)]
        if not sections:
            raise _nowhere(NO_MAP)
        found = [(one.start_s, one.end_s) for one in sections if one.kind == self.kind]
        if not found or self.number > len(found):
            raise _nowhere(f"There is no {self.name.removeprefix('the ')} in this song.")
        if self.number:
            return [found[self.number - 1 if self.number > 0 else LAST]]
        return _joined(found)


def spans_of(places: Sequence[Place], sections: Sequence[Section], end_s: float) -> list[Span]:
    """The stretches that these places mean together, in the order of the song. Raises `words.no_such_place`."""
    without = [place for place in places if place.outside]
    cuts = [cut for place in without for cut in place.stretches(sections, end_s)]
    names = " and ".join(place.name for place in without)
    wanted = [place for place in places if not place.outside]
    if not wanted:
        return [Span(f"all but {names}", *one) for one in _rest([(0.0, LONGEST_S)], cuts, end_s)]
    found = []
    for place in wanted:
        name = f"{place.name} but not {names}" if names else place.name
        found += [Span(name, *one) for one in _rest(place.stretches(sections, end_s), cuts, end_s)]
    return sorted(dict.fromkeys(found), key=lambda span: span.start_s)


def seconds(minutes: str, rest: str) -> float:
    return 60.0 * int(minutes) + float(rest)


def _joined(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches that follow one another at once are one."""
    joined: list[tuple[float, float]] = []
    for start_s, end_s in sorted(stretches):
        if joined and start_s <= joined[-1][1] + TOGETHER_S:
            joined[-1] = (joined[-1][0], max(end_s, joined[-1][1]))
        else:
            joined.append((start_s, end_s))
    return joined


def _rest(
    stretches: Sequence[tuple[float, float]], cuts: Sequence[tuple[float, float]], end_s: float
) -> list[tuple[float, float]]:
    """What of the stretches lies outside of the cuts and within the song."""
    left = list(stretches)
    for low_s, high_s in cuts:
        left = [part for start, end in left for part in ((start, min(end, low_s)), (max(start, high_s), end))]
    song_s = end_s or LONGEST_S
    return [(start, end) for start, end in left if end - start >= SHORTEST_S and start < song_s - TOGETHER_S]


def _nowhere(words: str) -> StudioError:
    return StudioError("words.no_such_place", words)
