"""`python3 -m studio.setup run|test|engines`: set up what that purpose needs; quick when nothing has changed."""

import fcntl
import sys
from concurrent.futures import ThreadPoolExecutor

from studio.setup import catalogue, front, loops, python, sounds
from studio.setup.steps import ROOT, SetupError

OLDEST = (3, 11)


def set_up(purpose: str) -> None:
    python.make_environment()
    python.install("base")
    if purpose == "test":
        python.install("dev")
        python.install_tested_engines()
    with ThreadPoolExecutor(1) as aside:
        compiled = aside.submit(loops.compile_all)
        front.build()
        compiled.result()
    catalogue.compile_all()
    if purpose == "run":
        sounds.bring_bank()
    if purpose == "engines":
        python.install_engines()


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"error: setup.python: Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version}")
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose not in {"run", "test", "engines"}:
        sys.exit(f"error: setup.purpose: {purpose} is none of run, test, engines")
    lock = ROOT / ".setup" / "lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        # Two `make` calls at once take turns instead of spoiling each other's environment.
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            set_up(purpose)
        except SetupError as failure:
            sys.exit(f"error: setup.failed: {failure}")


if __name__ == "__main__":
    main()
