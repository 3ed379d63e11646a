"""Word of processes that were seen to die, left in Redis by whoever saw it and read by the reconciler.

Without it a lost stage waits for its lease to run out; with it, it is taken back within a moment.
"""

import logging
from typing import Any

from redis import Redis
from rq import Worker

from processing.pipeline import sweep
from studio.supervisor.redis import LOST

log = logging.getLogger(__name__)


def tell_stage_lost(redis: Redis, stage_id: int) -> None:
    redis.rpush(LOST, f"stage:{stage_id}")


def wait_for_word(redis: Redis, timeout_s: float) -> bool:
    """Wait for word of a loss, at most `timeout_s`, and act on it. True: something was taken back."""
    heard: Any = redis.blpop([LOST], timeout=timeout_s)
    word = heard[1] if heard else None
    taken = 0
    while word is not None:
        kind, _, name = str(word, "utf-8").partition(":")
        taken += _take_back(redis, kind, name)
        word = redis.lpop(LOST)
    return bool(taken)


def _take_back(redis: Redis, kind: str, name: str) -> int:
    if kind == "stage":
        return int(sweep.stage_lost(int(name)))
    worker: Any = Worker.find_by_key(f"{Worker.redis_worker_namespace_prefix}{name}", connection=redis)
    if worker is not None:
        worker.register_death()
    taken = sweep.worker_lost(name)
    log.warning("worker %s was lost, %d stages taken back", name, taken)
    return taken
