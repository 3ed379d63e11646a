"""The graph of a run as people see it: columns by what must be done before, lines for who waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processing.models import Stage
from processing.shown_runs import ShownRun, ShownStage
from processing.states import FINISHED_WELL

NAMED_MOST = 2
COLUMN, HEIGHT = 100, 100
"""The drawing's own units: every column is this wide, the whole drawing this tall."""


@dataclass(frozen=True)
class Line:
    """From the middle of one stage to the middle of one that waits for it, as an SVG path."""

    path: str
    done: bool


@dataclass(frozen=True)
class Placed:
    shown: ShownStage
    waits_for: str


class StageGraph:
    """A run's stages in columns; a stage stands right of everything it needs."""

    def __init__(self, shown: ShownRun) -> None:
        self.shown = shown
        self._by_name = {one.stage.name: one for one in shown.stages}
        self._depths: dict[str, int] = {}
        for one in shown.stages:
            self._depth(one.stage)

    def _depth(self, stage: Stage) -> int:
        if stage.name not in self._depths:
            before = [self._by_name[name].stage for name in stage.needs if name in self._by_name]
            self._depths[stage.name] = 1 + max((self._depth(one) for one in before), default=-1)
        return self._depths[stage.name]

    @cached_property
    def columns(self) -> list[list[Placed]]:
        deepest = max(self._depths.values(), default=-1)
        columns: list[list[Placed]] = [[] for _number in range(deepest + 1)]
        for one in self.shown.stages:
            columns[self._depths[one.stage.name]].append(Placed(one, self._waits_for(one.stage)))
        return columns

    @property
    def width(self) -> int:
        return COLUMN * len(self.columns)

    @property
    def lines(self) -> list[Line]:
        places = {
            placed.shown.stage.name: (COLUMN * (x + 0.5), HEIGHT * (y + 0.5) / len(column))
            for x, column in enumerate(self.columns)
            for y, placed in enumerate(column)
        }
        return [
            Line(_curve(places[name], places[one.stage.name]), self._by_name[name].stage.state in FINISHED_WELL)
            for one in self.shown.stages
            for name in one.stage.needs
            if name in places
        ]

    def _waits_for(self, stage: Stage) -> str:
        """Whose work is still missing, in words; empty once nothing is."""
        open_ones = [
            one for name in stage.needs if (one := self._by_name.get(name)) and one.stage.state not in FINISHED_WELL
        ]
        if stage.state != Stage.State.WAITING or not open_ones:
            return ""
        if len(open_ones) > NAMED_MOST:
            count = len(open_ones)
            return ngettext("waits for {n} stage", "waits for {n} stages", count).format(n=count)
        return _("waits for: {stages}").format(stages=", ".join(one.title for one in open_ones))


def _curve(start: Sequence[float], end: Sequence[float]) -> str:
    middle = (start[0] + end[0]) / 2
    return f"M{start[0]:g} {start[1]:g}C{middle:g} {start[1]:g} {middle:g} {end[1]:g} {end[0]:g} {end[1]:g}"
