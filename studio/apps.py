"""The house itself: servers, workers and commands, and nothing that belongs to a song."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Autonomous Studio"
