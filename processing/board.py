"""The jobs page: who works, what waits and in which order, what failed and why, and what it costs.

The label's staff see every song, so nothing here asks whose it is. Every list has an end, and the number of queries
does not depend on how much there is.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from processing.costs import Budget, month_budget
from processing.models import Priority, QueueState, Run, Stage
from processing.pipeline import crew
from processing.pipeline.crew import SeenWorker
from processing.shown_runs import ShownRun, ShownStage
from processing.states import ACTIVE, FINISHED_WELL

WAITING_SHOWN = 25
OPEN_RUNS = 20
OVER_RUNS = 15
GROUPS = 15
FAILURES_PAGE = 50
RECENT = timedelta(days=7)
HEAVY = ("traceback", "provenance", "log", "result", "params", "inputs")


@dataclass(frozen=True)
class ShownQueue:
    """`waiting` are the first in turn; `count` is all of them."""

    name: str
    state: QueueState | None
    count: int
    waiting: list[ShownStage]

    @property
    def is_paused(self) -> bool:
        return self.state is not None and self.state.paused_at is not None

    @property
    def more(self) -> int:
        return self.count - len(self.waiting)


@dataclass(frozen=True)
class ShownWorker:
    """A worker and the stage it does; `seen` is None for one that only the stage's row knows."""

    name: str
    seen: SeenWorker | None
    doing: ShownStage | None

    @property
    def is_late(self) -> bool:
        return self.seen.is_late if self.seen else bool(self.doing and self.doing.stage.is_stalled)


@dataclass(frozen=True)
class FailureGroup:
    """Stages that failed for the same reason, in runs that nobody has started anew since."""

    code: str
    words: str
    stages: int
    songs: int
    newest: datetime | None


@dataclass(frozen=True)
class OpenRun:
    run: Run
    done: int = 0
    stages: int = 0
    cost: Decimal = Decimal(0)
    seconds: float = 0.0

    @cached_property
    def label(self) -> str:
        return ShownRun(self.run).label

    @property
    def fraction(self) -> float:
        return self.done / self.stages if self.stages else 0.0


@dataclass(frozen=True)
class Board:
    tallies: dict[str, int]
    cost: Decimal
    budget: Budget | None
    queues: list[ShownQueue]
    workers: list[ShownWorker]
    redis_is_away: bool
    failures: list[FailureGroup]


@dataclass(frozen=True)
class Runs:
    """Runs under way, the most urgent first, and those that are over, the newest first."""

    open: list[OpenRun]
    over: list[OpenRun]
    # In words once, not again for every run that offers them.
    priorities: list[tuple[int, str]] = field(
        default_factory=lambda: [(level, str(name)) for level, name in Priority.choices]
    )


def board() -> Board:
    counts = _counts()
    seen = crew.seen()
    return Board(
        tallies={state: sum(n for (one, _queue), n in counts.items() if one == state) for state in (*ACTIVE, "failed")},
        cost=Stage.objects.filter(finished_at__gte=timezone.now() - RECENT).aggregate(all=Sum("cost"))["all"]
        or Decimal(0),
        budget=month_budget(),
        queues=shown_queues(counts),
        workers=_workers(seen or []),
        redis_is_away=seen is None,
        failures=failure_groups(),
    )


def _counts() -> dict[tuple[str, str], int]:
    rows = Stage.objects.filter(state__in=(*ACTIVE, Stage.State.FAILED)).order_by().values_list("state", "queue")
    return {(state, queue): n for state, queue, n in rows.annotate(n=Count("pk"))}


def shown_queues(counts: dict[tuple[str, str], int] | None = None) -> list[ShownQueue]:
    counts = _counts() if counts is None else counts
    states = {state.name: state for state in QueueState.objects.select_related("paused_by")}
    return [
        ShownQueue(name, states.get(name), counts.get(("queued", name), 0), waiting_in(name))
        for name in settings.RQ_QUEUES
    ]


def waiting_in(queue: str, limit: int = WAITING_SHOWN) -> list[ShownStage]:
    rows = Stage.objects.filter(state=Stage.State.QUEUED, queue=queue).in_turn()
    return [ShownStage(stage) for stage in rows.select_related("run__project__artist").defer(*HEAVY)[:limit]]


def _workers(seen: list[SeenWorker]) -> list[ShownWorker]:
    """Those that Redis knows, idle ones too, and those that hold a stage although nobody has heard of them."""
    running = Stage.objects.filter(state=Stage.State.RUNNING).select_related("run__project__artist")
    stages = {stage.pk: ShownStage(stage) for stage in running.defer(*HEAVY)}
    by_name = {shown.stage.worker: pk for pk, shown in stages.items()}
    rows = []
    for one in seen:
        doing = stages.pop(one.stage or by_name.get(one.name, 0), None)
        rows.append(ShownWorker(one.name, one, doing))
    return [*rows, *(ShownWorker(shown.stage.worker or "–", None, shown) for shown in stages.values())]


def shown_runs() -> Runs:
    runs = Run.objects.select_related("project__artist", "by")
    busy = list(runs.filter(state=Run.State.RUNNING).order_by("-priority", "-pk")[:OPEN_RUNS])
    over = list(runs.exclude(state=Run.State.RUNNING).order_by("-pk")[:OVER_RUNS])
    figures = _figures([*busy, *over])
    shown = {run.pk: OpenRun(run, *figures.get(run.pk, ())) for run in (*busy, *over)}
    return Runs([shown[run.pk] for run in busy], [shown[run.pk] for run in over])


def _figures(runs: list[Run]) -> dict[int, list[Any]]:
    """What the stages of each run come to, where it has any, in the order of `OpenRun`."""
    stages = Stage.objects.filter(run__in=[run.pk for run in runs]).order_by().values("run")
    well = Count("pk", filter=Q(state__in=FINISHED_WELL))
    rows = stages.annotate(done=well, stages=Count("pk"), cost=Sum("cost"), seconds=Sum("seconds"))
    return {run: figures for run, *figures in rows.values_list("run", "done", "stages", "cost", "seconds")}


def open_failures() -> QuerySet[Stage]:
    """What failed and still stands: nobody has run that recipe of that song again since."""
    again = Run.objects.filter(
        project=OuterRef("run__project"), recipe=OuterRef("run__recipe"), pk__gt=OuterRef("run_id")
    )
    return Stage.objects.filter(~Exists(again), state=Stage.State.FAILED, run__state=Run.State.FAILED)


def failure_groups() -> list[FailureGroup]:
    rows = open_failures().order_by().values("error_code")
    figures = rows.annotate(
        stages=Count("pk"),
        songs=Count("run__project", distinct=True),
        words=Max("error_words"),
        newest=Max("finished_at"),
    )
    return [
        FailureGroup(row["error_code"], row["words"], row["stages"], row["songs"], row["newest"])
        for row in figures.order_by("-stages", "error_code")[:GROUPS]
    ]


def failures_with(code: str, before: int = 0) -> list[ShownStage]:
    """A page of one group, newest first, below the stage numbered `before`."""
    rows = open_failures().filter(error_code=code).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    return [ShownStage(stage) for stage in rows.select_related("run__project__artist").defer(*HEAVY)[:FAILURES_PAGE]]
