"""Stages that failed and still stand, gathered by their cause: for the jobs page, and for bulk retry."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from processing.models import Run, Stage
from processing.shown_runs import ShownStage, in_lists

GROUPS = 15
FAILURES_PAGE = 50


@dataclass(frozen=True)
class FailureGroup:
    """Stages that failed for the same reason, in runs that have not been made good since."""

    code: str
    words: str
    stages: int
    songs: int
    newest: datetime | None


def open_failures() -> QuerySet[Stage]:
    """What failed and still stands. The same work asked for again, done or under way, makes up for it; other work of
    that song does not: somebody still waits for what they asked for."""
    again = Run.objects.filter(
        project=OuterRef("run__project"),
        recipe=OuterRef("run__recipe"),
        params=OuterRef("run__params"),
        pk__gt=OuterRef("run_id"),
        state__in=(Run.State.RUNNING, Run.State.DONE),
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
    return [ShownStage(stage) for stage in in_lists(rows)[:FAILURES_PAGE]]
