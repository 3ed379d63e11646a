"""The form of a song in whole bars: from lyric sections alone, or laid over a voice that has already been sung."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from processing.engines.compose.house_band.phrasing import Block, Take, divide
from processing.engines.contracts import METERS, LyricSection, Section
from processing.errors import StudioError

# Syllables a singer places in a second of a line, before breathing.
SYLLABLES_PER_S = {"pop": 3.1, "hip_hop": 4.8, "house": 2.9, "rock": 3.1, "rnb": 3.4, "lofi": 2.7}
BREATH_S = 0.9
INTRO_S = {"house": 15.0, "hip_hop": 9.0}
OUTRO_S = {"house": 13.0}
USUAL_INTRO_S, USUAL_OUTRO_S = 8.0, 9.0
UNSUNG_BARS = {"solo": 8, "break": 4, "bridge": 8}
USUAL_FORM = ("verse", "chorus", "verse", "chorus", "bridge", "chorus")
LONGEST_SECTION_BARS = 64
# A take's trailing silence is not followed for more than this many bars beyond the usual outro.
LONGEST_TAIL_BARS = 8


@dataclass(frozen=True)
class Form:
    """Sections that tile [0, duration_s] in whole bars, and where the vocal file's time 0 lies on that timeline."""

    sections: tuple[Section, ...]
    vocal_offset_s: float
    duration_s: float


def plan_form(
    sections: Sequence[LyricSection],
    *,
    bpm: float,
    meter: str,
    genre: str,
    voice_phrases: Sequence[tuple[float, float]] | None = None,
    vocal_duration_s: float | None = None,
    vocal_downbeat_s: float | None = None,
) -> Form:
    """Lyric sections as bars, between an intro and an outro.

    `voice_phrases` are (start_s, end_s) in the vocal file's own time; `vocal_downbeat_s` is a moment of that file that
    shall lie on a bar line (default: where the first phrase starts). Without phrases a given `vocal_duration_s` counts
    as one long phrase. Raises StudioError `plan.bpm_out_of_range`, `plan.meter_unknown`.
    """
    if meter not in METERS:
        raise StudioError("plan.meter_unknown", f"The meter must be one of {', '.join(METERS)}.")
    if not 20.0 <= bpm <= 400.0:
        raise StudioError("plan.bpm_out_of_range", "Give a tempo between 20 and 400 beats a minute.", bpm=bpm)
    bar_s = 60.0 / bpm * METERS[meter]
    blocks = _blocks(sections)
    opening, blocks, closing = _frame(blocks)
    intro, outro = _near(INTRO_S.get(genre, USUAL_INTRO_S), bar_s), _near(OUTRO_S.get(genre, USUAL_OUTRO_S), bar_s)
    phrases = _phrases(voice_phrases, vocal_duration_s)
    if not phrases:
        blocks = blocks or _usual_blocks()
        lengths = [_bars_for(block, genre, bar_s) for block in blocks]
        return _lay([(opening, intro), *zip(blocks, lengths, strict=True), (closing, outro)], bar_s, 0.0)
    take = _take(phrases, vocal_downbeat_s, bar_s, intro)
    blocks = blocks or _usual_blocks(max(1, round(take.bars / 8)))
    outro = max(outro, min(_tail_bars(take, vocal_duration_s, intro), outro + LONGEST_TAIL_BARS))
    sung = divide(blocks, take)
    return _lay([(opening, intro), *sung, (closing, outro)], bar_s, take.offset_s)


def _blocks(sections: Sequence[LyricSection]) -> list[Block]:
    return [
        Block(section.label, section.kind, section.lines, sum(section.syllables) or len(section.lines))
        for section in sections
    ]


def _frame(blocks: list[Block]) -> tuple[Block, list[Block], Block]:
    """Split off an unsung intro and outro that the lyrics name, or add plain ones."""
    opening, closing = Block("Intro", "intro", (), 0), Block("Outro", "outro", (), 0)
    if blocks and blocks[0].kind == "intro" and not blocks[0].syllables:
        opening, blocks = blocks[0], blocks[1:]
    if blocks and blocks[-1].kind == "outro" and not blocks[-1].syllables:
        closing, blocks = blocks[-1], blocks[:-1]
    return opening, blocks, closing


def _usual_blocks(count: int = len(USUAL_FORM)) -> list[Block]:
    """The form of a song without words, each part as long as the others."""
    kinds = [USUAL_FORM[index % len(USUAL_FORM)] for index in range(count)]
    names = []
    for index, kind in enumerate(kinds):
        nth = kinds[: index + 1].count(kind)
        names.append(kind.capitalize() if kinds.count(kind) == 1 else f"{kind.capitalize()} {nth}")
    return [Block(name, kind, (), 1) for name, kind in zip(names, kinds, strict=True)]


def _bars_for(block: Block, genre: str, bar_s: float) -> int:
    """Bars for a block nobody has sung yet: one, two or four to a line, filled up to a square number of bars."""
    if not block.lines:
        return UNSUNG_BARS.get(block.kind, 8)
    line_s = block.syllables / len(block.lines) / SYLLABLES_PER_S.get(genre, 3.1) + BREATH_S
    per_line = min((1, 2, 4), key=lambda bars: abs(bars * bar_s - line_s))
    bars = per_line * len(block.lines)
    bars = bars if bars <= 2 else 4 * ceil(bars / 4)
    return max(2, min(LONGEST_SECTION_BARS, bars))


def _near(seconds: float, bar_s: float) -> int:
    return min((2, 4, 8), key=lambda bars: abs(bars * bar_s - seconds))


def _phrases(given: Sequence[tuple[float, float]] | None, duration_s: float | None) -> list[tuple[float, float]]:
    phrases: list[tuple[float, float]] = []
    for start, end in sorted((start, end) for start, end in given or () if end > start):
        if phrases and start <= phrases[-1][1]:
            start, end = phrases[-1][0], max(end, phrases.pop()[1])
        phrases.append((start, end))
    if not phrases and duration_s:
        phrases = [(0.0, duration_s)]
    return phrases


def _take(phrases: list[tuple[float, float]], downbeat_s: float | None, bar_s: float, intro: int) -> Take:
    """Lay the take on the grid: the downbeat on a bar line, its first phrase where the intro ends (or just before)."""
    first = phrases[0][0]
    downbeat = first if downbeat_s is None else downbeat_s
    downbeat -= round((downbeat - first) / bar_s) * bar_s
    offset = intro * bar_s - downbeat
    placed = tuple(((start + offset) / bar_s - intro, (end + offset) / bar_s - intro) for start, end in phrases)
    bars = max(1, ceil(placed[-1][1] - 0.1))
    return Take(placed, bars + bars % 2 if bars > 2 else bars, bar_s, offset)


def _tail_bars(take: Take, duration_s: float | None, intro: int) -> int:
    """Bars after the sung part until the vocal file ends."""
    if duration_s is None:
        return 0
    return ceil((duration_s + take.offset_s) / take.bar_s - intro - take.bars)


def _lay(parts: Sequence[tuple[Block, int]], bar_s: float, offset_s: float) -> Form:
    sections: list[Section] = []
    bar = 0
    for block, bars in parts:
        if bars > 0:
            sections.append(
                Section(block.label, block.kind, bars, bar * bar_s, (bar + bars) * bar_s, tuple(block.lines))
            )
            bar += bars
    return Form(tuple(sections), offset_s, bar * bar_s)
