"""The map of a rescued song: one run does it all, and people see it as three phases."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from processing.making import Phase, made_before, release_phase, under_way
from processing.models import Run, Stage
from processing.shown_runs import ShownRun
from processing.states import FINISHED_WELL
from projects.models import Project, Review

PARTS = ("rescue", "mix", "master")
PART_OF = {"console": "mix", "mix": "mix", "mix-check": "mix", "master": "master", "master-check": "master"}


def parts_of(runs: Iterable[ShownRun]) -> list[ShownRun]:
    """Every rescue as one part per phase, each with its own stages; other runs as they are."""
    found: list[ShownRun] = []
    for shown in runs:
        if shown.run.recipe != "rescue":
            found.append(shown)
            continue
        for part in PARTS:
            own = [one for one in shown.stages if PART_OF.get(one.stage.name, "rescue") == part]
            found.append(replace(shown, stages=own, part=part))
    return found


def phases_of(project: Project, runs: list[ShownRun]) -> list[Phase]:
    """`runs` in parts, as `parts_of` gives them."""
    waiting = project.reviews.filter(state=Review.State.OPEN).exists()
    made = made_before(project, runs)
    return [*(_phase(name, runs, waiting, made) for name in PARTS), release_phase(project, waiting)]


def _phase(name: str, runs: list[ShownRun], waiting: bool, made: set[str]) -> Phase:
    """One phase by the newest work on it. `waiting`: whether the label has been asked about a master."""
    mine = [shown for shown in runs if shown.name == name]
    if not mine:
        return Phase(name, "waiting", _("not yet"))
    shown = max(mine, key=lambda one: one.run.pk)
    states = {one.stage.state for one in shown.stages}
    if states <= set(FINISHED_WELL):
        return Phase(name, "done", _("waiting for the label") if name == "master" and waiting else _("done"), 1.0)
    if Stage.State.FAILED in states:
        return Phase(name, "failed", _("needs a look"), shown.fraction)
    if shown.run.state == Run.State.CANCELLED:
        return Phase(name, "failed", _("cancelled"), shown.fraction)
    # A mix or a master of its own was made from a rescue that was done.
    again = not made.isdisjoint({"rescue", name})
    if states <= {Stage.State.WAITING, Stage.State.SKIPPED}:
        return Phase(name, "done", _("another one follows"), 1.0) if again else Phase(name, "waiting", _("not yet"))
    return under_way(name, shown, again=again)
