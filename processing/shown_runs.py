"""Runs and stages of one song as people read them, in a fixed number of queries."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from processing.models import Run, Stage
from processing.plan_words import STEM_WORDS
from processing.stages.table import KINDS
from processing.states import ACTIVE, FINISHED_WELL, SETTLED
from projects.figures import figure
from projects.models import Asset, Project
from projects.said import said

RUNS_PER_PAGE = 10
BAR_PITCH = 7
HEAVY = ("traceback", "provenance", "log", "result", "params", "inputs")
PHASES: dict[str, Promise] = {
    "intake": gettext_lazy("Intake"),
    "rescue": gettext_lazy("Rescue"),
    "instrumental": gettext_lazy("Instrumental"),
    "mix": gettext_lazy("Mix"),
    "master": gettext_lazy("Master"),
    "video": gettext_lazy("Video"),
    "release": gettext_lazy("Release"),
}
OTHER_RUNS: dict[str, Promise] = {
    "check": gettext_lazy("First listen"),
    "sample": gettext_lazy("Voice of the sample"),
    "diagnose": gettext_lazy("Look into the sound"),
    "codecs": gettext_lazy("Hear it encoded"),
    "deliver": gettext_lazy("Deliverables"),
    "bring_in": gettext_lazy("Brought to its album"),
    "sequence": gettext_lazy("The album in one file"),
}


class ShownStage:
    """A stage as people read it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @cached_property
    def title(self) -> str:
        """The kind in words, with the number or format that tells siblings apart."""
        kind = KINDS.get(self.stage.kind)
        label = str(kind.label) if kind else self.stage.kind.replace("_", " ").capitalize()
        which = re.search(r"-(\d+(?:x\d+)?)$", self.stage.name)
        if which:
            return f"{label} {which[1].replace('x', ':')}"
        part = STEM_WORDS.get(self.stage.name.rpartition("-")[2]) if self.stage.kind == "restore" else None
        return f"{label}: {part}" if part else label

    @property
    def fraction(self) -> float:
        return 1.0 if self.stage.state in FINISHED_WELL else self.stage.progress

    @property
    def percent(self) -> int:
        return int(self.fraction * 100)

    @property
    def shown_state(self) -> str:
        return "stalled" if self.stage.is_stalled else self.stage.state


def in_lists(stages: QuerySet[Stage]) -> QuerySet[Stage]:
    """With their songs, and without what no list shows."""
    return stages.select_related("run__project__artist").defer(*HEAVY)


@dataclass
class ShownRun:
    """`part` names the phase when these are only some of the run's stages."""

    run: Run
    stages: list[ShownStage] = field(default_factory=list)
    part: str = ""

    @classmethod
    def whole(cls, run: Run) -> Self:
        """With all stages that were read with the run."""
        return cls(run, [ShownStage(stage) for stage in run.stages.all()])

    @property
    def name(self) -> str:
        return self.part or self.run.recipe

    @property
    def label(self) -> str:
        return str(PHASES.get(self.name) or OTHER_RUNS.get(self.name) or self.name)

    @property
    def fraction(self) -> float:
        return sum(stage.fraction for stage in self.stages) / len(self.stages) if self.stages else 0.0

    @property
    def cost(self) -> float:
        return float(sum(stage.stage.cost_so_far for stage in self.stages))

    @property
    def seconds(self) -> float:
        return sum(stage.stage.seconds_so_far for stage in self.stages)

    @property
    def bars(self) -> list["Bar"]:
        """When each stage that did work was at it: the run played back as a time line."""
        done = [
            (one, began, ended)
            for one in self.stages
            if (began := one.stage.started_at) and (ended := one.stage.finished_at)
        ]
        if not done:
            return []
        start = min(began for _one, began, _ended in done)
        whole_s = max((ended - start).total_seconds() for _one, _began, ended in done) or 1.0
        bars = []
        for row, (one, began, ended) in enumerate(done):
            from_s, long_s = (began - start).total_seconds(), (ended - began).total_seconds()
            x, width = round(1000 * from_s / whole_s), max(4, round(1000 * long_s / whole_s))
            title = f"{one.title}: {began:%H:%M:%S}, {figure(long_s, '.1f')} s"
            bars.append(Bar(min(x, 1000 - width), row * BAR_PITCH, width, one.stage.state, title))
        return bars

    @property
    def bars_height(self) -> int:
        return BAR_PITCH * len(self.bars)

    @property
    def can_cancel(self) -> bool:
        return any(stage.stage.state in ACTIVE for stage in self.stages)

    @property
    def can_retry(self) -> bool:
        broken = any(s.stage.state in SETTLED and s.stage.state not in FINISHED_WELL for s in self.stages)
        return broken and self.run.state != Run.State.RUNNING

    @property
    def trouble(self) -> Stage | None:
        return next((s.stage for s in self.stages if s.stage.state == Stage.State.FAILED), None)

    @property
    def now(self) -> str:
        busy = next((s.stage for s in self.stages if s.stage.state == Stage.State.RUNNING), None)
        return said(busy.message) if busy else ""


@dataclass(frozen=True)
class Bar:
    """A stage on a run's time line, in thousandths of its length."""

    x: int
    y: int
    width: int
    state: str
    title: str


def runs_of(project: Project) -> list[ShownRun]:
    """What the map needs, the newest first: all that is under way, and the newest run of every recipe."""
    newest = project.runs.order_by().values("recipe").annotate(newest=Max("pk")).values("newest")
    return shown(project.runs.filter(Q(state=Run.State.RUNNING) | Q(pk__in=newest)))


def all_runs_of(project: Project, before: int | None = None) -> list[ShownRun]:
    """Everything that was done, a page of it at a time, the newest first; `before` is a run's number."""
    rows = project.runs.filter(pk__lt=before) if before else project.runs.all()
    return shown(rows, RUNS_PER_PAGE)


def intake_of(project: Project) -> ShownRun | None:
    """The newest intake with all that it heard."""
    run = project.runs.filter(recipe="intake").prefetch_related("stages").order_by("-pk").first()
    return ShownRun.whole(run) if run else None


def shown(rows: QuerySet[Run], most: int | None = None) -> list[ShownRun]:
    """The newest first, `most` of them."""
    # Plans and results are large and shown one stage at a time.
    slim = Stage.objects.order_by("position").defer(*HEAVY)
    stages = Prefetch("stages", slim)
    runs = rows.select_related("by").prefetch_related(stages).order_by("-pk")[:most]
    return [ShownRun.whole(run) for run in runs]


def newest_per_recipe(runs: list[ShownRun]) -> dict[str, ShownRun]:
    newest: dict[str, ShownRun] = {}
    for shown in runs:
        newest.setdefault(shown.run.recipe, shown)
    return newest


def made_by(project: Project) -> dict[Any, Stage]:
    """Asset id -> the stage that made it, for everything people may listen to."""
    kinds = [Asset.Kind.CANDIDATE, Asset.Kind.MIX, Asset.Kind.MASTER, Asset.Kind.VIDEO]
    stages = Stage.objects.filter(run__project=project, outputs__asset__kind__in=kinds).distinct()
    rows = stages.prefetch_related("outputs").order_by("pk")
    return {output.asset_id: stage for stage in rows for output in stage.outputs.all()}
