"""Where this studio lives: its data folder, its address, and the lock that lets only one run there."""

import fcntl
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from studio.setup.sounds import data_folder
from studio.supervisor.problems import ALREADY_RUNNING, PORT_TAKEN, StartError

NO = {"0", "false", "no", "off"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Place:
    """The few settings the supervisor itself needs; everything else is read by its children."""

    data: Path
    bind: str
    port: int
    demo: bool
    cpu_workers: int

    @property
    def url(self) -> str:
        return f"http://{self.local_address}:{self.port}"

    @property
    def local_address(self) -> str:
        """Where this machine reaches itself when the server listens on every interface."""
        return {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(self.bind, self.bind)  # noqa: S104


def from_environment() -> Place:
    bind = os.environ.get("STUDIO_BIND") or "127.0.0.1"
    demo = os.environ.get("STUDIO_DEMO", "").lower()
    return Place(
        data=data_folder(),
        bind=bind,
        port=int(os.environ.get("STUDIO_PORT") or 8000),
        # As in the settings: beyond this machine the demo must be asked for.
        demo=demo not in NO if demo else bind in LOOPBACK,
        cpu_workers=int(os.environ.get("STUDIO_CPU_WORKERS") or 2),
    )


def lock(place: Place) -> IO[str]:
    """Hold the data folder until this process ends, or raise StartError."""
    place.data.mkdir(parents=True, exist_ok=True)
    held = (place.data / "studio.lock").open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.seek(0)
        who = held.read().strip() or "another process"
        held.close()
        words = f"A studio already runs in {place.data} ({who}). Stop it first, or set STUDIO_DATA_DIR."
        raise StartError(ALREADY_RUNNING, "up.already_running", words) from error
    held.truncate(0)
    held.write(f"process {os.getpid()}, {place.url}")
    held.flush()
    return held


def check_port(place: Place) -> None:
    family = socket.AF_INET6 if ":" in place.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.bind, place.port))
        except OSError as error:
            words = f"Port {place.port} on {place.bind} can not be used ({error.strerror}). Set STUDIO_PORT to another."
            raise StartError(PORT_TAKEN, "up.port_taken", words) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def has_gpu() -> bool:
    """Whether a GPU worker makes sense here; asked of the kernel, since asking torch would cost seconds."""
    said = os.environ.get("STUDIO_GPU", "").lower()
    if said:
        return said not in NO
    cards = Path("/proc/driver/nvidia/gpus")
    seen = cards.is_dir() and any(cards.iterdir())
    return seen or Path("/dev/nvidia0").exists() or Path("/dev/kfd").exists()
