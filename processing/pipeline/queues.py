"""The courier: the only file that enqueues. A job carries one number; everything else is in the row."""

import logging

import django_rq
from django.conf import settings
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry
from rq import Queue
from rq.command import send_stop_job_command
from rq.exceptions import DuplicateJobError, InvalidJobOperation, NoSuchJobError
from rq.job import Job, JobStatus

from processing.models import Stage
from processing.stages.table import kind_of

log = logging.getLogger(__name__)

RUN_STAGE = "processing.pipeline.worker.run_stage"
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
    and the reconciler will push again."""
    if settings.STUDIO_IN_PROCESS:
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
            at_front=stage.run.priority > 0,
        )
    except DuplicateJobError:
        return True
    except RedisError:
        log.warning("could not queue %s", stage.job_id, exc_info=True)
        return False
    return True


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
    """Ask a cpu worker to kill the job process at once; work that reports progress stops by itself anyway."""
    if settings.STUDIO_IN_PROCESS or stage.queue != "cpu":
        return
    queue = queue_named(stage.queue)
    try:
        send_stop_job_command(queue.connection, stage.job_id, serializer=queue.serializer)
    except (InvalidJobOperation, NoSuchJobError):
        log.debug("%s was not running any more", stage.job_id)
    except RedisError:
        log.warning("could not stop %s", stage.job_id, exc_info=True)


def lengths() -> dict[str, int]:
    return {name: queue_named(name).count for name in settings.RQ_QUEUES}
