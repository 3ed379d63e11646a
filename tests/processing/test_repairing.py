"""A rescued song is repaired again with more or less of each remedy, by whoever sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing import repairing
from processing.dsp.repairs.names import REMEDY_WORDS, amounts_for, is_amount
from processing.dsp.repairs.repair import REMEDIES
from processing.models import Run, Stage
from projects.models import Project
from tests.processing.test_views import HX, page_of

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
STEPS = [{"remedy": "de_mud", "words": "Mud: 80 to 20."}]


@pytest.fixture
def run(song: Project, owner: User) -> Run:
    Project.objects.filter(pk=song.pk).update(kind=Project.Kind.RESCUE, state="in_production")
    params = {"amounts": {"denoise": 0.5}, "target_lufs": -11.0}
    run = Run.objects.create(project=song, recipe="rescue", state="done", by=owner, params=params)
    stages = [
        ("separate", "separate", {"method": "centre"}),
        ("diagnose", "diagnose", {"brought": {"channels": 1}}),
        ("restore-vocals", "restore", {"steps": STEPS}),
        ("restore-other", "restore", {"steps": STEPS}),
        ("judge", "judge_restored", {"withheld": []}),
    ]
    for name, kind, result in stages:
        Stage.objects.create(run=run, name=name, kind=kind, state="done", result=result)
    return run


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "processing.pipeline.launch.start", lambda _song, recipe, *, by, **params: asked.append({recipe: params})
    )
    return asked


def test_every_remedy_has_its_words_in_the_order_in_which_they_are_tried() -> None:
    assert list(REMEDY_WORDS) == list(REMEDIES)


def test_a_stem_is_given_its_own_amount_of_what_suits_it_before_that_of_the_song() -> None:
    amounts = {"de_mud": 0.5, "vocals.de_mud": 0.0, "denoise": 0.25}
    assert amounts_for("vocals", amounts) == {"denoise": 0.25, "de_mud": 0.0}
    assert amounts_for("bass", amounts) == {"de_mud": 0.5} and amounts_for("drums", amounts) == {}
    assert all(is_amount(name) for name in amounts)
    assert not any(is_amount(name) for name in ("", "nonsense", "drums.denoise", "choir.de_mud", ".de_mud", "de_mud."))


def test_what_was_tried_can_be_turned_down(
    run: Run, owner: User, browser_of: Browser, started: list[dict[str, Any]]
) -> None:
    page = page_of(browser_of(owner), "room-rescued", run.project_id)
    shown = {one.name: one.share for amounts in repairing.amounts_of(run, run).values() for one in amounts}
    assert shown == {"vocals.denoise": 0.5, "vocals.de_mud": 1.0, "other.widen": 0.0, "other.de_mud": 1.0}
    for name, share in shown.items():
        assert f'name="{name}"' in page and f'value="{share:g}' in page
    assert "de_hum" not in page
    form = {"vocals.de_mud": "0.25", "other.de_mud": "1", "vocals.denoise": "0.5", "other.widen": "1", "drums.x": "9"}
    answer = browser_of(owner).post(reverse("repair-again", args=[run.project_id]), form, headers=HX)
    assert answer.status_code == 204
    moved = {"denoise": 0.5, "vocals.de_mud": 0.25, "other.widen": 1.0}
    assert started == [{"rescue": {"amounts": moved, "target_lufs": -11.0}}], "only what was moved is written down"
    Run.objects.create(project_id=run.project_id, recipe="rescue", state="running", params={"amounts": moved})
    page = page_of(browser_of(owner), "room-rescued", run.project_id)
    assert 'value="0.25"' in page, "while it is repaired again, the faders stay where they were put"


@pytest.mark.parametrize("amount", ["1.5", "-0.1", "nan", "much", ""])
def test_what_is_no_amount_starts_nothing(
    run: Run, owner: User, browser_of: Browser, started: list[dict[str, Any]], amount: str
) -> None:
    path = reverse("repair-again", args=[run.project_id])
    assert browser_of(owner).post(path, {"vocals.de_mud": amount}, headers=HX).status_code == 422
    assert started == []


def test_only_whoever_sees_the_song_and_while_it_is_open(
    run: Run, teammate: User, stranger: User, owner: User, browser_of: Browser, started: list[dict[str, Any]]
) -> None:
    path = reverse("repair-again", args=[run.project_id])
    assert browser_of(stranger).post(path, {}, headers=HX).status_code == 404
    assert browser_of(teammate).post(path, {}, headers=HX).status_code == 204
    Project.objects.filter(pk=run.project_id).update(state="released")
    assert browser_of(owner).post(path, {}, headers=HX).status_code == 422
    Project.objects.filter(pk=run.project_id).update(state="in_production")
    Run.objects.all().delete()
    assert browser_of(owner).post(path, {}, headers=HX).status_code == 422
    assert len(started) == 1
