from pathlib import Path
from typing import Any

import pytest

from processing.errors import StudioError
from processing.models import Stage
from processing.pipeline.context import Context
from processing.pipeline.leases import StoppedError
from processing.pipeline.worker import claim
from processing.signals import stage_told
from projects import storage
from projects.assets import add_renditions
from projects.models import Project
from tests.factories import make_asset, scratch_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]


@pytest.fixture
def context(start: Any, tmp_path: Path) -> Context:
    stage = claim(start({"name": "a"}).stages.get().pk)
    assert stage is not None
    return Context(stage, tmp_path)


def progressed(context: Context) -> list[dict[str, Any]]:
    return [event.data for event in context.project.events.filter(type="stage.progressed")]


def test_progress_is_told_at_most_four_times_a_second(context: Context) -> None:
    for n in range(50):
        context.progress(n / 50, "on it")
    assert len(progressed(context)) == 1


def test_progress_with_a_picture_is_always_told(context: Context) -> None:
    context.progress(0.1, "a")
    context.progress(0.2, "b", peaks=[-3, 3])
    assert progressed(context)[-1]["peaks"] == [-3, 3]


@pytest.mark.parametrize(("given", "told"), [(-1.0, 0.0), (0.25, 0.25), (7.0, 1.0)])
def test_progress_stays_within_bounds(context: Context, given: float, told: float) -> None:
    context.progress(given, "x" * 500)
    event = progressed(context)[0]
    assert event["fraction"] == told
    stage = Stage.objects.get()
    assert (stage.progress, len(stage.message)) == (told, 200)


def test_who_watches_hears_of_the_stage(context: Context) -> None:
    heard: list[Stage] = []

    def hear(sender: type, stage: Stage, **_more: Any) -> None:
        heard.append(stage)

    stage_told.connect(hear)
    context.progress(0.5, "half")
    stage_told.disconnect(hear)
    assert heard == [context.stage] and heard[0].progress == 0.5


def test_progress_renews_the_lease(context: Context) -> None:
    before = Stage.objects.get().lease_until
    context.progress(0.5, "half")
    after = Stage.objects.get().lease_until
    assert before is not None and after is not None and after > before


@pytest.mark.parametrize("change", [{"attempt": 2}, {"state": "cancelled"}])
def test_progress_stops_who_lost_the_stage(context: Context, change: dict[str, Any]) -> None:
    Stage.objects.update(**change)
    with pytest.raises(StoppedError):
        context.progress(0.5, "half")
    assert progressed(context) == []


def test_progress_gives_a_pace_and_a_price(context: Context) -> None:
    context.progress(0.5, "half")
    event = progressed(context)[0]
    assert event["eta_s"] == pytest.approx(0, abs=5)
    assert 0 <= event["cost"] < 0.01


def test_a_missing_input_is_said_in_words(context: Context) -> None:
    with pytest.raises(StudioError, match=r"stage\.input_missing: The vocal"):
        context.asset("vocal")


def test_an_upload_is_only_read_after_it_was_taken_in(context: Context, song: Project) -> None:
    take = make_asset(song)
    with pytest.raises(StudioError, match=r"audio\.not_ingested"):
        context.canonical_path(take)
    safe = scratch_file(b"safe")
    add_renditions(take, {"canonical": (storage.keep(safe), "audio/flac")})
    assert context.canonical_path(take).read_bytes() == b"safe"


def test_what_we_made_ourselves_is_read_as_it_is(context: Context, song: Project) -> None:
    ours = make_asset(song, content=b"ours", provenance={"stage": "mix"})
    assert context.canonical_path(ours).read_bytes() == b"ours"


def test_stems_are_found_by_name(context: Context, song: Project) -> None:
    drums = make_asset(song, "stem")
    context.stage.inputs = {"stem:drums": [str(drums.pk)], "vocal": []}
    assert context.stems() == {"drums": drums}
