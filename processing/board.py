"""The jobs page: who works, what waits and in which order, what failed and why, and what it costs.

The label's staff see every song, so nothing here asks whose it is. Every list has an end, and the number of queries
does not depend on how much there is.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone

from processing.costs import Budget, month_budget
from processing.failures import FailureGroup, failure_groups, open_failures
from processing.models import QueueState, Stage
from processing.pipeline import crew
from processing.pipeline.crew import SeenWorker
from processing.shown_runs import ShownStage, in_lists
from processing.states import ACTIVE

WAITING_SHOWN = 25
RECENT = timedelta(days=7)


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
class Board:
    tallies: dict[str, int]
    cost: Decimal
    budget: Budget | None
    queues: list[ShownQueue]
    workers: list[ShownWorker]
    redis_is_away: bool
    failures: list[FailureGroup]


def board() -> Board:
    counts = _counts()
    seen = crew.seen()
    tallies = {state: sum(n for (one, _queue), n in counts.items() if one == state) for state in ACTIVE}
    return Board(
        tallies={**tallies, "failed": open_failures().count()},
        cost=Stage.objects.filter(finished_at__gte=timezone.now() - RECENT).aggregate(all=Sum("cost"))["all"]
        or Decimal(0),
        budget=month_budget(),
        queues=shown_queues(counts),
        workers=_workers(seen or []),
        redis_is_away=seen is None,
        failures=failure_groups(),
    )


def _counts() -> dict[tuple[str, str], int]:
    rows = Stage.objects.filter(state__in=ACTIVE).order_by().values_list("state", "queue")
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
    return [ShownStage(stage) for stage in in_lists(rows)[:limit]]


def _workers(seen: list[SeenWorker]) -> list[ShownWorker]:
    """Those that Redis knows, idle ones too, and those that hold a stage although nobody has heard of them."""
    running = in_lists(Stage.objects.filter(state=Stage.State.RUNNING))
    stages = {stage.pk: ShownStage(stage) for stage in running}
    by_name = {shown.stage.worker: pk for pk, shown in stages.items()}
    rows = []
    for one in seen:
        doing = stages.pop(one.stage or by_name.get(one.name, 0), None)
        rows.append(ShownWorker(one.name, one, doing))
    return [*rows, *(ShownWorker(shown.stage.worker or "–", None, shown) for shown in stages.values())]
