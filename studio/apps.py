"""The house itself: servers, workers and commands, and nothing that belongs to a song."""

import gc

from django.apps import AppConfig

from studio.garbage import search_what_comes


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Autonomous Studio"

    def ready(self) -> None:
        # Importing connects its receiver; the app registry must be full by then.
        from studio.demo import story  # noqa: F401

        if not gc.isenabled():
            search_what_comes()
