"""A whole studio for a measurement: its own folder, database, Redis and web process. Nothing of yours is touched."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlparse

import django
from django.core.management import call_command

from tests.own_house import data_dir
from tests.servers import ROOT, RedisServer, StudioServer


@contextmanager
def house() -> Iterator[StudioServer]:
    """Django is set up and the web process answers; everything is stopped afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    # By a process of its own: with pytest loaded, as here, files are found without being collected.
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, check=True)
    redis = RedisServer(urlparse(os.environ["REDIS_URL"]).port or 0, data_dir() / "redis")
    server = StudioServer({})
    redis.start()
    try:
        server.start()
        yield server
    finally:
        server.stop()
        redis.kill()
