"""A command that does its work itself, while a studio runs on the same rows: neither takes the other's stages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from artists.models import User
from processing.errors import StudioError
from processing.models import Run, Stage
from processing.pipeline import launch, queues, turns
from processing.pipeline.sweep import sweep
from processing.pipeline.worker import claim
from projects.models import Project
from tests.spoken import is_sentence

pytestmark = [pytest.mark.django_db(transaction=True)]
NODES = [{"name": "a"}, {"name": "b"}, {"name": "c", "needs": ("a", "b")}]


@pytest.fixture
def queue(redis_url: str) -> Any:
    queue = queues.queue_named("cpu")
    queue.connection.flushdb()
    return queue


@pytest.fixture
def run(queue: Any, song: Project) -> Run:
    run = launch.start(song, "echo", by=None, here=True, nodes=NODES)
    return Run.objects.get(pk=run.pk)


def age(seconds: float) -> None:
    then = timezone.now() - timedelta(seconds=seconds)
    Run.objects.update(created_at=then)
    Stage.objects.exclude(queued_at=None).update(queued_at=then)


def states() -> list[str]:
    return list(Stage.objects.order_by("name").values_list("state", flat=True))


def test_the_studio_hands_none_of_it_to_its_workers(run: Run, queue: Any) -> None:
    age(30)
    swept = sweep()
    assert swept["pushed"] == 0 and queue.count == 0
    assert states() == ["queued", "queued", "waiting"]
    assert set(Stage.objects.values_list("attempt", flat=True)) == {1}


def test_the_studio_neither_opens_nor_closes_what_the_command_does(run: Run, queue: Any) -> None:
    Stage.objects.exclude(name="c").update(state="done", finished_at=timezone.now())
    sweep()
    assert states() == ["done", "done", "waiting"]
    Stage.objects.update(state="done", finished_at=timezone.now())
    sweep()
    run.refresh_from_db()
    assert run.state == "running", "its command closes it, and decides what follows"


def test_a_command_that_was_killed_at_work_leaves_a_reason(run: Run, engineer: User, queue: Any) -> None:
    stage = claim(Stage.objects.get(name="a").pk)
    assert stage is not None
    assert sweep()["expired"] == 0
    Stage.objects.filter(pk=stage.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sweep()["expired"] == 1
    assert states() == ["failed", "cancelled", "cancelled"]
    stage.refresh_from_db()
    run.refresh_from_db()
    assert run.state == "failed" and stage.error_code == "worker.lost" and is_sentence("x.y", stage.error_words)
    launch.retry(run, by=engineer)
    assert states() == ["queued", "queued", "waiting"]
    assert set(Stage.objects.values_list("queue", flat=True)) == {"cpu"} and queue.count == 2


def test_a_command_that_was_killed_between_stages_is_not_under_way_for_ever(run: Run, queue: Any) -> None:
    sweep()
    assert states() == ["queued", "queued", "waiting"]
    age(120)
    sweep()
    run.refresh_from_db()
    assert run.state == "cancelled" and "queued" not in states()


def test_its_turn_is_nobodys_to_change(run: Run, engineer: User, queue: Any) -> None:
    with pytest.raises(StudioError, match="no queue of that name"):
        turns.step(Stage.objects.get(name="a"), "front", by=engineer)
    turns.prioritise(run, 1, by=engineer)
    launch.cancel(run, by=engineer)
    assert set(states()) <= {"cancelled", "skipped"}
