"""Short work never waits behind long work: against a real queue."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from artists.models import User
from processing.models import Run, Stage
from processing.pipeline import launch, queues, turns
from processing.stages.table import KINDS
from projects.assets import NewFile, add_file
from projects.models import Asset, Project
from studio import workers
from tests.house import ROOT

pytestmark = [pytest.mark.django_db(transaction=True)]

QUICK = {"ingest", "hear_voice", "read_lyrics", "plan_song", "diagnose", "look_at_photo", "sing_sample"}
LIGHT = """
import sys
import django
django.setup()
from studio import workers
reserve = workers.make("quick", "quick-light")
reserve.dequeue_job_and_maintain_ttl(None)
print(any(name in sys.modules for name in ("scipy.signal", "numba", "soundfile")))
"""


@pytest.fixture
def desk(redis_url: str) -> Any:
    connection = queues.queue_named("cpu").connection
    connection.flushdb()
    return connection


@pytest.fixture
def upload(song: Project, owner: User, tmp_path: Path) -> Asset:
    path = tmp_path / "backing.wav"
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * 220.0 * np.arange(3 * 48_000) / 48_000), 48_000)
    return add_file(song, NewFile("instrumental", path, path.name), by=owner)


def work_off(*names: str) -> None:
    sources = [queues.queue_named(name) for name in names]
    worker = SimpleWorker(sources, connection=sources[0].connection, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="ERROR")


def states(run: Run) -> set[str]:
    return set(run.stages.values_list("state", flat=True))


def test_what_a_song_s_intake_does_is_quick_and_what_takes_long_is_not() -> None:
    assert {name for name, kind in KINDS.items() if kind.queue == "quick"} == QUICK
    assert QUICK.isdisjoint({"compose", "separate", "restore", "render_mix", "master", "film"})


def test_an_upload_is_heard_while_every_cpu_worker_is_busy(
    desk: Any, song: Project, owner: User, upload: Asset
) -> None:
    """Nobody takes from the cpu queue; the reserve alone hears the upload."""
    films = launch.start(song, "echo", by=owner, nodes=[{"name": name} for name in "abc"])
    check = launch.start(song, "check", by=owner, asset=str(upload.pk))
    work_off("quick")
    check.refresh_from_db()
    assert check.state == "done" and states(films) == {"queued"}


def test_a_worker_that_comes_free_does_short_work_first(desk: Any, song: Project, owner: User, upload: Asset) -> None:
    launch.start(song, "echo", by=owner, nodes=[{"name": "film"}])
    launch.start(song, "check", by=owner, asset=str(upload.pk))
    work_off(*workers.LISTENS["cpu"])
    assert list(Stage.objects.order_by("started_at").values_list("name", flat=True)) == ["upload", "film"]


def test_pausing_long_work_does_not_stop_short_work(desk: Any, song: Project, engineer: User, upload: Asset) -> None:
    turns.pause("cpu", by=engineer, reason="New disk")
    check = launch.start(song, "check", by=engineer, asset=str(upload.pk))
    work_off("quick")
    assert states(check) == {"done"}
    turns.pause("quick", by=engineer)
    again = launch.start(song, "check", by=engineer, asset=str(upload.pk))
    work_off("quick")
    assert states(again) == {"queued"}


def test_a_stage_that_was_queued_before_short_work_had_a_queue_is_done(
    desk: Any, song: Project, owner: User, upload: Asset
) -> None:
    turns.pause("quick", by=None)
    check = launch.start(song, "check", by=owner, asset=str(upload.pk))
    check.stages.update(queue="cpu")
    queues.push(check.stages.get())
    work_off("cpu")
    assert states(check) == {"done"}


def test_every_worker_takes_from_its_queues(desk: Any) -> None:
    listened = {name: workers.make(name, f"{name}-1").queue_names() for name in ("cpu", "quick", "gpu")}
    assert listened == {"cpu": ["quick", "cpu"], "quick": ["quick"], "gpu": ["gpu"]}


def test_the_reserve_leaves_a_stage_to_the_others_for_a_moment(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reserve = workers.make("quick", "quick-1")
    assert isinstance(reserve, workers.QuickWorker)
    looks = iter([False, True, True, False, True, True, True])
    monkeypatch.setattr(workers.QuickWorker, "_has_work", property(lambda _self: next(looks)))
    monkeypatch.setattr(workers, "LOOK_EVERY_S", 0.0)
    reserve._let_others_go_first()
    assert list(looks) == []


def test_the_reserve_stays_alive_while_it_waits(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reserve = workers.make("quick", "quick-1")
    assert isinstance(reserve, workers.QuickWorker)
    beats: list[float] = []
    looks = iter([False] * 3 + [True] * 3)
    monkeypatch.setattr(workers.QuickWorker, "_has_work", property(lambda _self: next(looks)))
    monkeypatch.setattr(workers, "HEARTBEAT_S", 0.0)
    monkeypatch.setattr(reserve, "heartbeat", lambda: beats.append(time.monotonic()))
    reserve._let_others_go_first()
    assert len(beats) >= 3


def test_the_reserve_loads_no_sound_library_before_its_first_stage(desk: Any) -> None:
    told = subprocess.run([sys.executable, "-c", LIGHT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False"]
