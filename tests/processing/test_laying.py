"""A person moves the voice to another beat: from the page, and what the new mix is then made of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing.errors import StudioError
from processing.laying import Trial, start_of, trial_of
from processing.listening import Listening
from processing.models import Stage, StageOutput
from processing.pipeline import recipes
from projects.models import Asset, Pick, Project
from tests.factories import make_asset
from tests.processing.test_views import HX, add_mix, in_process, launched, made, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process", "launched", "made"]
PLAN = {"genre": "pop", "bpm": 120.0, "vocal_offset_s": 0.75}


@pytest.fixture
def mix(made: Project) -> Asset:
    asset, vocal = add_mix(made, 0.0), make_asset(made, Asset.Kind.VOCAL)
    drums = make_asset(made, Asset.Kind.STEM)
    inputs = {"vocal": [str(vocal.pk)], "stem:drums": [str(drums.pk)]}
    Stage.objects.filter(kind="render_mix").update(params={"plan": PLAN}, inputs=inputs)
    return asset


def doubt(mix: Asset, **found: Any) -> None:
    run = StageOutput.objects.get(asset=mix).stage.run
    Stage.objects.create(run=run, name="align", kind="align", position=9, result={"plan": PLAN, **found})


def _trial(mix: Asset) -> Trial | None:
    start = start_of(mix)
    assert start is not None
    return trial_of(mix, start)


def test_beats_and_milliseconds_move_the_voice(
    made: Project, mix: Asset, owner: User, stranger: User, browser_of: Browser, launched: list[Any]
) -> None:
    url, browser = reverse("move-voice", args=[made.pk]), browser_of(owner)
    for wrong in ({}, {"start_ms": "750"}, {"beats": "x"}, {"beats": "9"}, {"beats": "nan"}, {"beats": "0"}):
        assert browser.post(url, wrong, headers=HX).status_code == 422, wrong
    assert browser_of(stranger).post(url, {"beats": "1"}, headers=HX).status_code == 404 and launched == []
    for typed, at_s in (({"beats": "-1", "start_ms": "750"}, 0.25), ({"start_ms": "-120"}, -0.12)):
        assert browser.post(url, typed, headers=HX).status_code == 204
        assert launched.pop() == ("mix", {"base": str(mix.pk), "start_s": at_s})


def test_the_page_shows_where_it_starts_and_asks_where_that_is_unsure(
    made: Project, mix: Asset, owner: User, browser_of: Browser
) -> None:
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert "One beat earlier" in page and 'value="750"' in page and "Other beats fit" not in page
    doubt(mix, offset_confidence=0.2)
    assert "Other beats fit about as well" in page_of(browser_of(owner), "room-listen", made.pk)


def test_a_mix_without_a_voice_offers_nothing(made: Project, owner: User, browser_of: Browser) -> None:
    assert start_of(add_mix(made, 0.0)) is None and start_of(make_asset(made, Asset.Kind.MIX)) is None
    assert "One beat earlier" not in page_of(browser_of(owner), "room-listen", made.pk)
    answer = browser_of(owner).post(reverse("move-voice", args=[made.pk]), {"beats": "1"}, headers=HX)
    assert answer.status_code == 422


def test_the_next_mix_lies_where_it_was_laid_on_the_same_tracks(made: Project, mix: Asset) -> None:
    graph = recipes.build(made, "mix", {"base": str(mix.pk), "start_s": 0.25})
    nodes = {node.name: node for node in graph.ordered()}
    assert list(nodes) == ["console", "mix"]
    assert nodes["mix"].params["plan"] == {**PLAN, "vocal_offset_s": 0.25}
    assert nodes["console"].params["start_s"] == 0.25 and "stem:drums" in nodes["mix"].inputs
    for wrong in ("1", True, float("nan"), 1e9):
        with pytest.raises(StudioError, match="ten minutes"):
            recipes.build(made, "mix", {"base": str(mix.pk), "start_s": wrong})


def test_a_moved_mix_says_so_and_the_clip_follows_it(made: Project, mix: Asset) -> None:
    doubt(mix, offset_confidence=0.2)
    moved = add_mix(made, 0.0)
    stage = StageOutput.objects.get(asset=moved).stage
    there = {**PLAN, "vocal_offset_s": 0.25}
    first = StageOutput.objects.get(asset=mix).stage
    Stage.objects.filter(pk=stage.pk).update(params={"plan": there}, inputs=first.inputs)
    stage.run.stages.filter(kind="propose_mix").update(params={"settings": {}, "start_s": 0.25})
    assert Listening(made).read([moved.pk])[0].asked == "voice laid at 0.250 s"
    start = start_of(moved)
    assert start is not None and start.start_ms == 250 and not start.doubted, "a person has decided"
    candidate = make_asset(made, Asset.Kind.CANDIDATE)
    composed = Stage.objects.create(
        run=stage.run, name="candidate-1", kind="compose", params={"plan": PLAN}, position=5
    )
    StageOutput.objects.create(stage=composed, role="candidate", asset=candidate)
    for phase, asset in (("instrumental", candidate), ("mix", moved), ("master", make_asset(made, Asset.Kind.MASTER))):
        Pick.objects.update_or_create(project=made, phase=phase, defaults={"asset": asset})
    clip = recipes.build(made, "video", {}).ordered()[0]
    assert clip.params["plan"]["vocal_offset_s"] == 0.25


def test_voice_and_backing_can_be_heard_together_before(
    made: Project, mix: Asset, owner: User, browser_of: Browser
) -> None:
    assert _trial(mix) is None and "Hear it there" not in page_of(browser_of(owner), "room-listen", made.pk)
    stage = StageOutput.objects.get(asset=mix).stage
    backing = make_asset(made, Asset.Kind.CANDIDATE, measures={"integrated_lufs": -14.0}, duration_s=60.0)
    composed = Stage.objects.create(run=stage.run, name="candidate-1", kind="compose", position=5)
    StageOutput.objects.create(stage=composed, role="candidate", asset=backing)
    StageOutput.objects.create(stage=composed, role="stem:drums", asset_id=stage.inputs["stem:drums"][0])
    trial = _trial(mix)
    assert trial is not None and (trial.backing, trial.first_s, trial.voice_db) == (backing, 0.0, 0.0)
    heard = {"onsets_s": [3.25, 4.0]}
    Stage.objects.create(
        run=stage.run, name="voice", kind="hear_voice", position=6, result=heard,
        inputs={"vocal": stage.inputs["vocal"]},
    )  # fmt: skip
    Asset.objects.filter(pk=stage.inputs["vocal"][0]).update(measures={"integrated_lufs": -23.0})
    trial = _trial(mix)
    assert trial is not None and (trial.first_s, trial.voice_db) == (3.25, 9.0)
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert f'data-backing="{backing.pk}"' in page and 'data-first="3.2500"' in page and "Hear it there" in page
