"""What the room shows of the work: the phases of one song, and what lies open of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from processing.models import Run, Stage
from processing.pipeline import queues
from processing.shown_runs import PHASES, ShownRun, newest_per_recipe
from processing.standing import shut_queues, standing_of
from projects.models import Pick, Project, Review

CLOSED = "none"
"""The name of no phase: a person has folded the map."""
MADE_HERE = ("intake", "instrumental", "mix", "master", "video")


@dataclass(frozen=True)
class Phase:
    """A tile of the map. `state`: waiting, running, yours (a person's turn), done or failed.

    `fractions` are its stages' own, by number, so that a page can go on counting by itself. A phase that was done
    stays so while another version is made.
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
    def is_at_work(self) -> bool:
        return self.state == "running" or bool(self.fractions)

    @property
    def fractions_json(self) -> str:
        return json.dumps(self.fractions)


def open_phase(phases: list[Phase], asked: str) -> str:
    """Which phase lies open: the one that was asked for, else where something happens or a person is needed."""
    if asked == CLOSED or asked in PHASES:
        return asked
    if busy := [phase.name for phase in phases if phase.is_at_work]:
        return busy[-1]
    for state in ("failed", "yours"):
        if found := [phase.name for phase in phases if phase.state == state]:
            return found[-1]
    return CLOSED


def runs_in_phase(name: str, runs: list[ShownRun]) -> list[ShownRun]:
    """What is shown of an open phase: everything under way, else its newest run."""
    mine = [shown for shown in runs if shown.name == name]
    return [shown for shown in mine if shown.run.state == Run.State.RUNNING] or mine[:1]


def is_held(runs: list[ShownRun]) -> bool:
    """Whether something of the song waits in a queue that the label has paused."""
    waiting = {s.stage.queue for shown in runs for s in shown.stages if s.stage.state == Stage.State.QUEUED}
    return bool(waiting) and not waiting.isdisjoint(queues.paused())


def phases_of(project: Project, runs: list[ShownRun]) -> list[Phase]:
    """The map of a song made here; `rescue_map` draws that of a rescued one."""
    newest = newest_per_recipe(runs)
    picked = set(Pick.objects.filter(project=project).values_list("phase", flat=True))
    waiting = project.reviews.filter(state=Review.State.OPEN).exists()
    made = made_before(project, runs)
    phases = [_phase(name, newest.get(name), project, picked, waiting, made) for name in MADE_HERE]
    return [*phases, release_phase(project, waiting)]


def made_before(project: Project, runs: list[ShownRun]) -> set[str]:
    """The recipes that this song has finished versions of; asked only while something is under way."""
    if all(shown.run.state != Run.State.RUNNING for shown in runs):
        return set()
    return set(project.runs.filter(state=Run.State.DONE).order_by().values_list("recipe", flat=True))


def under_way(name: str, shown: ShownRun, *, again: bool, finished: str = "done") -> Phase:
    """A phase whose newest run is under way; `again`: there are finished versions, which stay `finished`."""
    stages = [(one.stage.state, one.stage.queue) for one in shown.stages]
    stand = standing_of(shown.run, stages, shut_queues())
    words = {"paused": _("paused"), "queued": _("waits for its turn")}.get(stand.state, "")
    fractions = {one.stage.pk: round(one.fraction, 4) for one in shown.stages}
    if again:
        said = _("another one waits: {why}").format(why=words) if words else _("another one is being made")
        return Phase(name, finished, said, shown.fraction, {} if words else fractions)
    if words and not shown.fraction:
        return Phase(name, "waiting", words)
    return Phase(name, "running", words or shown.now, shown.fraction, fractions)


def _phase(
    name: str, shown: ShownRun | None, project: Project, picked: set[str], waiting: bool, made: set[str]
) -> Phase:
    if shown is None:
        brought = name == "instrumental" and name in picked
        return Phase(name, "done", _("brought along"), 1.0) if brought else Phase(name, "waiting", _("not yet"))
    run = shown.run
    if run.state == Run.State.RUNNING:
        finished = "yours" if name == "instrumental" and name not in picked else "done"
        return under_way(name, shown, again=name in made, finished=finished)
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
