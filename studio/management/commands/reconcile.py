"""`manage.py reconcile`: the process that repairs what no code could see."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from studio.reconciler import Reconciler


class Command(BaseCommand):
    help = "Take back stages of lost workers and push forgotten ones, for ever."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        reconciler = Reconciler()
        if once:
            self.stdout.write(str(reconciler.round()))
            return
        reconciler.run()
