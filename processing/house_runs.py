"""Runs of the whole house for the jobs page: what is under way, what is over, and what each has cost."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from processing.models import Priority, Run, Stage
from processing.shown_runs import HEAVY, ShownRun
from processing.standing import Standing, shut_queues, standing_of
from processing.states import FINISHED_WELL

OPEN_RUNS = 20
OVER_RUNS = 15


@dataclass(frozen=True)
class OpenRun:
    run: Run
    done: int = 0
    stages: int = 0
    cost: Decimal = Decimal(0)
    seconds: float = 0.0
    begun: float = 0.0
    """What the stages that are being worked on have done of themselves, in stages."""
    standing: Standing | None = None

    @cached_property
    def label(self) -> str:
        return ShownRun(self.run).label

    @property
    def fraction(self) -> float:
        return (self.done + self.begun) / self.stages if self.stages else 0.0


@dataclass(frozen=True)
class Runs:
    """Runs under way, the most urgent first, and those that are over, the newest first."""

    open: list[OpenRun]
    over: list[OpenRun]
    # In words once, not again for every run that offers them.
    priorities: list[tuple[int, str]] = field(
        default_factory=lambda: [(level, str(name)) for level, name in Priority.choices]
    )


def shown_runs() -> Runs:
    runs = Run.objects.select_related("project__artist", "by")
    busy = list(runs.filter(state=Run.State.RUNNING).order_by("-priority", "-pk")[:OPEN_RUNS])
    over = list(runs.exclude(state=Run.State.RUNNING).order_by("-pk")[:OVER_RUNS])
    figures = _figures([*busy, *over])
    shown = {run.pk: OpenRun(run, *figures.get(run.pk, ())) for run in (*busy, *over)}
    for stage in Stage.objects.filter(run__in=busy, state=Stage.State.RUNNING).defer(*HEAVY):
        one = shown[stage.run_id]
        cost, seconds = one.cost + stage.cost_so_far - stage.cost, one.seconds + stage.seconds_so_far - stage.seconds
        shown[stage.run_id] = replace(one, cost=cost, seconds=seconds)
    for pk, stand in _standings([*busy, *over]).items():
        shown[pk] = replace(shown[pk], standing=stand)
    return Runs([shown[run.pk] for run in busy], [shown[run.pk] for run in over])


def _standings(runs: list[Run]) -> dict[int, Standing]:
    kinds: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Stage.objects.filter(run__in=[run.pk for run in runs]).order_by().values_list("run", "state", "queue")
    for run, state, queue in rows.distinct():
        kinds[run].append((state, queue))
    shut = shut_queues()
    return {run.pk: standing_of(run, kinds[run.pk], shut) for run in runs}


def _figures(runs: list[Run]) -> dict[int, list[Any]]:
    """What the stages of each run come to, where it has any, in the order of `OpenRun`."""
    stages = Stage.objects.filter(run__in=[run.pk for run in runs]).order_by().values("run")
    well = Count("pk", filter=Q(state__in=FINISHED_WELL))
    begun = Coalesce(Sum("progress", filter=Q(state=Stage.State.RUNNING)), 0.0)
    rows = stages.annotate(done=well, stages=Count("pk"), cost=Sum("cost"), seconds=Sum("seconds"), begun=begun)
    return {run: figures for run, *figures in rows.values_list("run", "done", "stages", "cost", "seconds", "begun")}
