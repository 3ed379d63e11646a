"""A Chromium for the browser tests: found, or installed if that can be done."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from studio.setup.python import PYTHON
from studio.setup.steps import SetupError, call, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NOT_FOUND = (
    "no Chromium found and none could be installed. Install chromium with the system's packages, "
    "or set STUDIO_CHROMIUM to the path of one."
)
_PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright as start\nwith start() as p: print(p.chromium.executable_path)"
)


def find() -> Path | None:
    """The first Chromium that answers `--version`."""
    return next((path for path in _candidates() if _answers(path)), None)


def ensure() -> Path:
    """Find a Chromium or install one; raises `SetupError` when neither works."""
    ways = [("playwright", _by_playwright)]
    if shutil.which("apt-get") and os.geteuid() == 0:
        ways.append(("the system's packages", _by_apt))
    found = find()
    for name, way in ways:
        if found:
            break
        say(f"no Chromium: asking {name} for one ...")
        try:
            way()
        except SetupError as failure:
            say(f"{name}: {failure}")
        found = find()
    if not found:
        raise SetupError(NOT_FOUND)
    return found


def _candidates() -> Iterator[Path]:
    named = os.environ.get("STUDIO_CHROMIUM")
    if named:
        yield Path(named)
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield Path(path)
    own = subprocess.run([str(PYTHON), "-c", _PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False)
    if own.returncode == 0:
        yield Path(own.stdout.strip())


def _answers(path: Path) -> bool:
    try:
        done = subprocess.run([str(path), "--version"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _by_playwright() -> None:
    call(PYTHON, "-m", "playwright", "install", "chromium", timeout_s=180)


def _by_apt() -> None:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    call("apt-get", "update", "-qq", env=quiet, timeout_s=180)
    call("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", env=quiet, timeout_s=300)


if __name__ == "__main__":
    try:
        print(ensure())
    except SetupError as failure:
        sys.exit(f"error: setup.no_browser: {failure}")
