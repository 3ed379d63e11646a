"""A rescued song is repaired again with more or less of each remedy, by whoever sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing import repairing
from processing.dsp.repairs.names import REMEDY_WORDS
from processing.dsp.repairs.repair import REMEDIES
from processing.models import Run, Stage
from projects.models import Project
from tests.processing.test_views import HX, page_of

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
STEPS = [{"remedy": "de_mud", "words": "Mud: 80 to 20."}, {"remedy": "widen", "words": "Narrow: left as it is."}]


@pytest.fixture
def run(song: Project, owner: User) -> Run:
    Project.objects.filter(pk=song.pk).update(kind=Project.Kind.RESCUE, state="in_production")
    params = {"amounts": {"denoise": 0.5}, "target_lufs": -11.0}
    run = Run.objects.create(project=song, recipe="rescue", state="done", by=owner, params=params)
    results = {"separate": {"method": "centre"}, "restore": {"steps": STEPS}, "judge_restored": {"withheld": []}}
    names = {"restore": "restore-vocals", "judge_restored": "judge"}
    for kind, result in results.items():
        Stage.objects.create(run=run, name=names.get(kind, kind), kind=kind, state="done", result=result)
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


def test_what_was_tried_can_be_turned_down(
    run: Run, owner: User, browser_of: Browser, started: list[dict[str, Any]]
) -> None:
    page = page_of(browser_of(owner), "room-rescued", run.project_id)
    assert [one.name for one in repairing.amounts_of(run)] == ["denoise", "widen", "de_mud"]
    for name, share in (("denoise", "0.5"), ("widen", "1"), ("de_mud", "1")):
        assert f'name="{name}"' in page and f'value="{share}' in page
    assert 'name="de_hum"' not in page
    form = {"de_mud": "0.25", "widen": "0", "nonsense": "9"}
    answer = browser_of(owner).post(reverse("repair-again", args=[run.project_id]), form, headers=HX)
    assert answer.status_code == 204
    assert started == [
        {"rescue": {"amounts": {"denoise": 0.5, "de_mud": 0.25, "widen": 0.0}, "target_lufs": -11.0}},
    ]


@pytest.mark.parametrize("amount", ["1.5", "-0.1", "nan", "much", ""])
def test_what_is_no_amount_starts_nothing(
    run: Run, owner: User, browser_of: Browser, started: list[dict[str, Any]], amount: str
) -> None:
    path = reverse("repair-again", args=[run.project_id])
    assert browser_of(owner).post(path, {"de_mud": amount}, headers=HX).status_code == 422
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
