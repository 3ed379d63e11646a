"""Which chord when: a progression for every passage, a turn into the next, a cadence at the end, colour by genre."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from processing.engines.compose.house_band.chart import Change, Grid, Passage
from processing.engines.compose.house_band.progressions import (
    BRIGHT_NUMERALS,
    COLOURS,
    DARK_NUMERALS,
    FAMILIES,
    PROGRESSIONS,
    ROLES,
)
from processing.engines.compose.house_band.theory import Key, chord

Numerals = list[list[tuple[int, str]]]
"""Per bar of the song: (step, numeral) where the harmony changes."""


@dataclass(frozen=True)
class Taste:
    """What leads the choice of progressions: genre, mode of the key, valence -1..1 of the mood."""

    genre: str
    mode: str
    valence: float


def lay_progressions(
    passages: Sequence[Passage], grid: Grid, taste: Taste, dice: Random
) -> tuple[Numerals, dict[str, str]]:
    """Numerals for every bar of the song, and the progression chosen for each section by its label."""
    chosen: dict[str, str] = {}
    for role in ("verse", "chorus", "pre_chorus", "bridge"):
        chosen[role] = _choose(taste, role, set(chosen.values()), dice)
    # A loop genre may keep one harmony through verse and chorus, as its records do.
    if FAMILIES[taste.genre] == "loop" and dice.random() < 0.3:
        chosen["chorus"] = chosen["verse"]
    spread = _bars_per_chord(grid, dice)
    bars: Numerals = []
    for passage in passages:
        numerals = chosen[ROLES[passage.kind]].split()
        for index in range(passage.bars):
            # A short passage still visits its whole progression.
            bars.append(_numerals_of(index, numerals, min(spread, max(1.0, passage.bars / 4)), grid))
        _turn(bars, passage, grid, taste.mode, dice)
    bars[-1] = [(0, "I" if taste.mode == "major" else "i")]
    if len(bars) > 1 and passages[-1].bars > 1:
        bars[-2] = [(0, dice.choice(("V", "IV", "iv")) if taste.mode == "major" else dice.choice(("bVII", "V", "iv")))]
    return bars, {passage.label: chosen[ROLES[passage.kind]] for passage in passages}


def coloured(bars: Numerals, grid: Grid, key: Key, genre: str, dice: Random) -> tuple[tuple[Change, ...], ...]:
    """Numerals to chords with sevenths and ninths. A numeral keeps its colour through the song."""
    chance, colours = COLOURS[genre]
    suffixes: dict[str, str] = {}
    for _, numeral in (mark for marks in bars for mark in marks):
        if numeral not in suffixes:
            plain_or = colours.get(numeral, ("",))
            suffixes[numeral] = dice.choice(plain_or) if dice.random() < chance else ""
    return tuple(
        _changes(bar, [(step, n + suffixes[n]) for step, n in marks], grid, key) for bar, marks in enumerate(bars)
    )


def _changes(bar: int, marks: Sequence[tuple[int, str]], grid: Grid, key: Key) -> tuple[Change, ...]:
    ends = [*marks[1:], (grid.steps_per_bar, "")]
    return tuple(
        Change(bar, step, end - step, chord(numeral, key))
        for (step, numeral), (end, _) in zip(marks, ends, strict=True)
    )


def half_bar(grid: Grid) -> int:
    """The step at which a bar may change its chord once more; 3/4 bars stay whole."""
    return grid.steps_per_bar if grid.meter == "3/4" else grid.steps_per_bar // 2


def _bars_per_chord(grid: Grid, dice: Random) -> float:
    """Harmonic rhythm: about one chord every two seconds, whatever the tempo."""
    if grid.bar_s < 1.25:
        return 2.0
    if grid.bar_s < 1.6:
        return dice.choice((1.0, 2.0))
    if grid.bar_s > 3.4 and grid.meter != "3/4":
        return dice.choice((0.5, 1.0))
    return 1.0


def _numerals_of(index: int, numerals: Sequence[str], spread: float, grid: Grid) -> list[tuple[int, str]]:
    if spread >= 1.0:
        return [(0, numerals[int(index / spread) % len(numerals)])]
    first, second = (numerals[(2 * index + part) % len(numerals)] for part in (0, 1))
    return [(0, first)] if first == second else [(0, first), (half_bar(grid), second)]


def _choose(taste: Taste, role: str, taken: set[str], dice: Random) -> str:
    """Weighted by mood: dark words like minor and borrowed chords, bright ones the opposite; no progression twice."""
    options = [p for p in PROGRESSIONS[FAMILIES[taste.genre]][taste.mode][role] if p not in taken]
    weights = []
    for option in options:
        numerals = option.split()
        dark = sum(numeral in DARK_NUMERALS for numeral in numerals)
        bright = sum(numeral in BRIGHT_NUMERALS for numeral in numerals)
        weights.append(2.0 ** (0.5 * taste.valence * (bright - dark)))
    return dice.choices(options, weights)[0]


def _turn(bars: Numerals, passage: Passage, grid: Grid, mode: str, dice: Random) -> None:
    """Lean into what follows: a chorus likes to be led to by its dominant, or by a half-bar of it."""
    if passage.bars < 4 or passage.next_kind is None:
        return
    leads = {"major": ("V", "IV", "bVII"), "minor": ("V", "bVII", "v")}[mode]
    tail = bars[-1][-1][1]
    if passage.next_kind in ("chorus", "verse", "bridge", "solo") and tail not in leads and dice.random() < 0.7:
        lead = dice.choice(leads[:2])
        split = half_bar(grid)
        bars[-1] = [(0, lead)] if split == grid.steps_per_bar else [(0, bars[-1][0][1]), (split, lead)]


def numeral_line(bars: Numerals, first: int, end: int) -> str:
    """The numerals of some bars as one line for people, repeats within a bar joined by a dash."""
    words = ["–".join(numeral for _, numeral in marks) for marks in bars[first:end]]
    same = [words[0]] + [word for before, word in pairwise(words) if word != before] if words else []
    return " ".join(same)
