"""The house itself: servers, workers and commands, and nothing that belongs to a song."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Autonomous Studio"

    def ready(self) -> None:
        # Importing connects its receiver; the app registry must be full by then.
        from studio.demo import story  # noqa: F401
