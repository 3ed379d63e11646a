"""What depends on the database, again on PostgreSQL: states, leases, event numbers, access."""

import os
import subprocess
import sys
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SUBJECTS = (
    "tests/processing/pipeline/test_sweep.py",
    "tests/processing/pipeline/test_launch.py",
    "tests/projects/test_events.py",
    "tests/projects/test_machine.py",
)


def test_the_same_tests_pass_on_postgresql() -> None:
    with postgres.running() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *SUBJECTS]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "passed" in done.stdout
