"""When each line of the lyrics is shown: over the sung phrases where they are known, else over its section."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from processing.engines.contracts import Section, SongPlan, SungNote
from processing.engines.edit_video.storyboard import sections_of

GAP_S = 0.05
HOLD_S = 1.0
LONGEST_S = 8.0
TITLE_S = 4.5


@dataclass(frozen=True)
class Caption:
    """A line of text on the screen from `start_s` to `end_s`."""

    start_s: float
    end_s: float
    text: str


def captions(plan: SongPlan, duration_s: float) -> tuple[Caption, ...]:
    """One caption per lyric line, in order, never two at a time."""
    shown: list[Caption] = []
    for section in sections_of(plan, duration_s):
        lines = [line.strip() for line in section.lines if line.strip()]
        if lines:
            shown += _section_captions(section, lines, plan)
    ends = [min(c.end_s, n.start_s - GAP_S) for c, n in pairwise(shown)] + [c.end_s for c in shown[-1:]]
    cut = (Caption(c.start_s, min(end_s, duration_s), c.text) for c, end_s in zip(shown, ends, strict=True))
    return tuple(c for c in cut if c.end_s - c.start_s > 0.1)


def title_end_s(shown: Sequence[Caption], duration_s: float) -> float:
    """How long the title card stays: until the first line comes, but long enough to be read."""
    first_s = shown[0].start_s - 0.3 if shown else TITLE_S
    return min(max(min(first_s, TITLE_S), 2.5), duration_s)


def _section_captions(section: Section, lines: list[str], plan: SongPlan) -> list[Caption]:
    sung = [n for n in plan.sung_notes if section.start_s - 0.5 * plan.beat_s <= n.start_s < section.end_s]
    sung.sort(key=lambda n: n.start_s)
    if len(sung) >= 2 * len(lines):
        spans = _phrases(sung, lines)
    else:
        spans = _spread(section.start_s, section.end_s, lines, plan.beat_s)
    return [
        Caption(start_s, min(end_s, start_s + LONGEST_S), line)
        for (start_s, end_s), line in zip(spans, lines, strict=True)
    ]


def _phrases(sung: list[SungNote], lines: list[str]) -> list[tuple[float, float]]:
    """Split the sung notes at pauses: each line takes its share of the singing, moved to the longest pause nearby."""
    total, share = sum(_weight(line) for line in lines), 0.0
    length_s = sum(n.end_s - n.start_s for n in sung)
    done_s, heard = [], 0.0
    for note in sung:
        heard += note.end_s - note.start_s
        done_s.append(heard / length_s)
    breaks, first = [0], 1
    for left, line in enumerate(lines[:-1]):
        share += _weight(line) / total
        last = len(sung) - (len(lines) - 1 - left)
        reach = 0.35 / len(lines)
        after = max(range(first, last + 1), key=lambda k: _worth(sung, k, abs(done_s[k - 1] - share), reach))
        breaks.append(after)
        first = after + 1
    ends = [*breaks[1:], len(sung)]
    return [(sung[a].start_s - 0.12, sung[b - 1].end_s + HOLD_S) for a, b in zip(breaks, ends, strict=True)]


def _worth(sung: list[SungNote], before: int, away: float, reach: float) -> float:
    """How good a place for a line to begin: a long pause, near to the line's share of the singing."""
    pause_s = min(sung[before].start_s - sung[before - 1].end_s, 2.0)
    return pause_s - 0.5 * away - 4.0 * max(away - reach, 0.0)


def _spread(start_s: float, end_s: float, lines: list[str], beat_s: float) -> list[tuple[float, float]]:
    """Lines over the section by their length, each starting on a beat."""
    total, at, spans = sum(_weight(line) for line in lines), 0.0, []
    for line in lines:
        begin_s = start_s + round(at * (end_s - start_s) / beat_s) * beat_s
        at += _weight(line) / total
        spans.append((begin_s, start_s + at * (end_s - start_s)))
    return spans


def _weight(line: str) -> float:
    return 6.0 + len(line)
