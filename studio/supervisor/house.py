"""Starts everything in order, keeps it running, and stops it in the opposite order."""

import http.client
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import FrameType

from studio.setup.steps import ROOT
from studio.supervisor.child import Child, Program
from studio.supervisor.guard import Guard
from studio.supervisor.place import Place, has_gpu
from studio.supervisor.prepare import prepare
from studio.supervisor.redis import OwnRedis, tell_lost

TICK_S = 0.05
SLOW_START_S = 60.0
# The reserve starts when the others are up, so that the studio is ready no later for it.
RESERVE_AFTER_S = 4.0


class House:
    """All processes of one studio on one machine."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.environment = _environment(place)
        self.redis: OwnRedis | None = None
        self.children: list[Child] = []
        # Makes the demo song once, on the first start; it is not restarted.
        self.greeting: Child | None = None
        self.asked_to_stop = 0
        self._began = time.monotonic()
        self._is_ready = False
        self._next_look = 0.0

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_asked)
        guard = Guard(self.environment)
        try:
            self._start()
            while not self.asked_to_stop:
                self._watch()
                time.sleep(TICK_S)
        finally:
            self._stop()
            guard.dismiss()
        return 0

    def _start(self) -> None:
        if not os.environ.get("REDIS_URL"):
            self.redis = OwnRedis(self.place, self.environment)
            self.redis.start()
            self.environment["REDIS_URL"] = self.redis.url
        is_first = prepare(self.place, self.environment)
        self.children = [Child(program, self.environment) for program in self._programs()]
        for child in self.children:
            if child.may_start:
                child.start()
        if is_first and self.place.demo:
            self.greeting = Child(self._program("demo", "demo"), self.environment)
            self.greeting.start()

    def _programs(self) -> list[Program]:
        address = ("--bind", self.place.bind, "--port", str(self.place.port))
        programs = [self._program("web", "web", *address, grace_s=5.0), self._program("reconcile", "reconcile")]
        programs += [self._worker("cpu", number) for number in range(1, self.place.cpu_workers + 1)]
        programs += [self._worker("gpu", 1)] if has_gpu() else []
        # Free for short work even while all cpu workers do long work.
        return [*programs, replace(self._worker("quick", 1), after_s=RESERVE_AFTER_S)]

    def _program(
        self,
        name: str,
        *words: str,
        grace_s: float = 4.0,
        fresh: Callable[[], Mapping[str, str]] = dict,
    ) -> Program:
        command = (sys.executable, "manage.py", *words)
        return Program(name, command, ROOT, self.place.data / "logs" / f"{name}.log", grace_s, fresh)

    def _worker(self, queue: str, number: int) -> Program:
        # A name left behind by a killed worker would keep the next one from starting.
        name = f"{queue}-{number}"
        return self._program(
            name, "worker", "--queue", queue, fresh=lambda: {"STUDIO_WORKER": f"{name}-{secrets.token_hex(4)}"}
        )

    def _watch(self) -> None:
        """Restart what has ended; Redis first, since the others need it."""
        everyone = [*([self.redis.child] if self.redis else []), *self.children]
        for child in everyone:
            status = child.reap()
            if status is not None:
                self._say(f"{child.program.name} ended with {status}; starting it again")
                self._tell_lost(child)
            if child.may_start:
                child.start()
        if not self._is_ready and time.monotonic() >= self._next_look:
            self._look_whether_ready()

    def _look_whether_ready(self) -> None:
        self._next_look = time.monotonic() + 0.1
        waited_s = time.monotonic() - self._began
        if _answers_ready(self.place):
            self._is_ready = True
            self._say(f"ready in {waited_s:.1f} s at {self.place.url} (Ctrl-C stops it)")
            self._show_sign_ins()
        elif waited_s > SLOW_START_S:
            self._is_ready = True
            self._say(f"not ready after {waited_s:.0f} s; see {self.place.url}/readyz and {self.place.data / 'logs'}")

    def _show_sign_ins(self) -> None:
        try:
            print((self.place.data / "demo-sign-ins.txt").read_text(), flush=True)
        except OSError:
            return

    def _tell_lost(self, child: Child) -> None:
        name = child.given.get("STUDIO_WORKER")
        if name:
            tell_lost(self.environment["REDIS_URL"], name)

    def _stop(self) -> None:
        """Web and workers first, Redis last, so that nobody writes to a Redis that is gone."""
        began = time.monotonic()
        everyone = [*self.children, *([self.greeting] if self.greeting else [])]
        for child in everyone:
            child.ask_to_stop()
        for child in everyone:
            patience_s = 0.0 if self.asked_to_stop > 1 else child.program.grace_s
            if not child.wait_or_kill(began + patience_s):
                self._tell_lost(child)
        if self.redis:
            self.redis.child.ask_to_stop()
            self.redis.child.wait_or_kill(time.monotonic() + self.redis.child.program.grace_s)
        self._say(f"stopped in {time.monotonic() - began:.1f} s")

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop += 1

    def _say(self, words: str) -> None:
        print(f"studio: {words}", flush=True)


def _environment(place: Place) -> dict[str, str]:
    environment = {**os.environ, "STUDIO_DATA_DIR": str(place.data), "PYTHONUNBUFFERED": "1"}
    environment.pop("STUDIO_FOLLOW_PARENT", None)
    # Compiled modules make every later start quicker.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _answers_ready(place: Place) -> bool:
    line = http.client.HTTPConnection(place.local_address.strip("[]"), place.port, timeout=5.0)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
