"""The master's sheet in the room: dials, weights, services, codecs and files; who may ask and who may see."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing import dials
from processing.models import Run, StageOutput
from projects.errors import StudioError
from projects.models import Asset, Project
from tests.factories import make_asset
from tests.processing.test_views import HX, add_run, in_process, launched, made, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process", "launched", "made"]
MEASURES = {"integrated_lufs": -11.0, "true_peak_dbtp": -1.1}


@pytest.fixture
def master(made: Project) -> Asset:
    asset = make_asset(made, Asset.Kind.MASTER, name="master.wav", measures=MEASURES)
    result = {
        "dials": {"target_lufs": -11.0, "tone": 0.6},
        "report": {"warnings": ["Old song comes from a lossy file."]},
    }
    run = add_run(made, "master", {"kind": "master", "result": result})
    StageOutput.objects.create(stage=run.stages.get(), role="master", asset=asset)
    return asset


def test_the_sheet_shows_dials_warnings_and_services(
    made: Project, master: Asset, owner: User, browser_of: Browser
) -> None:
    reference = make_asset(made, Asset.Kind.REFERENCE, name="Old song.flac")
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert re.search(r'value="-11"\s+selected', page) and 'value="reference"' in page and 'value="0.6"' in page
    assert f'name="weight-{reference.pk}"' in page and "lossy file" in page
    assert "Spotify" in page and "is turned down by 3.0 dB" in page and "−14.0 LUFS" in page
    assert "Make the deliverables" in page and reverse("preview-codecs", args=[master.pk]) in page


def test_previews_and_files_are_there_to_hear_and_to_take(
    made: Project, master: Asset, owner: User, browser_of: Browser
) -> None:
    heard = {"codec": "aac_128", "overs": 12, "true_peak_dbtp": 0.67, "artefacts_db": -21.0}
    for part in ("encoded", "artefacts"):
        make_asset(
            made,
            Asset.Kind.PREVIEW,
            name=f"{part}.m4a",
            measures=heard | {"part": part},
            content=part.encode(),
        ).parents.add(master)
    file = make_asset(made, Asset.Kind.DELIVERABLE, name="Song - Master.flac", measures=MEASURES)
    file.parents.add(master)
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert "AAC 128 kbit/s" in page and "12 samples over" in page and page.count("<audio controls") == 2
    assert f"{reverse('asset-content', args=[file.pk])}?download=1" in page and "Make them again" in page


def test_another_master_is_asked_for_by_dials_and_weights(
    made: Project, owner: User, stranger: User, browser_of: Browser, launched: list[Any]
) -> None:
    url = reverse("master-again", args=[made.pk])
    typed = {"target": "reference", "tone": "0.5", "width": "0", "loudness": "1", "weight-abc": "2"}
    assert browser_of(stranger).post(url, typed, headers=HX).status_code == 404
    assert browser_of(owner).post(url, typed, headers=HX).status_code == 204
    ((recipe, params),) = launched
    assert recipe == "master" and params["alone"] is True and params["target_lufs"] == "reference"
    assert dials.dials_of(params) == {"target_lufs": None, "tone": 0.5, "width": 0.0, "loudness": 1.0}
    assert dials.weights_of(params) == {"abc": 2.0}
    Project.objects.filter(pk=made.pk).update(state="released")
    assert browser_of(owner).post(url, typed, headers=HX).status_code == 422 and len(launched) == 1


def test_codecs_and_files_are_made_for_those_who_see_the_song(
    master: Asset, owner: User, stranger: User, browser_of: Browser, launched: list[Any]
) -> None:
    for name, typed, params in (
        ("preview-codecs", {}, {}),
        ("deliver", {"isrc": " GBABC2600001 ", "album": "", "evil": "1"}, {"isrc": "GBABC2600001"}),
    ):
        url = reverse(name, args=[master.pk])
        assert browser_of(stranger).post(url, typed, headers=HX).status_code == 404
        assert browser_of(owner).post(url, typed, headers=HX).status_code == 204
        assert launched.pop()[1] == {"master": str(master.pk), **params}


@pytest.mark.parametrize(("recipe", "name"), [("codecs", "preview-codecs"), ("deliver", "deliver")])
def test_what_is_made_of_a_master_is_followed_stopped_and_tried_again(
    made: Project, master: Asset, owner: User, anr: User, browser_of: Browser, recipe: str, name: str
) -> None:
    run = add_run(made, recipe, {"kind": "deliver", "state": "running", "progress": 0.4}, state="running")
    Run.objects.filter(pk=run.pk).update(params={"master": str(master.pk)})
    asks, cancel, retry = reverse(name, args=[master.pk]), "cancel-run", "retry-run"

    def page(of: User = owner) -> str:
        return page_of(browser_of(of), "room-listen", made.pk)

    assert "40 %" in page() and reverse(cancel, args=[run.pk]) in page() and asks not in page()
    assert "40 %" in page(anr) and reverse(cancel, args=[run.pk]) not in page(anr), (
        "the label's jobs are the engineers'"
    )
    run.stages.update(state="failed", error_code="stage.broke", error_words="The disk is full.")
    Run.objects.filter(pk=run.pk).update(state="failed")
    assert "The disk is full." in page() and reverse(retry, args=[run.pk]) in page() and asks in page()
    Run.objects.filter(pk=run.pk).update(params={"master": "another"})
    assert "The disk is full." not in page()


@pytest.mark.parametrize(
    "params",
    [{"target_lufs": -40}, {"tone": 1.2}, {"width": "wide"}, {"tone": True}, {"tone": "nan"}, {"ceiling_dbtp": 0}],
)
def test_dials_out_of_range_start_nothing(params: dict[str, Any]) -> None:
    with pytest.raises(StudioError) as refused:
        dials.dials_of(params)
    assert refused.value.code == "master.param_out_of_range"


@pytest.mark.parametrize("weights", [["a"], {"a": -1}, {"a": 101}, {"a": "x"}, {"a": None}])
def test_wild_weights_start_nothing(weights: Any) -> None:
    with pytest.raises(StudioError) as refused:
        dials.weights_of({"reference_weights": weights})
    assert refused.value.code == "master.weight_out_of_range"
