"""Outlives the supervisor by a moment and ends what it left behind, however it ended.

The kernel ends the supervisor's own children with it, but not what they had started: an encoder, say. All that starts
in one house carries its token in the environment, and the guard waits on a pipe that only the supervisor holds open.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import MutableMapping
from contextlib import suppress

import psutil

from studio.setup.steps import ROOT

TOKEN = "STUDIO_HOUSE"  # noqa: S105
ROUNDS = 3


class Guard:
    """The supervisor's end of the pipe. Marks the environment that all later children get."""

    def __init__(self, environment: MutableMapping[str, str]) -> None:
        environment[TOKEN] = secrets.token_hex(8)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "studio.supervisor.guard"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def dismiss(self) -> None:
        """Let it end what is left, and wait for it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def left_behind(token: str) -> list[psutil.Process]:
    return [one for one in psutil.process_iter() if one.pid != os.getpid() and _token_of(one) == token]


def _token_of(process: psutil.Process) -> str | None:
    with suppress(psutil.Error, OSError):
        if process.status() != psutil.STATUS_ZOMBIE:
            return process.environ().get(TOKEN)
    return None


def main() -> None:
    token = os.environ[TOKEN]
    sys.stdin.buffer.read()
    # Again, for what a dying process may still have started.
    for _ in range(ROUNDS):
        strays = left_behind(token)
        for stray in strays:
            with suppress(psutil.Error):
                stray.kill()
        psutil.wait_procs(strays, timeout=2.0)


if __name__ == "__main__":
    main()
