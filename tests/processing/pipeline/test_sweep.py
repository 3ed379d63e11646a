"""The reconciler against a real queue."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as studio
from django.utils import timezone
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from processing.models import Run, Stage
from processing.pipeline import launch, queues
from processing.pipeline.sweep import stage_lost, sweep, worker_lost
from processing.pipeline.worker import claim
from tests.spoken import is_sentence

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue(redis_url: str) -> Any:
    queue = queues.queue_named("cpu")
    queue.connection.flushdb()
    return queue


@pytest.fixture
def run(queue: Any, song: Any, owner: Any) -> Run:
    return launch.start(song, "echo", by=owner, nodes=[{"name": "a"}, {"name": "b", "needs": ("a",)}])


def work_off(queue: Any) -> None:
    SimpleWorker([queue], connection=queue.connection, serializer=JSONSerializer).work(
        burst=True, logging_level="ERROR"
    )


def first() -> Stage:
    return Stage.objects.select_related("run__project").get(name="a")


def ago(seconds: float) -> Any:
    return timezone.now() - timedelta(seconds=seconds)


def test_a_worker_works_the_queue_off(run: Run, queue: Any) -> None:
    work_off(queue)
    run.refresh_from_db()
    assert run.state == "done"


def test_pushing_again_queues_nothing_twice(run: Run, queue: Any) -> None:
    assert queues.push(first()) is True
    assert queue.get_job_ids() == [first().job_id]
    assert queues.lengths()["cpu"] == 1


def test_urgent_runs_go_first(run: Run, queue: Any, song: Any, owner: Any) -> None:
    urgent = launch.start(song, "echo", by=owner, priority=1, nodes=[{"name": "u"}])
    assert queue.get_job_ids()[0] == urgent.stages.get().job_id


def test_a_quiet_house_needs_no_repair(run: Run) -> None:
    assert sweep() == {"expired": 0, "pushed": 0, "running": 1, "scratch": 0, "shelf": 0}


def test_jobs_forgotten_by_redis_are_pushed_again(run: Run, queue: Any) -> None:
    queue.connection.flushdb()
    assert sweep()["pushed"] == 0, "young rows are given a moment"
    Stage.objects.filter(name="a").update(queued_at=ago(3))
    assert sweep()["pushed"] == 1
    assert first().attempt == 2
    assert queue.get_job_ids() == [first().job_id]


def test_a_job_still_in_the_queue_is_left_alone(run: Run) -> None:
    Stage.objects.filter(name="a").update(queued_at=ago(600))
    assert sweep()["pushed"] == 0


def test_a_job_taken_by_a_worker_that_died_is_pushed_again(run: Run, queue: Any) -> None:
    job = queue.fetch_job(first().job_id)
    queue.remove(job)
    now = timezone.now().timestamp()
    assert queues.is_on_its_way(first(), now)
    assert not queues.is_on_its_way(first(), now + queues.CLAIM_S + 1)


def test_a_late_stage_gets_another_attempt(run: Run, queue: Any) -> None:
    stage = claim(first().pk)
    assert stage is not None
    assert sweep()["expired"] == 0
    Stage.objects.filter(pk=stage.pk).update(lease_until=ago(1))
    assert first().is_stalled
    assert sweep()["expired"] == 1
    assert (first().state, first().attempt) == ("queued", 2)
    work_off(queue)
    run.refresh_from_db()
    assert run.state == "done"


def test_a_stage_lost_too_often_fails_with_a_reason(run: Run) -> None:
    claim(first().pk)
    Stage.objects.filter(name="a").update(lease_until=ago(1), attempt=6)
    sweep()
    assert (first().state, first().error_code) == ("failed", "worker.lost")
    assert is_sentence(first().error_code, first().error_words) and first().finished_at is not None
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.project.events.filter(type="stage.failed", data__code="worker.lost").count() == 1


def test_a_dead_workers_stages_are_taken_back_at_once(run: Run) -> None:
    stage = claim(first().pk)
    assert stage is not None
    assert worker_lost("somebody-else") == 0
    assert worker_lost(stage.worker) == 1
    assert first().state == "queued"
    assert worker_lost(stage.worker) == 0


def test_a_dead_job_process_gives_its_stage_back(run: Run) -> None:
    assert stage_lost(first().pk) is False
    claim(first().pk)
    assert stage_lost(first().pk) is True
    assert stage_lost(10**6) is False


def test_only_what_waits_in_a_queue_is_pushed_again(run: Run, queue: Any) -> None:
    assert claim(first().pk) is not None
    Stage.objects.update(queued_at=ago(60))
    queue.connection.flushdb()
    assert sweep()["pushed"] == 0 and not queue.get_job_ids()
    assert (first().state, first().attempt) == ("running", 1)


def test_no_scratch_folder_is_no_scratch(run: Run, settings: Any, tmp_path: Path) -> None:
    settings.SCRATCH_DIR = tmp_path / "nowhere"
    assert sweep()["scratch"] == 0


def test_stages_nobody_queued_are_found(run: Run, queue: Any) -> None:
    Stage.objects.filter(name="a").update(state="done")
    sweep()
    assert Stage.objects.get(name="b").state == "queued"


def test_a_run_nobody_closed_is_closed(run: Run) -> None:
    Stage.objects.update(state="done")
    sweep()
    run.refresh_from_db()
    assert run.state == "done"


def test_scratch_of_killed_attempts_is_cleared(run: Run) -> None:
    stage = claim(first().pk)
    assert stage is not None
    live, dead = studio.SCRATCH_DIR / stage.job_id, studio.SCRATCH_DIR / "stage-0-1"
    for folder in (live, dead):
        folder.mkdir(parents=True)
    assert sweep()["scratch"] == 1
    assert live.exists()
    live.rmdir()


def test_shelves_are_kept_below_their_allowance(db: None, redis_url: str, settings: Any, tmp_path: Path) -> None:
    settings.SHELF_MAX_BYTES = 250
    settings.SHELF_DIR = tmp_path
    folder = tmp_path / "strips" / "1"
    folder.mkdir(parents=True)
    for age_s, name in enumerate(("newest", "middle", "oldest")):
        (folder / name).write_bytes(b"x" * 100)
        os.utime(folder / name, (1e9 - age_s, 1e9 - age_s))
    assert sweep()["shelf"] == 1
    assert {path.name for path in folder.iterdir()} == {"newest", "middle"}


def test_without_redis_rows_wait_and_nothing_breaks(run: Run, queue: Any, redis_server: Any) -> None:
    Stage.objects.filter(name="a").update(queued_at=ago(60))
    redis_server.kill()
    try:
        assert queues.push(first()) is False
        queues.stop(first())
        assert sweep()["pushed"] == 0
    finally:
        redis_server.start()
    queue.connection.flushdb()
    assert sweep()["pushed"] == 1


def test_cancel_tells_the_worker(run: Run, owner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(queues, "stop", lambda stage: told.append(stage.name))
    claim(first().pk)
    launch.cancel(run, by=owner)
    assert told == ["a"]
    assert first().state == "cancelled"


def test_stopping_a_job_that_is_not_running_is_quiet(run: Run) -> None:
    queues.stop(first())
