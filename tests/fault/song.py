"""A small song in a running house, and what its rows say afterwards, read straight from the database file."""

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil

from tests.house import RunningHouse

START = """
from artists.models import Artist, User
from projects import songs
number = Artist.objects.count() + 1
user = User.objects.create_user(f"singer{number}", f"singer{number}@example.org", "not-a-real-one")
artist = Artist.objects.create(name=f"Artist {number}", slug=f"artist-{number}")
artist.memberships.create(user=user)
brief = songs.Brief(
    title=f"Song {number}", genre="lofi", bpm=120, key="A minor", candidates_wanted=int(sys.argv[1]), seed=number * 100
)
words = "[Verse]\\nLights are going out again\\nOver every river\\n\\n[Chorus]\\nHold the line, hold the line\\n"
project = songs.start_song(artist, brief, by=user, lyrics=words)
songs.submit(project, by=user, declaring=["lyrics"])
print(json.dumps(project.pk.hex))
"""
GIVE_UP = """
from processing.models import Run
from processing.pipeline import launch
for run in Run.objects.filter(state="running"):
    launch.cancel(run, by=None)
print(json.dumps(None))
"""


@dataclass(frozen=True)
class Song:
    """One song's rows, by the hexadecimal id that SQLite keeps."""

    house: RunningHouse
    project: str
    candidates: int

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        path = f"file:{self.house.data / 'studio.sqlite3'}?mode=ro"
        with sqlite3.connect(path, uri=True, timeout=20) as database:
            return database.execute(question, (self.project,)).fetchall()

    def runs(self) -> dict[str, str]:
        return dict(self.rows("SELECT recipe, state FROM processing_run WHERE project_id = ?"))

    def is_over(self) -> bool:
        runs = self.runs()
        return "instrumental" in runs and "running" not in runs.values()

    def is_being_made(self) -> bool:
        """A worker is busy with one of the candidates."""
        return bool(
            self.rows(
                "SELECT 1 FROM processing_stage s JOIN processing_run r ON r.id = s.run_id "
                "WHERE s.kind = 'compose' AND s.state = 'running' AND r.project_id = ?"
            )
        )

    def wait(self, limit_s: float, until: Callable[["Song"], bool] = is_over) -> float:
        """Seconds until the song is over (or what else is asked); AssertionError when it takes too long."""
        began = time.monotonic()
        while not until(self):
            if time.monotonic() - began > limit_s:
                stages = self.rows(
                    "SELECT s.name, s.state, s.attempt, s.error_code FROM processing_stage s "
                    "JOIN processing_run r ON r.id = s.run_id WHERE r.project_id = ?"
                )
                raise AssertionError(f"not over after {limit_s:.0f} s: {self.runs()} {stages}\n{self.house.logs()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def faults(self) -> list[str]:
        """What a lost, doubled or failed piece of work would leave behind; empty when all is well."""
        found = [f"{recipe} is {state}" for recipe, state in self.runs().items() if state != "done"]
        numbers = [seq for (seq,) in self.rows("SELECT seq FROM projects_event WHERE project_id = ? ORDER BY seq")]
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(f"events are not numbered without gaps: {numbers}")
        assets = Counter(self.rows("SELECT kind, sha256 FROM projects_asset WHERE project_id = ?"))
        found += [f"asset twice: {asset}" for asset, times in assets.items() if times > 1]
        candidates = sum(times for (kind, _), times in assets.items() if kind == "candidate")
        if candidates != self.candidates:
            found.append(f"{candidates} candidates instead of {self.candidates}")
        return found + self._unheard()

    def _unheard(self) -> list[str]:
        """Each stage that ended well has told it exactly once."""
        stages = self.rows(
            "SELECT s.id FROM processing_stage s JOIN processing_run r ON r.id = s.run_id WHERE r.project_id = ?"
        )
        told = Counter(
            self.rows(
                "SELECT json_extract(data, '$.stage') FROM projects_event "
                "WHERE type IN ('stage.done', 'stage.reused') AND project_id = ?"
            )
        )
        return [f"stage {one[0]} told its end {told[one]} times" for one in stages if told[one] != 1]


def begin(house: RunningHouse, candidates: int = 2) -> Song:
    return Song(house, house.django(START, str(candidates)), candidates)


def give_up(house: RunningHouse) -> None:
    """Cancel what is under way, for the next test."""
    house.django(GIVE_UP)


def _supervised(house: RunningHouse, what: str) -> list[psutil.Process]:
    assert house.supervisor is not None
    return [one for one in house.processes(what) if one.ppid() == house.supervisor.pid]


def _job_processes(house: RunningHouse) -> list[psutil.Process]:
    workers = {one.pid for one in _supervised(house, "worker --queue cpu")}
    return [one for one in house.processes("worker --queue cpu") if one.ppid() in workers]


VICTIMS: dict[str, Callable[[RunningHouse], list[psutil.Process]]] = {
    "worker": lambda house: _supervised(house, "worker --queue cpu"),
    "job process": _job_processes,
    "reconciler": lambda house: _supervised(house, "manage.py reconcile"),
    "web server": lambda house: _supervised(house, "manage.py web"),
    "redis": lambda house: _supervised(house, "server.conf"),
}


def kill_one(house: RunningHouse, kind: str, chance: random.Random, *, patience_s: float = 5.0) -> bool:
    """kill -9 of one process of the kind; False when none turned up in time (no job was running)."""
    limit = time.monotonic() + patience_s
    while time.monotonic() < limit:
        victims = VICTIMS[kind](house)
        if victims:
            chance.choice(victims).kill()
            return True
        time.sleep(0.02)
    return False
