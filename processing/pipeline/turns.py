"""Whose turn it is: the order of a queue, its pause, the urgency of runs. The rows are the order, RQ's list follows.

A stage's place is the moment it was queued, so that the first to come is the first to go. Urgent runs stand a whole
age before the others, and a person who moves a stage swaps places around; whoever comes later stays behind.
"""

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from artists.models import User
from processing.errors import StudioError
from processing.models import Priority, QueueState, Run, Stage
from processing.pipeline import queues
from processing.pipeline.outcome import facts
from projects import events, wire
from projects.errors import Invalid
from projects.models import Project

log = logging.getLogger(__name__)

# Longer than any queue lives, short enough for a float to tell moments apart by microseconds.
AGE_S = 1e9
STEPS = ("front", "up", "down", "back")


def last(run: Run) -> float:
    """The place behind everyone who is as urgent."""
    return timezone.now().timestamp() - run.priority * AGE_S


def waiting_in(queue: str) -> Any:
    return Stage.objects.filter(state=Stage.State.QUEUED, queue=queue).in_turn()


def move_beside(stage: Stage, other: Stage, *, before: bool = True, by: User | None) -> None:
    """Put a waiting stage right before or behind another of its queue. Raises `queue.gone` when one has left."""

    def shifted(order: list[int]) -> list[int]:
        order.remove(stage.pk)
        if other.pk not in order:
            raise StudioError("queue.gone", _("That stage has just left the queue. Look again and move it once more."))
        order.insert(order.index(other.pk) + (not before), stage.pk)
        return order

    _reorder(stage, shifted, by)


def step(stage: Stage, where: str, *, by: User | None) -> None:
    """Move a waiting stage one up, one down, to the front or to the back."""
    if where not in STEPS:
        raise Invalid("queue.no_such_step", _("A stage moves to the front, up, down or to the back."), field="to")

    def shifted(order: list[int]) -> list[int]:
        old = order.index(stage.pk)
        order.remove(stage.pk)
        new = {"front": 0, "up": max(old - 1, 0), "down": old + 1, "back": len(order)}[where]
        order.insert(new, stage.pk)
        return order

    _reorder(stage, shifted, by)


def _reorder(stage: Stage, shifted: Any, by: User | None) -> None:
    _check(stage.queue)
    with transaction.atomic():
        rows = list(waiting_in(stage.queue).select_for_update(of=("self",)).only("pk", "place"))
        order = [row.pk for row in rows]
        if stage.pk not in order:
            raise StudioError("queue.gone", _("That stage has just left the queue. Look again and move it once more."))
        places = _rising([row.place for row in rows])
        turn = {pk: places[number] for number, pk in enumerate(shifted(order))}
        moved = [row for row in rows if row.place != turn[row.pk]]
        for row in moved:
            row.place = turn[row.pk]
        Stage.objects.bulk_update(moved, ["place"], batch_size=500)
        events.note("queue.reordered", by=by, project=stage.run.project, stage=stage.pk, queue=stage.queue)
        events.record(stage.run.project, "stage.moved", by=by, **facts(stage))
        transaction.on_commit(lambda: _follow(stage.queue))


def _rising(places: list[float]) -> list[float]:
    """Places that no two share."""
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + 1e-4)
    return places


def _follow(queue: str) -> None:
    """Redis may be away: the reconciler puts its list in order as soon as it is back."""
    try:
        queues.arrange(queue)
    except RedisError:
        log.warning("could not arrange the %s queue", queue, exc_info=True)


def prioritise(run: Run, priority: int, *, by: User | None) -> None:
    """Make a run more or less urgent: what of it waits changes its place at once, what comes later is queued so."""
    if priority not in Priority.values:
        raise Invalid("run.no_such_priority", _("A run is of low, normal or high priority."), field="priority")
    with transaction.atomic():
        Run.objects.filter(pk=run.pk).update(priority=priority)
        run.priority = priority
        waiting = list(run.stages.filter(state=Stage.State.QUEUED).in_turn())
        for stage in waiting:
            queued_at = stage.queued_at or timezone.now()
            stage.place = queued_at.timestamp() - priority * AGE_S
        Stage.objects.bulk_update(waiting, ["place"])
        facts = {"run": run.pk, "recipe": run.recipe, "priority": priority}
        events.note("run.prioritised", by=by, project=run.project, **facts)
        events.record(run.project, "run.prioritised", by=by, **facts)
        for name in {stage.queue for stage in waiting} - {queues.HERE}:
            transaction.on_commit(partial(_follow, name))


def pause(queue: str, *, by: User | None, reason: str = "") -> None:
    """Workers finish what they do and take nothing new. Pausing what is paused changes nothing."""
    _check(queue)
    with transaction.atomic():
        state, _made = QueueState.objects.select_for_update().get_or_create(name=queue)
        if state.paused_at is not None:
            return
        state.paused_at, state.paused_by, state.reason = timezone.now(), by, reason.strip()[:200]
        state.save(update_fields=["paused_at", "paused_by", "reason"])
        _tell("queue.paused", queue, by, reason=state.reason)
        transaction.on_commit(lambda: _emptied(queue))


def _emptied(queue: str) -> None:
    try:
        queues.empty(queue)
    except RedisError:
        log.warning("could not empty the %s queue", queue, exc_info=True)


def resume(queue: str, *, by: User | None) -> None:
    """Let workers take stages again, in the order they have now."""
    _check(queue)
    with transaction.atomic():
        if not QueueState.objects.filter(name=queue).exclude(paused_at=None).update(paused_at=None, reason=""):
            return
        _tell("queue.resumed", queue, by)
        transaction.on_commit(lambda: _pushed(queue))


def _pushed(queue: str) -> None:
    """The first to go at once; a long rest is pushed by the reconciler's next round."""
    for stage in waiting_in(queue).select_related("run")[:50]:
        if not queues.push(stage):
            return


def _check(queue: str) -> None:
    if queue not in settings.RQ_QUEUES:
        raise Invalid("queue.unknown", _("There is no queue of that name."), field="queue")


def _tell(verb: str, queue: str, by: User | None, **more: Any) -> None:
    """The label's staff, and everyone whose song has work in the queue."""
    events.note(verb, by=by, queue=queue, **more)
    stages = Stage.objects.filter(queue=queue, state__in=(Stage.State.QUEUED, Stage.State.WAITING))
    for project in Project.objects.filter(pk__in=stages.values("run__project")):
        events.record(project, verb, by=by, queue=queue, **more)
    # A pause belongs to no song, so it is no row: the jobs page reads the state when it hears of it.
    transaction.on_commit(lambda: wire.nudge((events.LABEL_GROUP,), verb, queue=queue))
