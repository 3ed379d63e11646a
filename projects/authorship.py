"""Who wrote which letters of a text: a person, the studio's suggestions, or a person over a suggestion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from projects.word_diff import LINE, changes

HUMAN, SUGGESTED, EDITED = "human", "suggested", "edited"
ALIKE = 0.6
"""A new line this close to a suggestion is that suggestion, edited."""
MOST_COMPARED = 4_000

Spans = list[list[int | str]]


@dataclass(frozen=True)
class Stretch:
    """Letters of one hand, for showing."""

    who: str
    text: str


def written_by(old: str, old_spans: Spans, new: str, suggestions: Iterable[str] = ()) -> Spans:
    """The spans of `new`, carried over from `old` where letters stayed or lines moved.

    `suggestions` are texts of the studio that the person has put in since. A suggested line that was changed
    afterwards counts as edited; everything else that is new was typed by the person.
    """
    source = _sources(old, new)
    hands = _hands(old, old_spans)
    who = [HUMAN if at is None else hands[at] for at in source]
    whole = _untouched(source, old, old_spans)
    for start, line in _lines(new):
        _mark_edited(who, source, whole, start, line)
    offered = [text for text in (suggestion.strip() for suggestion in suggestions) if text]
    _mark_suggested(who, source, new, offered)
    return _spans(who)


def stretches(text: str, spans: Spans) -> list[Stretch]:
    """The text cut by who wrote it; letters of no span are a person's."""
    return [Stretch(str(who), text[int(start) : int(end)]) for start, end, who in _spans(_hands(text, spans))]


def shares(text: str, spans: Spans) -> dict[str, float]:
    """How much of what can be read each hand wrote, 0..1."""
    counted = {HUMAN: 0, SUGGESTED: 0, EDITED: 0}
    for letter, who in zip(text, _hands(text, spans), strict=True):
        counted[who] += not letter.isspace()
    total = sum(counted.values()) or 1
    return {who: count / total for who, count in counted.items()}


def _sources(old: str, new: str) -> list[int | None]:
    """For every new letter the old one that it was; None for letters that are new."""
    source: list[int | None] = [None] * len(new)
    for change in changes(old, new):
        if change.same:
            source[change.new_start : change.new_end] = range(change.start, change.end)
    old_lines = {line.strip(): start + len(line) - len(line.lstrip()) for start, line in reversed(_lines(old))}
    for start, line in _lines(new):
        known = old_lines.get(line.strip())
        bare = line.strip()
        at = start + len(line) - len(line.lstrip())
        # A line that was moved or doubled is still whoever's it was.
        if bare and known is not None and None in source[at : at + len(bare)]:
            source[at : at + len(bare)] = range(known, known + len(bare))
    return source


def _lines(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match.group()) for match in LINE.finditer(text)]


def _hands(text: str, spans: Spans) -> list[str]:
    hands = [HUMAN] * len(text)
    for start, end, who in spans:
        first, last = max(0, int(start)), min(len(text), int(end))
        if last > first and who in {SUGGESTED, EDITED}:
            hands[first:last] = [str(who)] * (last - first)
    return hands


def _untouched(source: Sequence[int | None], old: str, spans: Spans) -> set[int]:
    """New places whose suggestion stands there whole, line by line."""
    appearances: dict[int, list[int]] = {}
    for place, at in enumerate(source):
        if at is not None:
            appearances.setdefault(at, []).append(place)
    whole: set[int] = set()
    for first, last in _suggested_lines(old, spans):
        for place in appearances.get(first, []):
            here = range(place, place + last - first)
            if list(source[here.start : here.stop]) == list(range(first, last)):
                whole.update(here)
    return whole


def _suggested_lines(old: str, spans: Spans) -> list[tuple[int, int]]:
    lines = []
    for start, end, who in spans:
        if who == SUGGESTED:
            for at, line in _lines(old[int(start) : int(end)]):
                bare = line.rstrip("\n")
                if bare:
                    lines.append((int(start) + at, int(start) + at + len(bare)))
    return lines


def _mark_edited(who: list[str], source: Sequence[int | None], whole: set[int], start: int, line: str) -> None:
    """A line that still holds letters of a changed suggestion is that suggestion, edited; one without is a person's."""
    changed = [at for at in range(start, start + len(line)) if who[at] in {SUGGESTED, EDITED} and at not in whole]
    alive = any(line[at - start].isalnum() for at in changed)
    for at in changed:
        who[at] = EDITED if alive else HUMAN
    for at in range(start, start + len(line)) if alive else ():
        if source[at] is None:
            who[at] = EDITED


def _mark_suggested(who: list[str], source: Sequence[int | None], new: str, offered: Sequence[str]) -> None:
    for text in offered:
        at = new.find(text)
        while at >= 0:
            if all(origin is None for origin in source[at : at + len(text)]):
                who[at : at + len(text)] = [SUGGESTED] * len(text)
            at = new.find(text, at + len(text))
    fresh = [(start, line) for start, line in _lines(new) if _is_fresh(who, source, start, line)]
    parts = [part.strip() for text in offered for part in text.splitlines() if part.strip()]
    if len(fresh) * len(parts) > MOST_COMPARED:
        return
    for start, line in fresh:
        if any(SequenceMatcher(None, part, line.strip()).ratio() >= ALIKE for part in parts):
            who[start : start + len(line.rstrip())] = [EDITED] * len(line.rstrip())


def _is_fresh(who: Sequence[str], source: Sequence[int | None], start: int, line: str) -> bool:
    letters = range(start, start + len(line.rstrip()))
    return bool(line.strip()) and all(source[place] is None and who[place] == HUMAN for place in letters)


def _spans(who: Sequence[str]) -> Spans:
    spans: Spans = []
    for place, hand in enumerate(who):
        if spans and spans[-1][2] == hand:
            spans[-1][1] = place + 1
        else:
            spans.append([place, place + 1, hand])
    return spans
