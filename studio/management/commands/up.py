"""`manage.py up`: the whole studio on this machine."""

import os
import sys
from typing import Any

from artists.commands import StudioCommand


class Command(StudioCommand):
    help = "Run web server, workers, reconciler and Valkey under one supervisor until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        # The supervisor forks for as long as it runs; it does so from a process that holds nothing of Django.
        os.execv(sys.executable, [sys.executable, "-m", "studio.supervisor"])  # noqa: S606
