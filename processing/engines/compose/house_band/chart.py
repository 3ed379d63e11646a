"""The chart on every player's stand: grid, passages, changes, style, and where the voice sings."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from random import Random

from processing.engines.compose.house_band.style import Style
from processing.engines.compose.house_band.theory import Key, Symbol
from processing.engines.contracts import METERS

STEPS_PER_BEAT = {"4/4": 4, "3/4": 4, "6/8": 6}
HIT_LEVELS = {"X": 1.0, "x": 0.82, "o": 0.62, "g": 0.3}


@dataclass(frozen=True)
class Grid:
    """Bars in sixteenth steps. `swing` delays every second sixteenth by this share of a step."""

    bpm: float
    meter: str
    swing: float = 0.0

    @cached_property
    def steps_per_beat(self) -> int:
        return STEPS_PER_BEAT[self.meter]

    @cached_property
    def steps_per_bar(self) -> int:
        return self.steps_per_beat * METERS[self.meter]

    @cached_property
    def step_s(self) -> float:
        return 60.0 / self.bpm / self.steps_per_beat

    @cached_property
    def bar_s(self) -> float:
        return self.step_s * self.steps_per_bar

    @cached_property
    def crowded(self) -> bool:
        """Sixteenths come too fast for hands to play them all."""
        return self.step_s < 0.095

    def time_s(self, bar: int, step: float) -> float:
        return bar * self.bar_s + step * self.step_s

    def swung_s(self, bar: int, step: float) -> float:
        late = self.swing * self.step_s if step % 2 == 1 else 0.0
        return self.time_s(bar, step) + late


@dataclass(frozen=True)
class Stroke:
    """A note on the grid before anyone plays it: `strum_s` is where it falls within a spread chord."""

    bar: int
    step: float
    steps: float
    pitch: int
    velocity: float
    strum_s: float = 0.0


@dataclass(frozen=True)
class Change:
    """A chord from `step` for `steps` within one bar."""

    bar: int
    step: int
    steps: int
    symbol: Symbol


@dataclass(frozen=True)
class Passage:
    """A section as the band plays it: where, how hard (`energy` 0..1), and what follows."""

    index: int
    label: str
    kind: str
    first_bar: int
    bars: int
    energy: float
    level_db: float
    brightness: float
    sung: bool
    nth: int
    next_kind: str | None

    @property
    def end_bar(self) -> int:
        return self.first_bar + self.bars

    @property
    def last(self) -> bool:
        return self.next_kind is None


@dataclass(frozen=True)
class Chart:
    seed: int
    grid: Grid
    key: Key
    style: Style
    passages: tuple[Passage, ...]
    bars: tuple[tuple[Change, ...], ...]
    sung_spans: tuple[tuple[float, float], ...]
    duration_s: float

    def dice(self, name: str) -> Random:
        """Chance for one purpose, so that a change in one part leaves the others as they were."""
        return Random(f"{self.seed}/{self.style.genre}/{name}")

    def symbol_at(self, bar: int, step: float) -> Symbol:
        changes = self.bars[min(bar, len(self.bars) - 1)]
        return next((c.symbol for c in reversed(changes) if c.step <= step), changes[0].symbol)

    @cached_property
    def _span_starts(self) -> list[float]:
        return [start for start, _ in self.sung_spans]

    def voice_sings(self, start_s: float, end_s: float) -> bool:
        """Whether a sung note sounds between two times."""
        index = bisect_left(self._span_starts, end_s)
        return index > 0 and self.sung_spans[index - 1][1] > start_s


def hits(pattern: str) -> list[tuple[int, float]]:
    """(step, strength) of a written rhythm: X accent, x plain, o soft, g ghost, anything else rest."""
    return [(step, HIT_LEVELS[mark]) for step, mark in enumerate(pattern) if mark in HIT_LEVELS]
