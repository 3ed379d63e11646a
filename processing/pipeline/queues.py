"""The courier: the only file that enqueues. A job carries one number; everything else is in the row.

Workers take from the left of RQ's list. `Stage.place` says in which order, and `arrange` makes the list follow it; a
paused queue has an empty list, and its rows wait.
"""

import logging
from typing import Any

import django_rq
from django.conf import settings
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry
from rq import Queue, Worker
from rq.command import send_stop_job_command
from rq.exceptions import DuplicateJobError, InvalidJobOperation, NoSuchJobError
from rq.job import Job, JobStatus

from processing.models import QueueState, Stage
from processing.stages.table import kind_of

log = logging.getLogger(__name__)

RUN_STAGE = "processing.pipeline.worker.run_stage"
# The queue of stages that a command such as `produce` does by itself, beside a studio that may be running on the same
# rows: no worker takes from it, and the reconciler hands nothing of it out.
HERE = "here"
# A stage is claimed well within this time of its job's start, or its worker died on the way.
CLAIM_S = 6.0


def queue_named(name: str) -> Queue:
    """An RQ queue whose connection rides out a restart of Redis."""
    queue: Queue = django_rq.get_queue(name)
    queue.connection.set_retry(
        Retry(ExponentialBackoff(cap=1.0, base=0.05), 4, supported_errors=(RedisConnectionError, RedisTimeoutError))
    )
    return queue


def push(stage: Stage) -> bool:
    """Queue the stage's present attempt; safe to call any number of times. False: Redis could not be reached,
    and the reconciler will push again. In a paused queue the row waits for the day the queue goes on."""
    if settings.STUDIO_IN_PROCESS or stage.queue == HERE or is_paused(stage.queue):
        return True
    try:
        queue = queue_named(stage.queue)
        queue.enqueue_call(
            RUN_STAGE,
            args=(stage.pk,),
            job_id=stage.job_id,
            unique=True,
            timeout=kind_of(stage.kind).timeout_s,
            result_ttl=60,
            failure_ttl=600,
        )
        if _queued(stage.queue).filter(place__gt=stage.place).exists():
            arrange(stage.queue)
    except DuplicateJobError:
        return True
    except RedisError:
        log.warning("could not queue %s", stage.job_id, exc_info=True)
        return False
    return True


def _queued(name: str) -> Any:
    return Stage.objects.filter(state=Stage.State.QUEUED, queue=name)


def lined_up(name: str) -> list[str]:
    """The jobs that wait in Redis, first to go first. Raises RedisError."""
    jobs: list[str] = queue_named(name).get_job_ids()
    return jobs


def arrange(name: str) -> None:
    """Put the waiting jobs into the order of their rows. Raises RedisError."""
    queue = queue_named(name)
    rows = _queued(name).in_turn().values_list("pk", "attempt")
    turn = {f"stage-{pk}-{attempt}": number for number, (pk, attempt) in enumerate(rows)}

    def sort(pipe: Any) -> None:
        # Watched: when a worker takes a job meanwhile, this is done once more with what is left.
        found = [job.decode() for job in pipe.lrange(queue.key, 0, -1)]
        wanted = sorted(found, key=lambda job: turn.get(job, len(turn)))
        pipe.multi()
        if wanted != found:
            pipe.delete(queue.key)
            pipe.rpush(queue.key, *wanted)

    queue.connection.transaction(sort, queue.key)


def paused() -> set[str]:
    return set(QueueState.objects.exclude(paused_at=None).values_list("name", flat=True))


def is_paused(name: str) -> bool:
    return not settings.STUDIO_IN_PROCESS and QueueState.objects.filter(name=name).exclude(paused_at=None).exists()


def empty(name: str) -> None:
    """Take the waiting jobs out of Redis; their rows stay. Raises RedisError."""
    queue: Any = queue_named(name)
    queue.empty()


def is_on_its_way(stage: Stage, now_s: float) -> bool:
    """Whether a live job will still reach this stage: in the queue, or just taken out of it by a worker."""
    queue = queue_named(stage.queue)
    try:
        job = Job.fetch(stage.job_id, connection=queue.connection, serializer=queue.serializer)
    except NoSuchJobError:
        return False
    if stage.job_id in queue.get_job_ids():
        return True
    started = job.started_at or job.enqueued_at
    is_taken = job.get_status(refresh=False) in {JobStatus.STARTED, JobStatus.QUEUED}
    return is_taken and started is not None and now_s - started.timestamp() < CLAIM_S


def stop(stage: Stage) -> None:
    """Ask the worker to kill the job process at once; work that reports progress stops by itself anyway."""
    if settings.STUDIO_IN_PROCESS or stage.queue in {"gpu", HERE}:
        return
    queue = queue_named(stage.queue)
    try:
        send_stop_job_command(queue.connection, stage.job_id, serializer=queue.serializer)
    except (InvalidJobOperation, NoSuchJobError):
        log.debug("%s was not running any more", stage.job_id)
    except RedisError:
        log.warning("could not stop %s", stage.job_id, exc_info=True)


def is_served(name: str) -> bool:
    """Whether a worker listens to this queue. Headless, or without word from Redis: no."""
    if settings.STUDIO_IN_PROCESS:
        return False
    try:
        return bool(Worker.all(queue=queue_named(name)))
    except RedisError:
        return False


def lengths() -> dict[str, int]:
    return {name: queue_named(name).count for name in settings.RQ_QUEUES}
