"""Run the queued stages here: the headless way through the same stages.

Stages that do not wait for each other run side by side in forked copies of this process, one per core; a single
queued stage runs in this process itself. The database is the truth either way.
"""

import os
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from django.db import connections

from processing.models import Run, Stage
from processing.pipeline import advance, reuse, warm
from processing.pipeline.fingerprint import fingerprint
from processing.pipeline.worker import run_stage
from processing.signals import stage_told

Watch = Callable[[Stage], None]
POLL_S = 0.05


def run_to_end(run: Run, watch: Watch = lambda _stage: None, *, side_by_side: int = 1) -> Run:
    """Work off a run's stages in graph order until nothing is left to do; `watch` sees each before it starts."""
    while stages := list(run.stages.filter(state=Stage.State.QUEUED).order_by("position")[:side_by_side]):
        if len(stages) == 1:
            watch(stages[0])
            run_stage(stages[0].pk)
        else:
            _together(run, watch, side_by_side)
    run.refresh_from_db()
    return run


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _together(run: Run, watch: Watch, side_by_side: int) -> None:
    """Keep that many stages at work until none is queued and all have come home."""
    working: dict[int, BaseProcess] = {}
    told: dict[int, float] = {}
    while True:
        taken = [*working]
        queued = run.stages.filter(state=Stage.State.QUEUED).exclude(pk__in=taken).order_by("position")
        chosen = list(queued[: side_by_side - len(working)])
        for stage in chosen:
            watch(stage)
            if _was_made_before(stage):
                run_stage(stage.pk)
            else:
                working[stage.pk] = _start(stage.pk)
        if not working and not chosen:
            return
        if working:
            time.sleep(POLL_S)
        for stage in Stage.objects.filter(pk__in=working):
            if stage.progress != told.get(stage.pk):
                told[stage.pk] = stage.progress
                stage_told.send(Stage, stage=stage)
        for pk in [pk for pk, child in working.items() if not child.is_alive()]:
            working.pop(pk).join()
            _give_up_if_dead(pk)


def _was_made_before(stage: Stage) -> bool:
    """Whether it will be taken over: that is no work for a process of its own, nor a reason to load anything."""
    stage.fingerprint = fingerprint(stage)
    return reuse.donor_of(stage) is not None


def _start(stage_id: int) -> BaseProcess:
    warm.load_all()
    # The child must not share a connection with its parent.
    connections.close_all()
    child = get_context("fork").Process(target=run_stage, args=(stage_id,))
    child.start()
    return child


def _give_up_if_dead(stage_id: int) -> None:
    """A child that was killed leaves its stage running; nobody else would ever finish it."""
    words = "The process doing this step was killed. Is there enough memory?"
    lost = Stage.objects.filter(pk=stage_id, state__in=(Stage.State.RUNNING, Stage.State.QUEUED))
    if lost.update(state=Stage.State.FAILED, error_code="worker.lost", error_words=words):
        advance.run(Stage.objects.select_related("run").get(pk=stage_id).run)
