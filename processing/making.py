"""What the room shows of the work: phases, runs and stages of one song, read in a fixed number of queries."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processing.models import Run, Stage
from processing.pipeline import queues
from processing.stages.table import KINDS
from processing.states import ACTIVE, FINISHED_WELL, SETTLED
from projects.models import Asset, Pick, Project, Review
from projects.said import said

RUNS_PER_PAGE = 10
BAR_PITCH = 7
CLOSED = "none"
"""The name of no phase: a person has folded the map."""
PHASES: dict[str, Promise] = {
    "intake": gettext_lazy("Intake"),
    "rescue": gettext_lazy("Rescue"),
    "instrumental": gettext_lazy("Instrumental"),
    "mix": gettext_lazy("Mix"),
    "master": gettext_lazy("Master"),
    "video": gettext_lazy("Video"),
    "release": gettext_lazy("Release"),
}
MADE_HERE = ("intake", "instrumental", "mix", "master", "video")
OTHER_RUNS: dict[str, Promise] = {
    "check": gettext_lazy("First listen"),
    "diagnose": gettext_lazy("Look into the sound"),
    "codecs": gettext_lazy("Hear it encoded"),
    "deliver": gettext_lazy("Deliverables"),
    "bring_in": gettext_lazy("Brought to its album"),
    "sequence": gettext_lazy("The album in one file"),
}


@dataclass(frozen=True)
class Phase:
    """A tile of the map. `state`: waiting, running, yours (a person's turn), done or failed.

    `fractions` are its stages' own, by number, so that a page can go on counting by itself.
    """

    name: str
    state: str
    words: str
    fraction: float = 0.0
    fractions: Mapping[int, float] = field(default_factory=dict)

    @property
    def label(self) -> Promise:
        return PHASES[self.name]

    @property
    def fractions_json(self) -> str:
        return json.dumps(self.fractions)


class ShownStage:
    """A stage as people read it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def title(self) -> str:
        """The kind in words, with the number or format that tells siblings apart."""
        kind = KINDS.get(self.stage.kind)
        label = str(kind.label) if kind else self.stage.kind.replace("_", " ").capitalize()
        which = re.search(r"-(\d+(?:x\d+)?)$", self.stage.name)
        return f"{label} {which[1].replace('x', ':')}" if which else label

    @property
    def fraction(self) -> float:
        return 1.0 if self.stage.state in FINISHED_WELL else self.stage.progress

    @property
    def percent(self) -> int:
        return int(self.fraction * 100)

    @property
    def shown_state(self) -> str:
        return "stalled" if self.stage.is_stalled else self.stage.state


@dataclass
class ShownRun:
    """`part` names the phase when these are only some of the run's stages."""

    run: Run
    stages: list[ShownStage] = field(default_factory=list)
    part: str = ""

    @property
    def name(self) -> str:
        return self.part or self.run.recipe

    @property
    def label(self) -> str:
        return str({**PHASES, **OTHER_RUNS}.get(self.name, self.name))

    @property
    def fraction(self) -> float:
        return sum(stage.fraction for stage in self.stages) / len(self.stages) if self.stages else 0.0

    @property
    def cost(self) -> float:
        return float(sum(stage.stage.cost for stage in self.stages))

    @property
    def seconds(self) -> float:
        return sum(stage.stage.seconds for stage in self.stages)

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
            title = f"{one.title}: {began:%H:%M:%S}, {long_s:.1f} s"
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
    return _shown(project.runs.filter(Q(state=Run.State.RUNNING) | Q(pk__in=newest)))


def all_runs_of(project: Project, before: int | None = None) -> list[ShownRun]:
    """Everything that was done, a page of it at a time, the newest first; `before` is a run's number."""
    rows = project.runs.filter(pk__lt=before) if before else project.runs.all()
    return _shown(rows, RUNS_PER_PAGE)


def intake_of(project: Project) -> ShownRun | None:
    """The newest intake with all that it heard."""
    run = project.runs.filter(recipe="intake").prefetch_related("stages").order_by("-pk").first()
    return ShownRun(run, [ShownStage(stage) for stage in run.stages.all()]) if run else None


def _shown(rows: QuerySet[Run], most: int | None = None) -> list[ShownRun]:
    # Plans and results are large and shown one stage at a time.
    slim = Stage.objects.order_by("position").defer("traceback", "provenance", "log", "params", "result", "inputs")
    stages = Prefetch("stages", slim)
    runs = rows.select_related("by").prefetch_related(stages).order_by("-pk")[:most]
    return [ShownRun(run, [ShownStage(stage) for stage in run.stages.all()]) for run in runs]


def open_phase(phases: list[Phase], asked: str) -> str:
    """Which phase lies open: the one that was asked for, else where something happens or a person is needed."""
    if asked == CLOSED or asked in PHASES:
        return asked
    for state in ("running", "failed", "yours"):
        if found := [phase.name for phase in phases if phase.state == state]:
            return found[-1]
    return CLOSED


def runs_in_phase(name: str, runs: list[ShownRun]) -> list[ShownRun]:
    """What is shown of an open phase: everything under way, else its newest run."""
    mine = [shown for shown in runs if shown.name == name]
    return [shown for shown in mine if shown.run.state == Run.State.RUNNING] or mine[:1]


def newest_per_recipe(runs: list[ShownRun]) -> dict[str, ShownRun]:
    newest: dict[str, ShownRun] = {}
    for shown in runs:
        newest.setdefault(shown.run.recipe, shown)
    return newest


def is_held(runs: list[ShownRun]) -> bool:
    """Whether something of the song waits in a queue that the label has paused."""
    waiting = {s.stage.queue for shown in runs for s in shown.stages if s.stage.state == Stage.State.QUEUED}
    return bool(waiting) and not waiting.isdisjoint(queues.paused())


def phases_of(project: Project, runs: list[ShownRun]) -> list[Phase]:
    """The map of a song made here; `rescue_map` draws that of a rescued one."""
    newest = newest_per_recipe(runs)
    picked = set(Pick.objects.filter(project=project).values_list("phase", flat=True))
    waiting = project.reviews.filter(state=Review.State.OPEN).exists()
    phases = [_phase(name, newest.get(name), project, picked, waiting) for name in MADE_HERE]
    return [*phases, release_phase(project, waiting)]


def _phase(name: str, shown: ShownRun | None, project: Project, picked: set[str], waiting: bool) -> Phase:
    if shown is None:
        brought = name == "instrumental" and name in picked
        return Phase(name, "done", _("brought along"), 1.0) if brought else Phase(name, "waiting", _("not yet"))
    run = shown.run
    if run.state == Run.State.RUNNING:
        fractions = {one.stage.pk: round(one.fraction, 4) for one in shown.stages}
        return Phase(name, "running", shown.now, shown.fraction, fractions)
    if run.state == Run.State.FAILED:
        return Phase(name, "failed", _("needs a look"), shown.fraction)
    if run.state == Run.State.CANCELLED:
        return Phase(name, "failed", _("cancelled"), shown.fraction)
    if name == "intake" and tempo_question(shown):
        return Phase(name, "yours", _("tell us the tempo"), 1.0)
    if name == "instrumental" and "instrumental" not in picked:
        return Phase(name, "yours", _("pick a candidate"), 1.0)
    if name == "master" and waiting:
        return Phase(name, "done", _("waiting for the label"), 1.0)
    return Phase(name, "done", _("done"), 1.0)


def release_phase(project: Project, waiting: bool) -> Phase:
    words = {
        Project.State.APPROVED: _("approved"),
        Project.State.RELEASED: _("released"),
        Project.State.CHANGES_REQUESTED: _("changes requested"),
    }
    state = Project.State(project.state)
    if state in words:
        return Phase("release", "yours" if state == Project.State.CHANGES_REQUESTED else "done", words[state], 0.0)
    return Phase("release", "waiting", _("in review") if waiting else _("not yet"))


def tempo_question(intake: ShownRun | None) -> dict[str, Any] | None:
    """What the intake heard when it is not sure of the tempo and nobody has said it; None when all is clear."""
    if intake is None or intake.run.state != Run.State.DONE:
        return None
    project = intake.run.project
    asked = project.events.filter(type="tempo.asked", data__run=intake.run.pk).exists()
    if not asked or project.runs.filter(recipe="instrumental").exists():
        return None
    plan = next((s.stage.result for s in intake.stages if s.stage.kind == "plan_song"), None)
    tempo: dict[str, Any] | None = plan["tempo"] if plan else None
    return tempo


def made_by(project: Project) -> dict[Any, Stage]:
    """Asset id -> the stage that made it, for everything people may listen to."""
    kinds = [Asset.Kind.CANDIDATE, Asset.Kind.MIX, Asset.Kind.MASTER, Asset.Kind.VIDEO]
    stages = Stage.objects.filter(run__project=project, outputs__asset__kind__in=kinds).distinct()
    rows = stages.prefetch_related("outputs").order_by("pk")
    return {output.asset_id: stage for stage in rows for output in stage.outputs.all()}
