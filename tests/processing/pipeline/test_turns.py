"""The order of a queue, its pause and the urgency of runs, against a real queue."""

import ctypes
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from artists.models import User
from processing.errors import StudioError
from processing.models import QueueState, Run, Stage
from processing.pipeline import crew, launch, leases, queues, turns
from processing.pipeline.sweep import sweep
from projects.models import Activity, Project

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue(redis_url: str) -> Any:
    queue = queues.queue_named("cpu")
    queue.connection.flushdb()
    return queue


@pytest.fixture
def three(queue: Any, song: Project, owner: User) -> Run:
    return launch.start(song, "echo", by=owner, nodes=[{"name": name} for name in "abc"])


def lined_up() -> list[str]:
    """Names of the stages in the order in which workers will take them."""
    names = {stage.job_id: stage.name for stage in Stage.objects.all()}
    return [names[job] for job in queues.lined_up("cpu")]


def stage(name: str) -> Stage:
    return Stage.objects.select_related("run__project").get(name=name)


def work_off(queue: Any) -> None:
    worker = SimpleWorker([queue], connection=queue.connection, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="ERROR")


def test_first_come_first_served(three: Run) -> None:
    assert lined_up() == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "to", "order"),
    [
        ("c", "front", "cab"),
        ("c", "up", "acb"),
        ("a", "down", "bac"),
        ("a", "back", "bca"),
        ("a", "up", "abc"),
        ("c", "down", "abc"),
    ],
)
def test_a_stage_moves_by_steps(three: Run, engineer: User, name: str, to: str, order: str) -> None:
    turns.step(stage(name), to, by=engineer)
    assert lined_up() == list(order)
    assert Activity.objects.filter(verb="queue.reordered", by=engineer).count() == 1


def test_a_stage_is_put_before_or_behind_another(three: Run, engineer: User) -> None:
    turns.move_beside(stage("c"), stage("a"), by=engineer)
    assert lined_up() == ["c", "a", "b"]
    turns.move_beside(stage("c"), stage("b"), before=False, by=engineer)
    assert lined_up() == ["a", "b", "c"]


def test_workers_really_take_the_new_order(three: Run, queue: Any, engineer: User) -> None:
    turns.step(stage("c"), "front", by=engineer)
    work_off(queue)
    done = Stage.objects.order_by("started_at").values_list("name", flat=True)
    assert list(done) == ["c", "a", "b"]


def test_the_order_outlives_redis(three: Run, queue: Any, engineer: User) -> None:
    turns.step(stage("c"), "front", by=engineer)
    queue.connection.flushdb()
    Stage.objects.update(queued_at=timezone.now() - timedelta(seconds=5))
    assert sweep()["pushed"] == 3
    assert lined_up() == ["c", "a", "b"]


def test_a_list_in_disorder_is_put_right_by_the_reconciler(three: Run, queue: Any) -> None:
    jobs = queue.get_job_ids()
    queue.connection.delete(queue.key)
    queue.connection.rpush(queue.key, *reversed(jobs))
    sweep()
    assert lined_up() == ["a", "b", "c"]


def test_what_left_the_queue_is_not_moved(three: Run, engineer: User) -> None:
    gone = stage("a")
    Stage.objects.filter(pk=gone.pk).update(state="running", lease_until=timezone.now() + timedelta(minutes=1))
    with pytest.raises(StudioError, match=r"queue\.gone"):
        turns.step(gone, "front", by=engineer)
    with pytest.raises(StudioError, match=r"queue\.gone"):
        turns.move_beside(stage("b"), gone, by=engineer)
    with pytest.raises(StudioError, match=r"queue\.no_such_step"):
        turns.step(stage("b"), "sideways", by=engineer)


def test_urgency_changes_places_at_once_and_for_what_follows(
    three: Run, song: Project, owner: User, engineer: User
) -> None:
    other = launch.start(song, "echo", by=owner, nodes=[{"name": "x"}, {"name": "y", "needs": ("x",)}])
    turns.prioritise(other, 1, by=engineer)
    assert lined_up() == ["x", "a", "b", "c"]
    assert turns.last(other) < stage("a").place
    turns.prioritise(three, -1, by=engineer)
    turns.prioritise(other, 0, by=engineer)
    assert lined_up() == ["x", "a", "b", "c"]
    with pytest.raises(StudioError, match=r"run\.no_such_priority"):
        turns.prioritise(other, 7, by=engineer)


def test_a_paused_queue_gives_out_nothing_new(three: Run, queue: Any, song: Project, engineer: User) -> None:
    turns.pause("cpu", by=engineer, reason="New disk")
    assert lined_up() == []
    work_off(queue)
    late = launch.start(song, "echo", by=engineer, nodes=[{"name": "late"}])
    assert set(Stage.objects.values_list("state", flat=True)) == {"queued"}
    Stage.objects.update(queued_at=timezone.now() - timedelta(minutes=5))
    assert sweep()["pushed"] == 0 and lined_up() == []
    assert song.events.filter(type="queue.paused", data__reason="New disk").exists()
    turns.resume("cpu", by=engineer)
    assert lined_up() == ["a", "b", "c", "late"]
    work_off(queue)
    late.refresh_from_db()
    assert late.state == "done"
    assert not QueueState.objects.exclude(paused_at=None).exists()


def test_a_job_taken_in_the_moment_of_the_pause_waits(three: Run, engineer: User) -> None:
    QueueState.objects.create(name="cpu", paused_at=timezone.now())
    queue = queues.queue_named("cpu")
    work_off(queue)
    assert set(Stage.objects.values_list("state", flat=True)) == {"queued"}


def test_pausing_twice_is_written_down_once(redis_url: str, engineer: User) -> None:
    for _ in range(2):
        turns.pause("gpu", by=engineer)
    for _ in range(2):
        turns.resume("gpu", by=engineer)
    assert list(Activity.objects.order_by("pk").values_list("verb", flat=True)) == ["queue.paused", "queue.resumed"]
    with pytest.raises(StudioError, match=r"queue\.unknown"):
        turns.pause("kitchen", by=engineer)


def test_rests_do_not_use_up_attempts(three: Run, queue: Any) -> None:
    for _ in range(3):
        queue.connection.flushdb()
        Stage.objects.update(queued_at=timezone.now() - timedelta(seconds=5))
        sweep()
    assert [(row.attempt, row.attempts_allowed) for row in Stage.objects.all()] == [(4, 9)] * 3


def test_idle_and_busy_workers_are_seen(three: Run, queue: Any) -> None:
    cache.clear()
    assert crew.seen() == []
    worker = SimpleWorker([queue], name="cpu-1", connection=queue.connection, serializer=JSONSerializer)
    worker.register_birth()
    cache.clear()
    (idle,) = crew.seen() or []
    assert (idle.name, idle.queues, idle.stage, idle.is_late) == ("cpu-1", ("cpu",), None, False)
    worker.set_current_job_id(stage("a").job_id)
    assert [one.stage for one in crew.seen() or []] == [None], "kept for a moment"
    cache.clear()
    assert [one.stage for one in crew.seen() or []] == [stage("a").pk]
    worker.register_death()


def test_without_redis_the_crew_is_unknown_and_a_pause_still_holds(
    three: Run, engineer: User, redis_server: Any
) -> None:
    redis_server.kill()
    cache.clear()
    try:
        started = time.monotonic()
        assert crew.seen() is None
        assert time.monotonic() - started < 1.0
        turns.pause("gpu", by=engineer)
        assert queues.paused() == {"gpu"}
    finally:
        redis_server.start()
        cache.clear()


def test_a_gpu_stage_is_broken_off_when_it_is_cancelled(three: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reports no progress; the keeper of its lease stops it all the same."""
    monkeypatch.setattr(leases, "LOOK_EVERY_S", 0.05)
    row = stage("a")
    Stage.objects.filter(pk=row.pk).update(queue="gpu", state="cancelled")
    row.refresh_from_db()
    outcome: list[str] = []

    def work() -> None:
        try:
            with leases.LeaseKeeper(row):
                until = time.monotonic() + 10
                while time.monotonic() < until:
                    pass
        except leases.StoppedError:
            outcome.append("stopped")

    thread = threading.Thread(target=work)
    started = time.monotonic()
    thread.start()
    thread.join(8)
    assert outcome == ["stopped"] and time.monotonic() - started < 5


def test_one_that_does_not_stop_ends_its_worker(three: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "GRACE_S", 0.05)
    monkeypatch.setattr(ctypes.pythonapi, "PyThreadState_SetAsyncExc", lambda *_: None)
    ended: list[int] = []
    monkeypatch.setattr(leases.os, "_exit", ended.append)
    Stage.objects.update(queue="gpu")
    leases.LeaseKeeper(stage("a"))._stop()
    assert ended == [1]
