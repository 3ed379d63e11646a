"""Stages run here instead of on workers: what is side by side, and what needs no process of its own."""

from typing import Any

import pytest

from processing.models import Run
from processing.pipeline import inline
from tests.spoken import is_sentence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]
SIDE_BY_SIDE = [{"name": "left", "params": {"say": "l"}}, {"name": "right", "params": {"say": "r"}}]
AFTER = {"name": "last", "needs": ("left", "right")}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Stages that asked for a process of their own; they run in this one, whose rows no other process sees."""
    asked: list[int] = []

    class Done:
        def is_alive(self) -> bool:
            return False

        def join(self) -> None: ...

    def start(stage_id: int) -> Any:
        asked.append(stage_id)
        inline.run_stage(stage_id)
        return Done()

    monkeypatch.setattr(inline, "_start", start)
    return asked


def work_off(run: Run, commit: Any) -> dict[str, str]:
    with commit():
        inline.run_to_end(run, side_by_side=2)
    return dict(run.stages.values_list("name", "state"))


def test_what_was_made_before_needs_no_process(start: Any, commit: Any, started: list[int]) -> None:
    assert set(work_off(start(*SIDE_BY_SIDE, AFTER), commit).values()) == {"done"}
    assert len(started) >= 2
    started.clear()
    assert set(work_off(start(*SIDE_BY_SIDE, AFTER), commit).values()) == {"reused"}
    assert not started


def test_only_what_is_new_gets_a_process(start: Any, commit: Any, started: list[int]) -> None:
    work_off(start(*SIDE_BY_SIDE), commit)
    started.clear()
    other = {"name": "right", "params": {"say": "something else"}}
    assert work_off(start(SIDE_BY_SIDE[0], other), commit) == {"left": "reused", "right": "done"}
    assert len(started) == 1


def test_who_is_killed_leaves_a_reason_and_nothing_waiting(
    start: Any, commit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed:
        def is_alive(self) -> bool:
            return False

        def join(self) -> None: ...

    monkeypatch.setattr(inline, "_start", lambda _stage_id: Killed())
    run = start(*SIDE_BY_SIDE, AFTER)
    assert work_off(run, commit) == {"left": "failed", "right": "failed", "last": "skipped"}
    stage = run.stages.get(name="left")
    assert stage.error_code == "worker.lost" and is_sentence(stage.error_code, stage.error_words)
