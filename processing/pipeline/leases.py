"""A running stage holds a lease; a worker that stops renewing it has lost the stage."""

import ctypes
import logging
import os
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from processing.models import Stage

log = logging.getLogger(__name__)

# How often a stage that works in its worker's own process looks whether it is still wanted, and how long it then has
# to stop by itself: together well below the five seconds in which people expect a cancelled stage to stand still.
LOOK_EVERY_S = 1.0
GRACE_S = 2.5


class StoppedError(Exception):
    """The stage no longer belongs to this worker: stop quietly, somebody else has the say."""


def lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.LEASE_S)


def renew(stage_id: int, attempt: int) -> bool:
    """False when the stage is no longer running under this attempt."""
    mine = Stage.objects.filter(pk=stage_id, attempt=attempt, state=Stage.State.RUNNING)
    return bool(mine.update(lease_until=lease_end()))


class LeaseKeeper(threading.Thread):
    """Renews one stage's lease through long calls that report no progress, on a database connection of its own.

    Most stages have a process of their own, which RQ kills when the stage is cancelled. A gpu stage works in the
    worker's process: there the keeper looks every second, asks the working thread to stop, and ends the process when
    it does not; the supervisor starts a fresh worker.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(daemon=True, name=f"lease-{stage.job_id}")
        self.stage_id, self.attempt = stage.pk, stage.attempt
        self.shares_process = stage.queue == "gpu"
        self.pause_s = min(LOOK_EVERY_S, settings.LEASE_S / 3) if self.shares_process else settings.LEASE_S / 3
        self._worker = threading.get_ident()
        self._over = threading.Event()

    def run(self) -> None:
        try:
            while not self._over.wait(self.pause_s):
                try:
                    if not renew(self.stage_id, self.attempt):
                        self._stop()
                        return
                except DatabaseError:
                    log.warning("could not renew the lease of stage %s", self.stage_id, exc_info=True)
                    connection.close()
        finally:
            connection.close()

    def _stop(self) -> None:
        if not self.shares_process or self._over.is_set():
            return
        log.warning("stage %s is no longer wanted; its work is broken off", self.stage_id)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._worker), ctypes.py_object(StoppedError))
        if not self._over.wait(GRACE_S):
            log.error("stage %s does not stop; its worker ends", self.stage_id)
            os._exit(1)

    def __enter__(self) -> "LeaseKeeper":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join(timeout=5)
