"""`manage.py web`: the web server alone, for containers and for the supervisor."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.urls import get_resolver

from artists.commands import StudioCommand
from studio.asgi import application
from studio.garbage import spare_what_stays
from studio.server import Server


class Command(StudioCommand):
    help = "Serve pages, the API and websockets."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=settings.STUDIO_BIND, help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=settings.STUDIO_PORT, help="default: %(default)s")

    def handle(self, *args: Any, bind: str, port: int, **options: Any) -> None:
        # The first visitor should not wait for the URL map to be imported.
        _ = get_resolver().url_patterns
        interface = bind.replace(":", r"\:")
        server = Server(
            application,
            body_max_bytes=settings.REQUEST_BODY_MAX_BYTES,
            endpoints=[f"tcp:port={port}:interface={interface}"],
            server_name="",
            ping_interval=20,
            application_close_timeout=2,
        )
        spare_what_stays()
        server.run()
