"""Run the queued stages here, one after the other: the headless way through the same stages."""

from collections.abc import Callable

from processing.models import Run, Stage
from processing.pipeline.worker import run_stage


def run_to_end(run: Run, watch: Callable[[Stage], None] = lambda _stage: None) -> Run:
    """Work off a run's stages in graph order until nothing is left to do; `watch` sees each before it starts."""
    while (stage := run.stages.filter(state=Stage.State.QUEUED).order_by("position").first()) is not None:
        watch(stage)
        run_stage(stage.pk)
    run.refresh_from_db()
    return run
