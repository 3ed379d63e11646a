"""Everything that people do with runs and queues is told and kept whole: what, by whom, of which song."""

from typing import Any

import pytest

from artists.models import User
from processing.models import Run
from processing.pipeline import launch, turns
from processing.pipeline.worker import run_stage
from projects.models import Project
from tests.told import deeds, events_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]


def facts(run: Run, name: str, state: str, attempt: int = 1) -> dict[str, Any]:
    stage = run.stages.get(name=name)
    return {"stage": stage.pk, "run": run.pk, "name": name, "kind": "echo", "state": state, "attempt": attempt}


def test_a_start_and_a_cancel(start: Any, song: Project, owner: User, engineer: User, commit: Any) -> None:
    run = start({"name": "a"}, {"name": "b", "needs": ("a",)}, priority=1)
    with commit():
        launch.cancel(run, by=engineer)
    named = {"run": run.pk, "recipe": "echo"}
    assert events_of(song) == [
        ("run.started", owner.pk, named),
        ("stage.queued", None, facts(run, "a", "queued")),
        ("stage.cancelled", engineer.pk, facts(run, "a", "cancelled")),
        ("stage.cancelled", engineer.pk, facts(run, "b", "cancelled")),
        ("run.cancelled", None, named),
    ]
    assert deeds() == [
        ("run.started", owner.pk, song.pk, named),
        ("run.cancelled", engineer.pk, song.pk, named),
    ]
    run.refresh_from_db()
    nodes = {"nodes": [{"name": "a"}, {"name": "b", "needs": ["a"]}]}
    assert (run.project, run.recipe, run.params, run.priority, run.by) == (song, "echo", nodes, 1, owner)


def test_the_rows_of_a_run(start: Any) -> None:
    run = start({"name": "a", "inputs": {"file": [7]}, "params": {"x": 1}}, {"name": "b", "needs": ("a",)})
    rows = run.stages.order_by("position").values_list(
        "position", "name", "kind", "queue", "needs", "inputs", "params", "engine"
    )
    assert list(rows) == [
        (0, "a", "echo", "cpu", [], {"file": ["7"]}, {"x": 1}, ""),
        (1, "b", "echo", "cpu", ["a"], {}, {}, ""),
    ]


def test_a_failure_and_another_try(start: Any, finish: Any, song: Project, engineer: User, commit: Any) -> None:
    run = finish(start({"name": "bad", "params": {"fail": "audio.silent"}}))
    stage = run.stages.get()
    assert (stage.error_code, bool(stage.error_words), stage.finished_at is None) == ("audio.silent", True, False)
    with commit():
        launch.retry(run, by=engineer)
    stage.refresh_from_db()
    blank = (stage.error_code, stage.error_words, stage.traceback, stage.progress, stage.message, stage.finished_at)
    assert blank == ("", "", "", 0.0, "", None) and stage.state == "queued"
    run.refresh_from_db()
    assert (run.state, run.finished_at) == ("running", None)
    told = [row for row in events_of(song, "stage.") if row[0] != "run.failed"]
    named = {"run": run.pk, "recipe": "echo"}
    assert told[-1] == ("run.started", engineer.pk, named) and len(told) == 2
    assert deeds()[-1] == ("run.retried", engineer.pk, song.pk, named)


def test_what_a_finished_stage_tells(start: Any, finish: Any, song: Project) -> None:
    run = finish(start({"name": "a"}))
    stage = run.stages.get()
    (_done, _by, told), ended = [row for row in events_of(song) if row[0] in ("stage.done", "run.done")]
    seconds, cost = told.pop("seconds"), told.pop("cost")
    assert told == facts(run, "a", "done") and ended == ("run.done", None, {"run": run.pk, "recipe": "echo"})
    assert (seconds, cost) == (round(stage.seconds, 3), pytest.approx(float(stage.cost), abs=1e-4))
    assert (stage.progress, stage.lease_until, stage.finished_at is None) == (1.0, None, False)
    assert stage.provenance == {
        "stage": "echo",
        "stage_version": 1,
        "engine": "",
        "engine_version": "",
        "weights": {},
        "licences": [],
        "fingerprint": stage.fingerprint,
        "seed": None,
        "machine": True,
        "attached": {"renditions": {}, "measures": {}},
    }


@pytest.mark.usefixtures("redis_url")
def test_steps_and_urgency(start: Any, song: Project, engineer: User, anr: User, commit: Any) -> None:
    run = start({"name": "a"}, {"name": "b"})
    first, second = run.stages.order_by("position")
    with commit():
        turns.step(second, "up", by=engineer)
        turns.move_beside(second, first, before=False, by=anr)
        turns.prioritise(run, -1, by=engineer)
    told = events_of(song)[3:]
    assert told == [
        ("stage.moved", engineer.pk, facts(run, "b", "queued")),
        ("stage.moved", anr.pk, facts(run, "b", "queued")),
        ("run.prioritised", engineer.pk, {"run": run.pk, "recipe": "echo", "priority": -1}),
    ]
    moved = {"stage": second.pk, "queue": "cpu"}
    assert deeds()[1:] == [
        ("queue.reordered", engineer.pk, song.pk, moved),
        ("queue.reordered", anr.pk, song.pk, moved),
        ("run.prioritised", engineer.pk, song.pk, {"run": run.pk, "recipe": "echo", "priority": -1}),
    ]


def test_a_rest_of_a_queue(start: Any, song: Project, engineer: User, admin: User) -> None:
    start({"name": "a"})
    turns.pause("cpu", by=engineer, reason=" New disks ")
    turns.resume("cpu", by=admin)
    assert events_of(song)[2:] == [
        ("queue.paused", engineer.pk, {"queue": "cpu", "reason": "New disks"}),
        ("queue.resumed", admin.pk, {"queue": "cpu"}),
    ]
    assert deeds()[1:] == [
        ("queue.paused", engineer.pk, None, {"queue": "cpu", "reason": "New disks"}),
        ("queue.resumed", admin.pk, None, {"queue": "cpu"}),
    ]


def test_a_stage_worked_by_hand_is_told_with_its_attempt(start: Any, song: Project) -> None:
    run = start({"name": "a"})
    run_stage(run.stages.get().pk)
    started = [row for row in events_of(song) if row[0] == "stage.started"]
    assert [(by, data["attempt"], data["state"]) for _type, by, data in started] == [(None, 1, "running")]
