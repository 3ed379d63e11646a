"""`make test` and `make lint`: every check, one after the other, and an exit code that is 0 only if all passed."""

import os
import subprocess
import sys
import tempfile
import time

from studio.setup import browser, front
from studio.setup.python import PYTHON, VENV
from studio.setup.steps import ROOT, SetupError, say

# Counts a line once and then takes itself out of it: line tracing made every test twice as long.
COUNTED = ROOT / ".coverage.json"
COUNTING = ("-m", "slipcover", "--json", "--out", COUNTED)
# Asked in a call of its own: where it counts and judges at once, SlipCover forgets the other processes' lines.
JUDGING = ("-m", "slipcover", "--merge", COUNTED, "--out", COUNTED, "--fail-under", "90")
# Three on two cores: tests of killed processes and of servers mostly wait.
ABREAST = ("--abreast", "3")


def run(*command: object) -> bool:
    """Run one check in the foreground; True when it passed."""
    words = [str(part) for part in command]
    say("+ " + " ".join(os.path.relpath(word, ROOT) if word.startswith(str(ROOT)) else word for word in words))
    began = time.monotonic()
    env = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": ""}
    passed = subprocess.run(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False).returncode == 0
    say(f"{'passed' if passed else 'FAILED'} in {time.monotonic() - began:.0f} s")
    return passed


def tests() -> bool:
    """Two pytest calls: the browser's own event loop does not live beside asyncio tests. The first counts lines."""
    has_browser = _has_browser()
    with tempfile.TemporaryFile() as told:
        # While the tests are collected one core has nothing to do.
        front_end = front.start_npm("test", told)
        passed = [
            run(PYTHON, *COUNTING, "-m", "pytest", "tests", "--ignore=tests/browser", *ABREAST),
            front_end.wait() == 0,
        ]
        told.seek(0)
        print(told.read().decode(errors="replace"))
    passed += [run(PYTHON, "-m", "pytest", "tests/browser"), run(PYTHON, *JUDGING)]
    return has_browser and all(passed)


def _has_browser() -> bool:
    try:
        path = browser.ensure()
    except SetupError as failure:
        print(f"error: setup.no_browser: {failure}", file=sys.stderr)
        return False
    os.environ["STUDIO_CHROMIUM"] = str(path)
    return True


def lint() -> bool:
    tools = VENV / "bin"
    passed = [
        run(tools / "ruff", "check", "."),
        run(tools / "ruff", "format", "--check", "."),
        run(tools / "mypy"),
        run(tools / "lint-imports"),
        run(tools / "djlint", "templates", "--lint", "--quiet"),
        run(PYTHON, "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull),
        run(PYTHON, "manage.py", "api_types", "--check"),
        front.run_npm("types") == 0,
    ]
    return all(passed)


def main() -> None:
    which = {"test": tests, "lint": lint}[sys.argv[1]]
    try:
        sys.exit(0 if which() else 1)
    except SetupError as failure:
        sys.exit(f"error: setup.failed: {failure}")


if __name__ == "__main__":
    main()
