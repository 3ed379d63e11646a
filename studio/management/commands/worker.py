"""`manage.py worker --queue cpu|quick|gpu`: one worker process."""

import os
import secrets
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from artists.commands import StudioCommand
from studio import workers


class Command(StudioCommand):
    help = "Do stages: cpu forks for each and does the quick ones first, quick does only those, gpu keeps its models."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queue", choices=sorted(settings.RQ_QUEUES), default="cpu")
        parser.add_argument("--max-jobs", type=int, help="end after so many stages (default: never, for gpu 50)")
        parser.add_argument("--burst", action="store_true", help="end when the queue is empty")
        parser.add_argument(
            "--is-alive", action="store_true", help="only say whether a worker of this machine was heard of lately"
        )

    def handle(self, *args: Any, queue: str, max_jobs: int | None, burst: bool, **options: Any) -> None:
        if options["is_alive"]:
            sys.exit(0 if workers.is_heard(socket.gethostname()) else 1)
        name = os.environ.setdefault("STUDIO_WORKER", f"{queue}-{socket.gethostname()}-{secrets.token_hex(4)}")
        if max_jobs is None and queue == "gpu":
            # A long-lived process that runs other people's native code is renewed now and then.
            max_jobs = 50
        workers.make(queue, name).work(burst=burst, max_jobs=max_jobs, logging_level="WARNING")
        sys.exit(0)
