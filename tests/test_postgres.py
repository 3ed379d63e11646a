"""What depends on the database, again on PostgreSQL: states, leases, event numbers, access."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SUBJECTS = (
    "tests/processing/pipeline/test_sweep.py",
    "tests/processing/pipeline/test_launch.py",
    "tests/projects/test_events.py",
    "tests/projects/test_machine.py",
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres.running() as url:
        yield url


def python(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_the_same_tests_pass_on_postgresql(server: str) -> None:
    done = python(server, "-m", "pytest", "-q", "-p", "no:cacheprovider", *SUBJECTS)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "passed" in done.stdout


def test_a_database_without_accents_is_refused_before_anything_is_kept(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    narrow = server.removesuffix("postgres") + "ascii"
    done = python(narrow, "manage.py", "migrate")
    assert done.returncode == 1
    assert "studio.E001" in done.stderr
    assert "not UTF8" in done.stderr
    with psycopg.connect(narrow) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
