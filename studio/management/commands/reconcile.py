"""`manage.py reconcile`: the process that repairs what no code could see."""

import sys
from typing import Any

from django.core.management.base import CommandParser

from artists.commands import StudioCommand
from processing.pipeline.queues import queue_named
from studio.reconciler import Reconciler, age_s, is_recent


class Command(StudioCommand):
    help = "Take back stages of lost workers and push forgotten ones, for ever."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")
        parser.add_argument("--is-alive", action="store_true", help="only say whether it was heard of lately")

    def handle(self, *args: Any, once: bool, is_alive: bool, **options: Any) -> None:
        if is_alive:
            sys.exit(0 if is_recent(age_s(queue_named("cpu").connection)) else 1)
        reconciler = Reconciler()
        if once:
            self.stdout.write(str(reconciler.round()))
            return
        reconciler.run()
