"""Carries what the outbox holds to the addresses: in order, again and again where it does not arrive, for half a day.

What is due is claimed by moving its next attempt behind a lease, so two processes or a restart never send it at the
same time. The calls run in threads that know no database; what came of them is written by the process's own round.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from projects import calling, events, notices
from projects.models import Delivery, Webhook
from projects.outbox import PING
from projects.webhooks import secrets_of, stop_waiting

log = logging.getLogger(__name__)

# How long it waits after each attempt that failed; after the last it is given up.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
AT_ONCE = 20
# Where one did not arrive, what comes after it waits a little too: nobody is called every other second all night.
REST = timedelta(minutes=1)
# A thread begins nothing new after this, so that the lease outlives its last call.
LOAD_S = 60.0
LEASE = timedelta(seconds=LOAD_S + 3 * calling.LIMIT_S)
OFF_AFTER = timedelta(days=3)
OFF_AFTER_FAILURES = 10
KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Letter:
    """What a thread needs to know of one delivery."""

    id: UUID
    type: str
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of one; without an answer it was not tried, because one before it failed."""

    id: UUID
    answer: calling.Answer | None


class Courier:
    """One per process. Each address has a thread of its own while something is carried there, so none waits for another
    that hangs."""

    def __init__(self) -> None:
        self._under_way: set[UUID] = set()
        self._resting: dict[UUID, datetime] = {}
        self._came_back: SimpleQueue[tuple[UUID, list[Outcome]]] = SimpleQueue()

    def round(self, now: datetime | None = None) -> int:
        """Write what came of the last calls and begin the next; returns how many hooks are being called."""
        now = now or timezone.now()
        self._take_in(now)
        resting = [hook for hook, until in self._resting.items() if until > now]
        ready = due(now).exclude(hook__in=self._under_way).exclude(hook__in=resting, by=None)
        hooks = ready.order_by().values_list("hook", flat=True).distinct()
        for hook in Webhook.objects.filter(pk__in=list(hooks)):
            if load := claim(ready.filter(hook=hook), now):
                self._under_way.add(hook.pk)
                Thread(target=self._carry, args=(hook, secrets_of(hook, now), load), daemon=True).start()
        return len(self._under_way)

    def finish(self, now: datetime | None = None) -> None:
        """Wait for all calls under way and write what came of them."""
        while self._under_way:
            time.sleep(0.01)
            self._take_in(now or timezone.now())

    def _take_in(self, now: datetime) -> None:
        while True:
            try:
                hook, outcomes = self._came_back.get_nowait()
            except Empty:
                return
            self._under_way.discard(hook)
            self._resting.pop(hook, None)
            if any(one.answer is not None and not one.answer.is_good for one in outcomes):
                self._resting[hook] = now + REST
            for outcome in outcomes:
                write_down(outcome, now)

    def _carry(self, hook: Webhook, secrets: list[str], load: list[Letter]) -> None:
        """Runs in a thread. After the first that does not arrive the others wait: they would meet the same."""
        outcomes, until, works = [], time.monotonic() + LOAD_S, True
        try:
            for letter in load:
                answer = _send(hook.url, secrets, letter) if works and time.monotonic() < until else None
                works = answer is not None and answer.is_good
                outcomes.append(Outcome(letter.id, answer))
        except Exception:
            log.exception("could not call webhook %s", hook.pk)
        finally:
            self._came_back.put((hook.pk, outcomes))


def due(now: datetime) -> QuerySet[Delivery]:
    wanted = Q(hook__active=True) | Q(by__isnull=False)
    return Delivery.objects.filter(wanted, next_at__lte=now)


def claim(ready: QuerySet[Delivery], now: datetime) -> list[Letter]:
    """Take what is ready for one hook, the oldest first; what another process was quicker to take is not among it."""
    with transaction.atomic():
        rows = list(ready.order_by("made_at", "pk")[:AT_ONCE])
        mine = [row for row in rows if _is_ours(row, now)]
    return [Letter(row.pk, row.type, row.body.encode()) for row in mine]


def _is_ours(row: Delivery, now: datetime) -> bool:
    return Delivery.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + LEASE) == 1


def _send(url: str, secrets: list[str], letter: Letter) -> calling.Answer:
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Autonomous-Studio",
        "Studio-Event": letter.type,
        "Studio-Delivery": str(letter.id),
        "Studio-Signature": calling.signature(secrets, int(time.time()), letter.body),
    }
    return calling.call(url, letter.body, headers)


def write_down(outcome: Outcome, now: datetime) -> None:
    """Write down what came of one delivery, and what that says of its hook."""
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(pk=outcome.id, next_at__isnull=False).first()
        if row is None:
            # Removed, or its hook was switched off meanwhile.
            return
        if outcome.answer is None:
            Delivery.objects.filter(pk=row.pk).update(next_at=now)
            return
        _write(row, outcome.answer, now)
        if outcome.answer.is_good:
            Webhook.objects.filter(pk=row.hook_id).update(delivered_at=now, failures=0, failing_since=None)
        elif row.type != PING:
            _failed(row.hook_id, now)


def _write(row: Delivery, answer: calling.Answer, now: datetime) -> None:
    row.attempts += 1
    row.tried_at, row.status, row.duration_ms = now, answer.status, answer.duration_ms
    row.answer, row.words = answer.text, answer.words
    row.delivered_at = now if answer.is_good else None
    row.next_at = None if answer.is_good else next_attempt(row, now)
    told = ["attempts", "tried_at", "status", "duration_ms", "answer", "words", "delivered_at", "next_at"]
    row.save(update_fields=told)


def next_attempt(row: Delivery, now: datetime) -> datetime | None:
    """After ever longer waits; a test call is not repeated, since somebody is looking at it."""
    if row.type == PING or row.attempts > len(WAITS):
        return None
    return now + WAITS[row.attempts - 1]


def _failed(hook_id: UUID, now: datetime) -> None:
    rows = Webhook.objects.filter(pk=hook_id)
    rows.update(failures=F("failures") + 1)
    rows.filter(failing_since=None).update(failing_since=now)
    lost = rows.filter(active=True, failures__gte=OFF_AFTER_FAILURES, failing_since__lte=now - OFF_AFTER)
    if lost.update(active=False, switched_off_at=now):
        hook = rows.get()
        stop_waiting(hook)
        events.note("webhook.switched_off", by=None, webhook=str(hook.pk), name=str(hook), host=hook.host)
        notices.tell_admins("webhook.off", name=str(hook))


def forget_old_deliveries() -> int:
    """Let go of what was kept for its time."""
    old = Delivery.objects.filter(made_at__lt=timezone.now() - KEPT_FOR)
    # Looking first: deleting takes the database's one pen even when there is nothing to delete.
    return old.delete()[0] if old.exists() else 0
