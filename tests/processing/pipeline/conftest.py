"""Recipes of small stages, and the two ways to run them."""

from collections.abc import Callable
from typing import Any

import pytest

from artists.models import User
from processing.models import Run
from processing.pipeline import inline, launch, recipes
from processing.pipeline.graph import Graph, Node
from processing.stages import table
from projects.models import Project

ECHO = table.StageKind("tests.processing.pipeline.handlers", 1, "Echo")  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def small_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(_project: Project, params: dict[str, Any]) -> Graph:
        return Graph(tuple(Node(kind="echo", **node) for node in params["nodes"]))

    monkeypatch.setitem(table.KINDS, "echo", ECHO)
    monkeypatch.setitem(recipes.RECIPES, "echo", build)


@pytest.fixture
def here(settings: Any) -> None:
    """Stages are run by the test itself; nothing is queued."""
    settings.STUDIO_IN_PROCESS = True


Start = Callable[..., Run]


@pytest.fixture
def start(song: Project, owner: User, django_capture_on_commit_callbacks: Any) -> Start:
    """Start a run of small stages given as dicts of Node fields, committing at once."""

    def launch_it(*nodes: dict[str, Any], project: Project | None = None, **params: Any) -> Run:
        with django_capture_on_commit_callbacks(execute=True):
            return launch.start(project or song, "echo", by=owner, nodes=list(nodes), **params)

    return launch_it


@pytest.fixture
def finish(django_capture_on_commit_callbacks: Any) -> Callable[[Run], Run]:
    """Work a run off in this process."""

    def work(run: Run) -> Run:
        with django_capture_on_commit_callbacks(execute=True):
            inline.run_to_end(run)
        return run

    return work


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """A block at whose end what was to happen after commit happens."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
