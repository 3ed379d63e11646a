"""The workers as Redis knows them: who is there, what each does, when each was last heard of. Idle ones too."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import django_rq
from django.core.cache import cache
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Worker

KEPT_S = 2
# A page must not wait for Redis again and again while it is away.
AWAY_KEPT_S = 5
LATE_AFTER_S = 20.0
GONE_AFTER_S = 120.0
JOB = re.compile(r"stage-(\d+)-\d+$")


@dataclass(frozen=True)
class SeenWorker:
    """`stage` is the number of the stage it does; None when it rests."""

    name: str
    queues: tuple[str, ...]
    stage: int | None
    heard_at: datetime
    born_at: datetime | None

    @property
    def heard_s(self) -> float:
        return max(0.0, (timezone.now() - self.heard_at).total_seconds())

    @property
    def is_late(self) -> bool:
        return self.heard_s > LATE_AFTER_S


def seen() -> list[SeenWorker] | None:
    """Every worker heard of lately, by name; None while Redis is away."""
    kept: Any = cache.get("crew")
    if kept is None:
        try:
            kept = ("there", _asked())
        except RedisError:
            kept = ("away", None)
        cache.set("crew", kept, KEPT_S if kept[0] == "there" else AWAY_KEPT_S)
    workers: list[SeenWorker] | None = kept[1]
    return workers


def _asked() -> list[SeenWorker]:
    connection = django_rq.get_connection("cpu")
    connection.set_retry(Retry(NoBackoff(), 0))
    found = [_seen(worker) for worker in Worker.all(connection=connection) if worker.last_heartbeat]
    return sorted((one for one in found if one.heard_s < GONE_AFTER_S), key=lambda one: one.name)


def _seen(worker: Any) -> SeenWorker:
    job = JOB.match(worker.get_current_job_id() or "")
    return SeenWorker(
        name=worker.name,
        queues=tuple(worker.queue_names()),
        stage=int(job[1]) if job else None,
        heard_at=worker.last_heartbeat.replace(tzinfo=UTC),
        born_at=worker.birth_date.replace(tzinfo=UTC) if worker.birth_date else None,
    )
