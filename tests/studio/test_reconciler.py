"""The reconciler against a real Redis and database."""

import secrets
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from redis.exceptions import ConnectionError as AwayError

from processing.models import Run, Stage
from processing.pipeline import sweep
from processing.pipeline.queues import queue_named
from studio import lost, reconciler, workers
from studio.reconciler import Reconciler
from studio.supervisor.redis import LOST, tell_lost
from tests.factories import make_project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Any]:
    connection = queue_named("cpu").connection
    connection.flushdb()
    yield connection
    connection.flushdb()


def _running_stage(worker: str) -> Stage:
    run = Run.objects.create(project=make_project(), recipe="intake")
    return Stage.objects.create(run=run, name="lyrics", kind="read_lyrics", state="running", worker=worker)


def test_a_round_leaves_a_sign_of_life(redis: Any) -> None:
    assert reconciler.age_s(redis) is None
    Reconciler().round()
    assert (reconciler.age_s(redis) or 0) < 1


def test_word_of_a_dead_worker_takes_its_stage_back(redis: Any, redis_url: str) -> None:
    worker = workers.make("cpu", f"cpu-{secrets.token_hex(4)}")
    worker.register_birth()
    stage = _running_stage(worker.name)
    tell_lost(redis_url, worker.name)
    assert lost.wait_for_word(redis, 1.0)
    stage.refresh_from_db()
    assert (stage.state, stage.attempt) == ("queued", 2)
    assert redis.hexists(worker.key, "death")


def test_word_of_a_dead_job_takes_its_stage_back(redis: Any) -> None:
    stage = _running_stage("somewhere")
    lost.tell_stage_lost(redis, stage.pk)
    assert lost.wait_for_word(redis, 1.0)
    assert Stage.objects.get(pk=stage.pk).state == "queued"


def test_word_of_a_stranger_changes_nothing(redis: Any, redis_url: str) -> None:
    stage = _running_stage("somewhere")
    tell_lost(redis_url, "nobody")
    assert not lost.wait_for_word(redis, 1.0)
    assert Stage.objects.get(pk=stage.pk).attempt == 1


def test_silence_ends_with_the_timeout(redis: Any) -> None:
    began = time.monotonic()
    assert not lost.wait_for_word(redis, 0.2)
    assert time.monotonic() - began < 2


def test_telling_without_redis_is_no_error() -> None:
    tell_lost("redis://127.0.0.1:1/0", "cpu-1")


def test_it_outlives_outages_and_keeps_sweeping(redis: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SWEEP_EVERY_S = 0.01
    mine = Reconciler()
    answers = iter([OperationalError("away"), ValueError("odd row"), {"expired": 1, "pushed": 0}])

    def answer() -> dict[str, int]:
        said = next(answers)
        if isinstance(said, Exception):
            raise said
        mine.stopping = True
        return said

    monkeypatch.setattr(sweep, "sweep", answer)
    monkeypatch.setattr("studio.reconciler.signal.signal", lambda *_: None)
    mine.run()
    assert mine.failures == 0


def test_it_rests_when_redis_is_away(settings: Any, monkeypatch: pytest.MonkeyPatch, redis: Any) -> None:
    settings.SWEEP_EVERY_S = 0.1
    mine = Reconciler()
    monkeypatch.setattr(lost, "wait_for_word", _redis_away)
    began = time.monotonic()
    mine._rest()
    assert 0.08 < time.monotonic() - began < 2


def _redis_away(*_: object) -> bool:
    raise AwayError


def test_a_push_of_word_wakes_it(redis: Any, settings: Any) -> None:
    settings.SWEEP_EVERY_S = 10
    stage = _running_stage("somewhere")
    threading.Timer(0.2, lost.tell_stage_lost, (redis, stage.pk)).start()
    began = time.monotonic()
    Reconciler()._rest()
    assert time.monotonic() - began < 3
    assert redis.llen(LOST) == 0
