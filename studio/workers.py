"""The kinds of worker: one that forks for each stage, its light reserve, and one that keeps models in memory."""

import contextlib
import importlib
import logging
import os
import threading
import time
from datetime import UTC, datetime
from typing import Any

from django.db import connections
from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry
from rq import Queue, SimpleWorker, Worker
from rq.job import Job

from processing.pipeline import warm
from processing.pipeline.queues import queue_named
from studio.lost import tell_stage_lost
from studio.processes import die_with_parent

log = logging.getLogger(__name__)

HEARTBEAT_S = 5
# RQ waits `worker_ttl - 15` seconds for a job before it gives the next sign of life.
WORKER_TTL_S = 15 + HEARTBEAT_S
SILENT_AFTER_S = 4 * HEARTBEAT_S
PATIENCE_S = 2.0
LOOK_EVERY_S = 0.1
LOOKS = 3
# Which queues a worker takes from, first to go first. Short work is done between long ones.
LISTENS = {"cpu": ("quick", "cpu"), "quick": ("quick",), "gpu": ("gpu",)}


def patient_queue(name: str) -> Queue:
    """A queue whose connection sits out a restart of Redis instead of ending the worker."""
    queue = queue_named(name)
    queue.connection.set_retry(
        Retry(ExponentialBackoff(cap=3.0, base=0.05), 12, supported_errors=(RedisConnectionError, RedisTimeoutError))
    )
    return queue


def make(queue: str, name: str) -> "CpuWorker | GpuWorker":
    sources = [patient_queue(one) for one in LISTENS[queue]]
    return KINDS[queue](
        sources,
        name=name,
        connection=sources[0].connection,
        serializer=sources[0].serializer,
        worker_ttl=WORKER_TTL_S,
        job_monitoring_interval=HEARTBEAT_S,
    )


def heard_lately(redis: Redis | None = None) -> list[Any]:
    """Workers that gave a sign of life within `SILENT_AFTER_S`."""
    now = datetime.now(UTC)
    known = Worker.all(connection=redis or queue_named("cpu").connection)
    return [one for one in known if one.last_heartbeat and _age_s(one.last_heartbeat, now) <= SILENT_AFTER_S]


def is_heard(hostname: str) -> bool:
    return any(worker.hostname == hostname for worker in heard_lately())


def _age_s(moment: datetime, now: datetime) -> float:
    return (now - moment.replace(tzinfo=UTC)).total_seconds()


class _PlainlyNamed:
    """Keeps the command line the process was started with, by which operators find it; RQ would rewrite it."""

    def procline(self, message: str) -> None:
        log.debug(message)


class CpuWorker(_PlainlyNamed, Worker):
    """Does each stage in a process of its own, which ends with the worker and takes its leaks with it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._cold = list(warm.LIBRARIES)
        self._patient_until = time.monotonic() + PATIENCE_S

    def dequeue_job_and_maintain_ttl(self, *args: Any, **options: Any) -> tuple[Job, Queue] | None:
        self._warm_up()
        waiting: tuple[Job, Queue] | None = super().dequeue_job_and_maintain_ttl(*args, **options)
        return waiting

    def _warm_up(self) -> None:
        """Import one heavy library, and more for as long as no stage waits; first the web server may start."""
        while time.monotonic() < self._patient_until and not self._has_work:
            time.sleep(0.1)
        while self._cold:
            importlib.import_module(self._cold.pop(0))
            if self._has_work:
                return

    @property
    def _has_work(self) -> bool:
        try:
            return any(queue.count for queue in self.queues)
        except RedisError:
            # The way out that RQ itself takes, with its own patience, is to ask again.
            return True

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        # A database connection can not be shared by two processes.
        connections.close_all()
        self._parent_pid = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        die_with_parent(self._parent_pid)
        super().main_work_horse(job, queue)

    def handle_work_horse_killed(self, job: Job, retpid: int, ret_val: int, rusage: Any) -> None:
        """The job process died without a word: say so, and the stage is taken back at once."""
        with contextlib.suppress(RedisError):
            tell_stage_lost(self.connection, int(job.args[0]))


class QuickWorker(CpuWorker):
    """A reserve for short work while all others are busy with long work.

    It stays light: it loads no sound library before it was needed once, and leaves each stage for a moment to the
    others, which have them loaded and begin sooner.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._cold = []

    def dequeue_job_and_maintain_ttl(self, timeout: int | None, *args: Any, **options: Any) -> tuple[Job, Queue] | None:
        # Without a timeout it is to end when its queue is empty.
        if timeout is not None:
            self._let_others_go_first()
        return super().dequeue_job_and_maintain_ttl(timeout, *args, **options)

    def _let_others_go_first(self) -> None:
        looks, told_at = 0, time.monotonic()
        while looks < LOOKS:
            time.sleep(LOOK_EVERY_S)
            looks = looks + 1 if self._has_work else 0
            if time.monotonic() - told_at > HEARTBEAT_S:
                told_at = time.monotonic()
                with contextlib.suppress(RedisError):
                    self.heartbeat()

    def execute_job(self, job: Job, queue: Queue) -> None:
        super().execute_job(job, queue)
        # Needed once, it is needed again: its next processes start with the libraries.
        for name in warm.LIBRARIES:
            importlib.import_module(name)


class GpuWorker(_PlainlyNamed, SimpleWorker):
    """Does stages in its own process, so that models stay loaded from one to the next.

    RQ's simple worker gives no sign of life during a job, hence the thread.
    """

    def execute_job(self, job: Job, queue: Queue) -> None:
        over = threading.Event()
        pulse = threading.Thread(target=self._keep_alive, args=(over,), daemon=True)
        pulse.start()
        try:
            super().execute_job(job, queue)
        finally:
            over.set()
            pulse.join(timeout=HEARTBEAT_S)

    def _keep_alive(self, over: threading.Event) -> None:
        while not over.wait(HEARTBEAT_S):
            try:
                self.heartbeat()
            except RedisError:
                log.warning("no sign of life could be given: Redis is away")


KINDS: dict[str, type[CpuWorker] | type[GpuWorker]] = {"cpu": CpuWorker, "quick": QuickWorker, "gpu": GpuWorker}
