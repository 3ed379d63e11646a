"""When an engine cannot, the next in order does it, and everybody is told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from processing.engines import catalogue, registry
from processing.engines.catalogue import EngineSpec
from processing.errors import StudioError
from processing.models import Stage
from processing.pipeline import launch, outcome, queues, substitutes
from processing.pipeline.context import Context
from processing.pipeline.graph import Node
from processing.pipeline.middleware import Meter
from processing.pipeline.worker import claim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]
HERE = "tests.processing.pipeline.engines"
BEST = EngineSpec("echo.best", f"{HERE}.WithoutWeights", "echo", "Best", "1", ("studio",), "The best.", queue="gpu")
PLAIN = EngineSpec("echo.plain", f"{HERE}.Working", "echo", "Plain", "1", ("studio",), "A preview.")
BREAKING = EngineSpec("echo.breaking", f"{HERE}.Breaking", "echo", "Breaking", "1", ("studio",), "Breaks.")


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> None:
    known = (BEST, PLAIN)
    by_key = {spec.key: spec for spec in (*known, BREAKING)}
    monkeypatch.setattr(catalogue, "ENGINES", known)
    for module in (registry, substitutes, outcome, launch):
        monkeypatch.setattr(module, "BY_KEY", by_key)


@pytest.fixture
def context(start: Any, tmp_path: Path) -> Context:
    stage = claim(start({"name": "a"}).stages.get().pk)
    assert stage is not None
    stage.engine = BEST.key
    return Context(stage, tmp_path)


def answer(engine: Any) -> str:
    words: str = engine.answer()
    return words


def test_the_next_engine_does_it_and_says_so(context: Context) -> None:
    worked = context.first_that_works("echo", answer)
    assert (worked.value, worked.spec, context.engines_used) == ("done", PLAIN, [PLAIN])
    said = "Best could not: The weights are not what they say. Plain was used instead. A preview."
    assert worked.fallbacks == [{"engine": "echo.best", "code": "weights.wrong_hash", "words": said}]
    assert any("Best could not" in line for line in context.log_lines)


def test_the_record_names_the_engine_that_did_it_and_is_never_reused(context: Context) -> None:
    context.first_that_works("echo", answer)
    outcome.done(context, Meter(), {})
    stage = Stage.objects.get()
    assert (stage.engine, stage.fingerprint, stage.provenance["engine"]) == ("echo.plain", "", "echo.plain")


def test_without_a_failure_nothing_is_said(context: Context) -> None:
    context.stage.engine, before = PLAIN.key, context.stage.fingerprint
    worked = context.first_that_works("echo", answer)
    assert (worked.fallbacks, context.log_lines, context.stage.fingerprint) == ([], [], before)


def test_other_errors_end_the_work(context: Context) -> None:
    context.stage.engine = BREAKING.key
    with pytest.raises(StudioError, match=r"audio\.silent"):
        context.first_that_works("echo", answer)


def test_when_none_can_the_first_reason_is_given(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "ENGINES", (BEST, replace(PLAIN, path=f"{HERE}.WithoutWeights")))
    with pytest.raises(StudioError, match=r"weights\.wrong_hash"):
        context.first_that_works("echo", answer)


@pytest.mark.parametrize(("served", "queue"), [(True, "gpu"), (False, "cpu")])
def test_a_gpu_engine_goes_where_a_gpu_worker_listens(
    song: Any, monkeypatch: pytest.MonkeyPatch, served: bool, queue: str
) -> None:
    monkeypatch.setattr(queues, "is_served", lambda name: served and name == "gpu")
    node = Node("a", "echo")
    assert [launch._queue(node, key) for key in (BEST.key, PLAIN.key, "")] == [queue, "cpu", "cpu"]


def test_what_may_not_be_used_is_not_even_asked(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    context.stage.engine = ""
    monkeypatch.setattr(substitutes.gate, "may_use", lambda spec: spec.key != PLAIN.key)
    with pytest.raises(StudioError, match=r"weights\.wrong_hash"):
        context.first_that_works("echo", answer)
    assert context.engines_used == [] and not any("Plain" in line for line in context.log_lines)
