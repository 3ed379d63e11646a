"""Where in a bar the harmony may change, and what a change costs there."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from processing.engines.compose.house_band.chart import Grid

Matrix = NDArray[np.float64]
NEW_CHORD_COSTS = {"bar": 0.0, "half": 0.1, "beat": 0.16}


@dataclass(frozen=True)
class Slots:
    """The places where the harmony may change: `steps` within every bar of the grid, over `bars` bars."""

    grid: Grid
    bars: int
    steps: tuple[int, ...]

    @property
    def count(self) -> int:
        return self.bars * len(self.steps)

    @cached_property
    def edges_s(self) -> Matrix:
        """Times of all slot borders, shape (count + 1,)."""
        starts = [self.grid.time_s(bar, step) for bar in range(self.bars) for step in self.steps]
        return np.array([*starts, self.grid.time_s(self.bars, 0)])

    @property
    def lengths_s(self) -> Matrix:
        return np.diff(self.edges_s)

    def place(self, slot: int) -> tuple[int, int]:
        """(bar, step) of a slot."""
        return slot // len(self.steps), self.steps[slot % len(self.steps)]

    def change_cost(self, slot: int) -> float:
        step = self.place(slot)[1]
        half = self.grid.steps_per_bar // 2
        return NEW_CHORD_COSTS["bar" if step == 0 else "half" if step == half or len(self.steps) == 2 else "beat"]


def half_slots(grid: Grid, bars: int) -> Slots:
    """Two slots a bar: halves, and in 3/4 two beats and one."""
    return Slots(grid, bars, (0, 8) if grid.meter == "3/4" else (0, grid.steps_per_bar // 2))


def beat_slots(grid: Grid, bars: int) -> Slots:
    return Slots(grid, bars, tuple(range(0, grid.steps_per_bar, grid.steps_per_beat)))
