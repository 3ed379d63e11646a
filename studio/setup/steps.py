"""Steps that are skipped while what they were made from has not changed.

Each step leaves a stamp, the hash of its inputs, inside the folder it makes: removing the folder removes the stamp.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class SetupError(Exception):
    """A step could not be done; the words say what the operator can do."""


def say(words: str) -> None:
    print(f"setup: {words}", flush=True)


def fingerprint(files: Iterable[Path], *facts: str) -> str:
    """Hash of the files' names and contents and of the facts beside them."""
    total = hashlib.sha256("\n".join(facts).encode())
    for path in sorted(files):
        total.update(f"\n{path.name}\n".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def once(words: str, stamp: Path, inputs: str, work: Callable[[], None]) -> None:
    """Do the work unless the stamp says it was done from the same inputs."""
    try:
        if stamp.read_text() == inputs:
            return
    except OSError:
        pass
    say(f"{words} ...")
    began = time.monotonic()
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(inputs)
    say(f"{words}: done in {time.monotonic() - began:.0f} s")


def call(
    *command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None, timeout_s: float | None = None
) -> None:
    """Run a command quietly; on failure show the end of what it said and raise `SetupError`."""
    words = [str(part) for part in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            timeout=timeout_s,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetupError(f"{' '.join(words[:4])}: {error}") from error
    if done.returncode:
        sys.stderr.write("\n".join(done.stdout.decode(errors="replace").splitlines()[-25:]) + "\n")
        raise SetupError(f"{' '.join(words[:4])} ended with {done.returncode}")
