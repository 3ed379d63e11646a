"""A whole studio under its supervisor, in a folder of its own, for tests that kill what they like."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from tests.own_house import free_port

ROOT = Path(__file__).resolve().parent.parent
READY_LIMIT_S = 90.0
NOT_INHERITED = {"REDIS_URL", "DATABASE_URL", "STUDIO_DATA_DIR", "STUDIO_PORT"}
SUPERVISOR = ("-m", "studio.supervisor")


class RunningHouse:
    """`manage.py up` as an operator starts it."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.environment = {
            **kept,
            "STUDIO_DATA_DIR": str(data),
            "STUDIO_PORT": str(self.port),
            "STUDIO_DEMO": "0",
            "STUDIO_GPU": "0",
            **settings,
        }
        self.supervisor: subprocess.Popen[str] | None = None

    def start(self) -> float:
        """Start and wait for /readyz; returns the seconds it took."""
        self.supervisor = self.spawn()
        return self.wait_until_ready()

    def wait_until_ready(self) -> float:
        """Wait for /readyz; returns the seconds it took."""
        assert self.supervisor is not None
        began = time.monotonic()
        while self.readyz()[0] != 200:
            if self.supervisor.poll() is not None or time.monotonic() - began > READY_LIMIT_S:
                raise AssertionError(f"the studio did not come up: {self.logs()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def spawn(self, *command: str) -> "subprocess.Popen[str]":
        log = self.data / "supervisor.log"
        self.data.mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(
            [sys.executable, *(command or SUPERVISOR)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log.open("a"),
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def readyz(self) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}

    def processes(self, what: str = "") -> list[psutil.Process]:
        """Living processes of this house whose command line holds `what`, known by their data folder."""
        return [one for one in psutil.process_iter() if self._is_mine(one, what)]

    def _is_mine(self, process: psutil.Process, what: str) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            is_here = process.environ().get("STUDIO_DATA_DIR") == str(self.data)
            return is_here and what in " ".join(process.cmdline())
        except psutil.Error:
            return False

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        assert self.supervisor is not None
        self.supervisor.send_signal(how)
        status = self.supervisor.wait(timeout=30)
        self.supervisor = None
        return status

    def is_empty_within(self, seconds: float) -> bool:
        limit = time.monotonic() + seconds
        while self.processes():
            if time.monotonic() > limit:
                return False
            time.sleep(0.05)
        return True

    def django(self, code: str, *words: str) -> Any:
        """Run code in a Django process of this house; it prints one line of JSON, which is returned."""
        script = f"import json, sys\nimport django\ndjango.setup()\n{code}"
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "studio.settings"}
        done = subprocess.run(
            [sys.executable, "-c", script, *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(done.stderr[-2000:])
        return json.loads(done.stdout.splitlines()[-1])

    def logs(self) -> str:
        files = sorted([*self.data.glob("logs/*.log"), self.data / "supervisor.log"])
        return "\n".join(
            f"== {path.name}\n{path.read_text(errors='replace')[-1500:]}" for path in files if path.exists()
        )

    def close(self) -> None:
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.supervisor.kill()
            self.supervisor.wait()
        for process in self.processes():
            process.kill()
