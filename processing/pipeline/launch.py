"""Start, cancel and retry work: rows first, in one transaction; the queue hears of it after commit."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from artists.models import User
from processing import costs, states
from processing.engines.catalogue import BY_KEY
from processing.engines.registry import choose
from processing.errors import StudioError
from processing.licences import gate
from processing.models import Priority, Run, Stage
from processing.pipeline import advance, queues, recipes
from processing.pipeline.fingerprint import helpers_of
from processing.pipeline.graph import Node
from processing.pipeline.outcome import facts
from processing.stages.table import kind_of
from projects import events
from projects.machine import move
from projects.models import Project


def start(
    project: Project, recipe: str, *, by: User | None, priority: int | None = None, here: bool = False, **params: Any
) -> Run:
    """Gate the licences, check the graph, write run and stages, and queue what is ready; `here`: the caller does it.

    Raises StudioError (`recipe.*`, `graph.*`, `licence.refused`, `budget.exceeded_*`) before anything is written.
    """
    nodes = recipes.build(project, recipe, params).ordered()
    engines = [_engine(node, params.get("engines", {})) for node in nodes]
    costs.require_budget(project, nodes)
    with transaction.atomic():
        if priority is None:
            priority = Priority.LOW if recipe in recipes.PATIENT else Priority.NORMAL
        run = Run.objects.create(project=project, recipe=recipe, params=params, priority=priority, by=by)
        rows = [_row(run, number, *both) for number, both in enumerate(zip(nodes, engines, strict=True))]
        for row in rows if here else ():
            row.queue = queues.HERE
        Stage.objects.bulk_create(rows)
        events.note("run.started", by=by, project=project, run=run.pk, recipe=recipe)
        events.record(project, "run.started", by=by, run=run.pk, recipe=recipe)
        transaction.on_commit(lambda: advance.run(run))
    return run


def _engine(node: Node, chosen: dict[str, str]) -> str:
    capability = kind_of(node.kind).capability
    if not capability:
        return ""
    asked = node.engine or chosen.get(capability, "")
    spec = choose(capability, asked, weights=settings.WEIGHTS_DIR, may_use=gate.may_use)
    gate.require(spec, sign_offs=settings.STUDIO_SIGN_OFFS)
    return spec.key


def _queue(node: Node | Stage, engine: str) -> str:
    """Decided once, when the run is planned: an engine that is quicker on a GPU goes there when a worker listens."""
    kind = kind_of(node.kind)
    specs = [*filter(None, [BY_KEY.get(engine)]), *helpers_of(node.kind)]
    wants_gpu = any(spec.queue == "gpu" for spec in specs) and queues.is_served("gpu")
    return "gpu" if wants_gpu else kind.queue


def _row(run: Run, number: int, node: Node, engine: str) -> Stage:
    return Stage(
        run=run,
        position=number,
        name=node.name,
        kind=node.kind,
        queue=_queue(node, engine),
        needs=list(node.needs),
        inputs={role: [str(pk) for pk in ids] for role, ids in node.inputs.items()},
        params=dict(node.params),
        engine=engine,
    )


def cancel(run: Run, *, by: User | None) -> None:
    """Stop what runs and drop what waits; finished stages stay. Raises StudioError `run.already_over`."""
    running: list[Stage] = []
    with transaction.atomic():
        for stage in run.stages.filter(state__in=states.ACTIVE):
            was_running = stage.state == Stage.State.RUNNING
            if move(stage, to=Stage.State.CANCELLED, given={"attempt": stage.attempt}, lease_until=None):
                events.record(run.project, "stage.cancelled", by=by, **facts(stage))
                running += [stage] if was_running else []
        if not running and run.state != Run.State.RUNNING:
            raise StudioError("run.already_over", "This run is already over.")
        events.note("run.cancelled", by=by, project=run.project, run=run.pk, recipe=run.recipe)
        transaction.on_commit(lambda: advance.run(run))
    for stage in running:
        queues.stop(stage)


# What a stage looks like before it is tried again.
BLANK: dict[str, Any] = {
    "error_code": "",
    "error_words": "",
    "traceback": "",
    "progress": 0.0,
    "message": "",
    "finished_at": None,
    "lease_until": None,
}


def retry_all(runs: Iterable[Run], *, by: User | None) -> int:
    """Try several again; those that cannot be are left as they are. How many were opened again."""
    opened = 0
    for run in runs:
        try:
            retry(run, by=by)
        except costs.OverBudget:
            raise
        except StudioError:
            continue
        opened += 1
    return opened


def retry(run: Run, *, by: User | None) -> None:
    """Open again what failed, was cancelled or skipped; what succeeded is kept. Raises `run.nothing_to_retry`."""
    with transaction.atomic():
        run.refresh_from_db()
        for stage in run.stages.filter(queue=queues.HERE):
            # The command that began it is over; workers go on with it.
            Stage.objects.filter(pk=stage.pk).update(queue=_queue(stage, stage.engine))
        broken = list(run.stages.filter(state__in=("failed", "cancelled", "skipped")))
        if not broken or run.state == Run.State.RUNNING:
            raise StudioError("run.nothing_to_retry", "Nothing in this run needs another try.")
        costs.require_budget(run.project, broken)
        for stage in broken:
            again: dict[str, Any] = {"attempt": F("attempt") + 1, "attempts_allowed": F("attempt") + 6}
            move(stage, to=Stage.State.WAITING, **BLANK, **again)
        move(run, to=Run.State.RUNNING, finished_at=None)
        events.note("run.retried", by=by, project=run.project, run=run.pk, recipe=run.recipe)
        events.record(run.project, "run.started", by=by, run=run.pk, recipe=run.recipe)
        transaction.on_commit(lambda: advance.run(run))
