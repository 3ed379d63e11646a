"""The jobs page: what runs, what waits, what failed, who works and what it costs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, Sum
from django.utils import timezone

from artists.models import User
from processing.making import ShownRun, ShownStage
from processing.models import Run, Stage

OPEN_RUNS = 40
OVER_RUNS = 30
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Board:
    open: list[ShownRun]
    failed: list[ShownRun]
    over: list[ShownRun]
    tallies: dict[str, Any]
    queues: list[tuple[str, int]]
    workers: list[Stage]


def board_for(user: User) -> Board:
    runs = Run.objects.visible_to(user).select_related("project__artist", "by")
    stages = Prefetch("stages", Stage.objects.order_by("position").defer("traceback", "provenance", "log"))
    runs = runs.prefetch_related(stages).order_by("-priority", "-pk")
    mine = Stage.objects.visible_to(user)
    return Board(
        open=_shown(runs.filter(state=Run.State.RUNNING)[:OPEN_RUNS]),
        failed=_shown(runs.filter(state=Run.State.FAILED).order_by("-pk")[:OVER_RUNS]),
        over=_shown(runs.filter(state__in=(Run.State.DONE, Run.State.CANCELLED)).order_by("-pk")[:OVER_RUNS]),
        tallies=_tallies(mine),
        queues=_queues(mine),
        workers=list(mine.filter(state=Stage.State.RUNNING).select_related("run__project").order_by("worker")),
    )


def _shown(rows: Any) -> list[ShownRun]:
    return [ShownRun(run, [ShownStage(stage) for stage in run.stages.all()]) for run in rows]


def _tallies(stages: Any) -> dict[str, Any]:
    since = timezone.now() - RECENT
    counts: dict[str, Any] = stages.aggregate(
        running=Count("pk", filter=Q(state=Stage.State.RUNNING)),
        queued=Count("pk", filter=Q(state=Stage.State.QUEUED)),
        waiting=Count("pk", filter=Q(state=Stage.State.WAITING)),
        failed=Count("pk", filter=Q(state=Stage.State.FAILED)),
        cost=Sum("cost", filter=Q(finished_at__gte=since)),
        seconds=Sum("seconds", filter=Q(finished_at__gte=since)),
    )
    return counts


def _queues(stages: Any) -> list[tuple[str, int]]:
    waiting = stages.filter(state=Stage.State.QUEUED).values_list("queue").annotate(n=Count("pk"))
    return [(queue, dict(waiting).get(queue, 0)) for queue in ("cpu", "gpu")]
