"""One supervised process: started, restarted with growing pauses, stopped with patience and then without."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from studio.processes import die_with_parent

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
HEALTHY_AFTER_S = 10.0
LOG_LIMIT_BYTES = 5_000_000


@dataclass(frozen=True)
class Program:
    """What to run. `fresh` gives the environment of each new start, such as a worker name never used before; the first
    start may be `after_s`, out of the way of what people wait for."""

    name: str
    command: tuple[str, ...]
    folder: Path
    log: Path
    grace_s: float = 4.0
    fresh: Callable[[], Mapping[str, str]] = field(default=dict)
    after_s: float = 0.0


class Child:
    """A program's present process, and when it may be started again."""

    def __init__(self, program: Program, environment: Mapping[str, str]) -> None:
        self.program = program
        self.environment = dict(environment)
        self.process: subprocess.Popen[bytes] | None = None
        self.given: dict[str, str] = {}
        self.failures = 0
        self._started_at = 0.0
        self._not_before = time.monotonic() + program.after_s

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def may_start(self) -> bool:
        return self.process is None and time.monotonic() >= self._not_before

    def start(self) -> None:
        self.given = dict(self.program.fresh())
        parent = os.getpid()
        with _open_log(self.program.log) as log:
            self.process = subprocess.Popen(
                self.program.command,
                cwd=self.program.folder,
                env={**self.environment, **self.given},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(parent),
            )
        self._started_at = time.monotonic()

    def reap(self) -> int | None:
        """The exit status once the process has ended, and None before; sets when it may start again."""
        if self.process is None or self.process.poll() is None:
            return None
        status = self.process.returncode
        _kill_group(self.process.pid)
        self.process = None
        lived_s = time.monotonic() - self._started_at
        self.failures = 1 if lived_s > HEALTHY_AFTER_S else self.failures + 1
        pause_s = min(FIRST_PAUSE_S * 2 ** (self.failures - 1), LONGEST_PAUSE_S)
        self._not_before = time.monotonic() + pause_s
        return status

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait_or_kill(self, until: float) -> bool:
        """Wait until the given moment of the monotonic clock, then kill. True: it had ended by itself."""
        if self.process is None:
            return True
        try:
            self.process.wait(timeout=max(0.0, until - time.monotonic()))
            ended = True
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            ended = False
        _kill_group(self.process.pid)
        self.process = None
        return ended


def _kill_group(pid: int) -> None:
    """Each child leads a group of its own: what it left behind goes with it."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _open_log(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")
