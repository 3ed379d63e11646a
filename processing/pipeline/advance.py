"""What may start now, what can no longer start, and whether the run is over. Safe to call at any time, by anyone."""

from django.db import transaction
from django.utils import timezone

from processing.models import Run, Stage
from processing.pipeline import queues, turns
from processing.pipeline.outcome import facts
from processing.signals import run_finished
from processing.states import FINISHED_WELL, SETTLED
from projects import events
from projects.machine import move


def run(run: Run) -> None:
    stages = {stage.name: stage for stage in run.stages.select_related("run__project")}
    # In graph order, so that a failure runs down the whole branch in one pass.
    for stage in stages.values():
        if stage.state == Stage.State.WAITING:
            _step(stage, [stages[name] for name in stage.needs])
    if all(stage.state in SETTLED for stage in stages.values()):
        _close(run, list(stages.values()))


def _step(stage: Stage, parents: list[Stage]) -> None:
    broken = next((p for p in parents if p.state in SETTLED and p.state not in FINISHED_WELL), None)
    if broken is not None:
        words = f"Skipped because “{broken.name}” did not finish."
        with transaction.atomic():
            if move(stage, to=Stage.State.SKIPPED, error_code="stage.parent_failed", error_words=words):
                events.record(stage.run.project, "stage.skipped", **facts(stage))
    elif all(p.state in FINISHED_WELL for p in parents):
        with transaction.atomic():
            if move(stage, to=Stage.State.QUEUED, queued_at=timezone.now(), place=turns.last(stage.run)):
                events.record(stage.run.project, "stage.queued", **facts(stage))
                transaction.on_commit(lambda: queues.push(stage))


def _close(run: Run, stages: list[Stage]) -> None:
    """Exactly one caller closes the run and lets the song go on, in the same transaction."""
    fresh = Run.objects.select_related("project").get(pk=run.pk)
    if fresh.state != Run.State.RUNNING:
        return
    states = {stage.state for stage in stages}
    good = states <= set(FINISHED_WELL)
    to = Run.State.DONE if good else Run.State.FAILED if Stage.State.FAILED in states else Run.State.CANCELLED
    with transaction.atomic():
        if move(fresh, to=to, finished_at=timezone.now()):
            events.record(fresh.project, f"run.{to.value}", run=fresh.pk, recipe=fresh.recipe)
            run_finished.send(Run, run=fresh)
