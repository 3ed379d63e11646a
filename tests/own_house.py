"""Loaded with `-p` before Django reads its settings: each test process gets a data folder and Redis port of its own.

Where tests run abreast, every process moves on into a house inside that of the first, so no two share a database, a
store or a queue.
"""

import atexit
import os
import shutil
import socket
import tempfile
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def data_dir() -> Path:
    return Path(os.environ["STUDIO_DATA_DIR"])


def move_in(name: str) -> None:
    """Point the environment to a house of this name inside the present one."""
    folder = data_dir() / name
    folder.mkdir()
    _point_to(folder)


def _point_to(folder: Path) -> None:
    os.environ["STUDIO_DATA_DIR"] = str(folder)
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"


_point_to(Path(tempfile.mkdtemp(prefix="studio-test-")))
atexit.register(shutil.rmtree, data_dir(), ignore_errors=True)
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Tests ask more often in a minute than people do; what too often means is tested on its own.
for rate in ("USER", "ANONYMOUS", "UPLOADS", "RUNS"):
    os.environ[f"STUDIO_RATE_{rate}"] = "100000/min"
