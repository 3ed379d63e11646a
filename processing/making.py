"""What the room shows of the work: phases, runs and stages of one song, read in a fixed number of queries."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processing.models import Run, Stage
from processing.stages.table import KINDS
from processing.states import ACTIVE, FINISHED_WELL, SETTLED
from projects.models import Asset, Pick, Project, Review

RUNS_SHOWN = 12
PHASES: dict[str, Promise] = {
    "intake": gettext_lazy("Intake"),
    "instrumental": gettext_lazy("Instrumental"),
    "mix": gettext_lazy("Mix"),
    "master": gettext_lazy("Master"),
    "video": gettext_lazy("Video"),
    "release": gettext_lazy("Release"),
}


@dataclass(frozen=True)
class Phase:
    """A tile of the map. `state`: waiting, running, yours (a person's turn), done or failed."""

    name: str
    state: str
    words: str
    fraction: float = 0.0

    @property
    def label(self) -> Promise:
        return PHASES[self.name]


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

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Parameters that fit on a line each; whole plans are left to their own page."""
        return [
            (name.replace("_", " "), "" if value is None else str(value))
            for name, value in self.stage.params.items()
            if not isinstance(value, dict | list) and len(str(value)) < 120
        ]


@dataclass
class ShownRun:
    run: Run
    stages: list[ShownStage] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(PHASES.get(self.run.recipe, self.run.recipe))

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
        return busy.message if busy else ""


def runs_of(project: Project) -> list[ShownRun]:
    """The newest runs first."""
    stages = Prefetch("stages", Stage.objects.order_by("position").defer("traceback", "provenance"))
    rows = project.runs.select_related("by").prefetch_related(stages).order_by("-pk")[:RUNS_SHOWN]
    return [ShownRun(run, [ShownStage(stage) for stage in run.stages.all()]) for run in rows]


def newest_per_recipe(runs: list[ShownRun]) -> dict[str, ShownRun]:
    newest: dict[str, ShownRun] = {}
    for shown in runs:
        newest.setdefault(shown.run.recipe, shown)
    return newest


def phases_of(project: Project, runs: list[ShownRun]) -> list[Phase]:
    newest = newest_per_recipe(runs)
    picked = set(Pick.objects.filter(project=project).values_list("phase", flat=True))
    waiting = project.reviews.filter(state=Review.State.OPEN).exists()
    phases = [_phase(name, newest.get(name), project, picked, waiting) for name in PHASES if name != "release"]
    return [*phases, _release(project, waiting)]


def _phase(name: str, shown: ShownRun | None, project: Project, picked: set[str], waiting: bool) -> Phase:
    if shown is None:
        return Phase(name, "waiting", _("not yet"))
    run = shown.run
    if run.state == Run.State.RUNNING:
        return Phase(name, "running", shown.now, shown.fraction)
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


def _release(project: Project, waiting: bool) -> Phase:
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
