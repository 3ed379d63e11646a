"""The house itself: servers, workers and commands, and nothing that belongs to a song."""

import gc

from django.apps import AppConfig
from django.core import checks

from studio.garbage import search_what_comes


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Autonomous Studio"

    def ready(self) -> None:
        # Importing connects its receiver; the app registry must be full by then.
        from studio.checks import database_keeps_every_letter
        from studio.demo import story  # noqa: F401

        checks.register(database_keeps_every_letter, checks.Tags.database)
        if not gc.isenabled():
            search_what_comes()
