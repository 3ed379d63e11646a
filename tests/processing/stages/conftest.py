"""How every test of a stage runs it: a recipe is launched as people launch it, and worked off in this process."""

from collections.abc import Callable
from typing import Any

import pytest

from artists.models import User
from processing.models import Run
from processing.pipeline import inline, launch
from projects.models import Project


@pytest.fixture
def work_off(song: Project, owner: User, settings: Any, django_capture_on_commit_callbacks: Any) -> Callable[..., Run]:
    """`work_off(recipe, **params)`: the finished run, read again."""
    settings.STUDIO_IN_PROCESS = True

    def go(recipe: str, **params: Any) -> Run:
        with django_capture_on_commit_callbacks(execute=True):
            run = launch.start(song, recipe, by=owner, **params)
        with django_capture_on_commit_callbacks(execute=True):
            return inline.run_to_end(run)

    return go


@pytest.fixture
def carried_out(settings: Any, django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], list[Run]]:
    """`carried_out(start)`: the run or runs that `start` starts, worked off to their end."""
    settings.STUDIO_IN_PROCESS = True

    def go(start: Callable[[], Any]) -> list[Run]:
        with django_capture_on_commit_callbacks(execute=True):
            started = start()
        with django_capture_on_commit_callbacks(execute=True):
            return [inline.run_to_end(run) for run in (started if isinstance(started, list) else [started])]

    return go
