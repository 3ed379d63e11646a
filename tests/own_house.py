"""Loaded with `-p` before Django reads its settings: each test process gets a data folder and Redis port of its own.

Under xdist every worker is a process, so no two share a database, a store or a queue.
"""

import atexit
import os
import shutil
import socket
import tempfile


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


DATA_DIR = tempfile.mkdtemp(prefix="studio-test-")
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
os.environ["STUDIO_DATA_DIR"] = DATA_DIR
os.environ["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Tests ask more often in a minute than people do; what too often means is tested on its own.
for rate in ("USER", "ANONYMOUS", "UPLOADS", "RUNS"):
    os.environ[f"STUDIO_RATE_{rate}"] = "100000/min"
