"""Lyrics read by rules: sections, syllables, language, and what mood, genre and tempo the words suggest, and why."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from processing.engines.analyse_lyrics import suggest
from processing.engines.analyse_lyrics.syllables import WORD, syllables
from processing.engines.analyse_lyrics.tags import NAMES, Tag, read_tag
from processing.engines.contracts import LyricSection, LyricsReading
from processing.errors import StudioError

LONGEST_LYRICS = 20_000
MOST_LINES = 600
MOST_SECTIONS = 60
SAME_STANZA = 0.8
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Stanza:
    """Lines that are sung together; `first_line` counts from 0 and is the tag's where there is one."""

    kind: str
    lines: tuple[str, ...]
    tagged: bool
    first_line: int


class RulesAnalyst:
    """The lyrics analyst that needs nothing but word lists."""

    def read(self, lyrics: str) -> LyricsReading:
        """Raises StudioError `lyrics.empty`, `lyrics.too_long`."""
        stanzas = outline(lyrics)
        sung = [line for stanza in stanzas for line in stanza.lines]
        if not sung:
            raise StudioError("lyrics.empty", "There are no words in the lyrics yet. Write or paste at least one line.")
        language, language_reason = suggest.language(sung)
        sections = _sections(stanzas, language)
        bag = Counter(word for line in sung for word in WORD.findall(line.lower().replace("’", "'")))
        mood, mood_reason = suggest.mood(bag)
        wordiness = _syllables_per_line(sections)
        genre, genre_reason = suggest.genre(bag, mood, wordiness)
        bpm, bpm_reason = suggest.tempo(mood, genre, wordiness)
        reasons = {
            "sections": _sections_reason(stanzas),
            "language": language_reason,
            "mood": mood_reason,
            "genre": genre_reason,
            "bpm": bpm_reason,
        }
        return LyricsReading(sections, language, mood, genre, bpm, reasons)


def outline(lyrics: str) -> list[Stanza]:
    """The stanzas as they are sung, repeats and all. Raises StudioError `lyrics.empty`, `lyrics.too_long`."""
    return _named(_stanzas(_lines(lyrics)))


def _lines(lyrics: str) -> list[str]:
    if len(lyrics) > LONGEST_LYRICS:
        raise StudioError(
            "lyrics.too_long",
            f"The lyrics have {len(lyrics):,} characters; a song holds at most {LONGEST_LYRICS:,}. Shorten them.",
            characters=len(lyrics),
        )
    lines = [INVISIBLE.sub("", line).strip() for line in lyrics.splitlines()]
    if sum(bool(line) for line in lines) > MOST_LINES:
        raise StudioError("lyrics.too_long", f"The lyrics have more than {MOST_LINES} lines. Shorten them.")
    if not any(lines):
        raise StudioError("lyrics.empty", "There are no words in the lyrics yet. Write or paste at least one line.")
    return lines


def _stanzas(lines: Sequence[str]) -> list[Stanza]:
    """Cut at tags; where nothing is tagged, at empty lines. A tag's own blank lines do not cut it."""
    stanzas: list[Stanza] = []
    tag: Tag | None = None
    held: list[str] = []
    first = 0
    for number, line in enumerate([*lines, ""]):
        found = read_tag(line) if line else None
        if found or (not line and tag is None):
            _close(stanzas, tag, held, first)
            held, first = [], number
        if found:
            tag = found
        elif line:
            first = first if held or tag else number
            held.append(line)
    _close(stanzas, tag, held, first)
    return stanzas[:MOST_SECTIONS]


def _close(stanzas: list[Stanza], tag: Tag | None, held: Sequence[str], first: int) -> None:
    if tag is None and not held:
        return
    kind, repeats = (tag.kind, tag.repeats) if tag else ("verse", 1)
    lines = tuple(held)
    if not lines:
        # A bare [Chorus] sings the words that it had before.
        lines = next((s.lines for s in reversed(stanzas) if s.kind == kind and kind != "verse"), ())
    stanzas.extend([Stanza(kind, lines, tag is not None, first)] * repeats)


def _named(stanzas: Sequence[Stanza]) -> list[Stanza]:
    """Among stanzas without tags, the one that comes again (or nearly so) is the chorus."""
    free = [index for index, stanza in enumerate(stanzas) if not stanza.tagged]
    named = list(stanzas)
    for place, index in enumerate(free):
        for other in free[place + 1 :]:
            if _same(stanzas[index].lines, stanzas[other].lines):
                named[index] = replace(named[index], kind="chorus")
                named[other] = replace(named[other], kind="chorus")
    if free and all(named[index].kind == "chorus" for index in free):
        named = [replace(s, kind="verse") if i in free else s for i, s in enumerate(named)] if len(free) < 3 else named
    return named


def _same(first: Sequence[str], second: Sequence[str]) -> bool:
    one, two = (" ".join(lines).lower() for lines in (first, second))
    if abs(len(one) - len(two)) > 0.4 * max(len(one), len(two)):
        return False
    if one == two:
        return True
    # Lines compare faster than letters; long stanzas are judged by them alone.
    if len(one) > 600:
        return len(set(first) & set(second)) >= SAME_STANZA * len(set(first))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= SAME_STANZA


def _sections(stanzas: Sequence[Stanza], language: str) -> tuple[LyricSection, ...]:
    totals = Counter(stanza.kind for stanza in stanzas)
    heard: Counter[str] = Counter()
    sections = []
    for stanza in stanzas:
        heard[stanza.kind] += 1
        name = NAMES[stanza.kind]
        label = f"{name} {heard[stanza.kind]}" if totals[stanza.kind] > 1 else name
        counts = tuple(syllables(line, language) for line in stanza.lines)
        sections.append(LyricSection(label, stanza.kind, stanza.lines, counts))
    return tuple(sections)


def _sections_reason(stanzas: Sequence[Stanza]) -> str:
    if all(stanza.tagged for stanza in stanzas):
        return "The sections are tagged in the lyrics."
    if any(stanza.kind == "chorus" and not stanza.tagged for stanza in stanzas):
        return "Empty lines part the sections; the words that come back are taken as the chorus."
    return "Empty lines part the sections; nothing comes back, so all that is untagged is taken as verse."


def _syllables_per_line(sections: Sequence[LyricSection]) -> float:
    counts = [count for section in sections for count in section.syllables if count]
    return sum(counts) / len(counts) if counts else 0.0
