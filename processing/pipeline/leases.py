"""A running stage holds a lease; a worker that stops renewing it has lost the stage."""

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from processing.models import Stage

log = logging.getLogger(__name__)


def lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.LEASE_S)


def renew(stage_id: int, attempt: int) -> bool:
    """False when the stage is no longer running under this attempt."""
    mine = Stage.objects.filter(pk=stage_id, attempt=attempt, state=Stage.State.RUNNING)
    return bool(mine.update(lease_until=lease_end()))


class LeaseKeeper(threading.Thread):
    """Renews one stage's lease through long calls that report no progress, on a database connection of its own."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(daemon=True, name=f"lease-{stage.job_id}")
        self.stage_id, self.attempt = stage.pk, stage.attempt
        self._over = threading.Event()

    def run(self) -> None:
        try:
            while not self._over.wait(settings.LEASE_S / 3):
                try:
                    if not renew(self.stage_id, self.attempt):
                        return
                except DatabaseError:
                    log.warning("could not renew the lease of stage %s", self.stage_id, exc_info=True)
                    connection.close()
        finally:
            connection.close()

    def __enter__(self) -> "LeaseKeeper":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join(timeout=5)
