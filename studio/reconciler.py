"""Round after round: sweep, give a sign of life, wait for word of a loss. Outages only make it wait."""

import logging
import signal
import time
from types import FrameType

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections
from redis import Redis
from redis.exceptions import RedisError

from processing.pipeline import sweep
from processing.pipeline.queues import queue_named
from projects.courier import Courier
from projects.digest import Postman
from studio import lost
from studio.statistics import HourlyAnalyze

log = logging.getLogger(__name__)

SIGN_OF_LIFE = "studio:reconciler"
SIGN_KEPT_S = 120
LONGEST_PAUSE_S = 10.0


class Reconciler:
    """Sweeps every `settings.SWEEP_EVERY_S` seconds, and at once when a process was seen to die."""

    def __init__(self) -> None:
        self.redis: Redis = queue_named("cpu").connection
        self.stopping = False
        self.failures = 0
        self.postman = Postman()
        self.courier = Courier()
        self.hourly_analyze = HourlyAnalyze()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop_asked)
        while not self.stopping:
            try:
                self.round()
                self.failures = 0
            except DatabaseError:
                self._note_failure("the database is away")
                connections.close_all()
            except Exception:
                # Whatever one row holds, the others still need this process.
                self._note_failure("a sweep broke off")
            self._rest()

    def round(self) -> dict[str, int]:
        repaired = sweep.sweep()
        self._give_sign_of_life()
        if repaired.get("expired") or repaired.get("pushed"):
            log.warning("repaired: %s", repaired)
        # After the rescue of lost work, and for a second at most.
        self.postman.round()
        self.courier.round()
        self.hourly_analyze.round()
        return repaired

    def _give_sign_of_life(self) -> None:
        try:
            self.redis.set(SIGN_OF_LIFE, repr(time.time()), ex=SIGN_KEPT_S)
        except RedisError:
            log.warning("no sign of life could be given: Redis is away")

    def _rest(self) -> None:
        """Wait for the next round; word of a loss is acted on while waiting."""
        until = time.monotonic() + settings.SWEEP_EVERY_S * min(2**self.failures, LONGEST_PAUSE_S)
        while not self.stopping and (left_s := until - time.monotonic()) > 0:
            try:
                if lost.wait_for_word(self.redis, min(left_s, 1.0)):
                    return
            except (RedisError, DatabaseError):
                time.sleep(min(left_s, 0.5))

    def _note_failure(self, words: str) -> None:
        self.failures = min(self.failures + 1, 5)
        log.warning(words, exc_info=True)

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True


def age_s(redis: Redis) -> float | None:
    """Seconds since the last sign of life, None when there is none."""
    said = redis.get(SIGN_OF_LIFE)
    return max(0.0, time.time() - float(said)) if said else None


def is_recent(age: float | None) -> bool:
    return age is not None and age <= 3 * settings.SWEEP_EVERY_S + 5
