"""Where a flat file comes from: who may tell it, what is taken, and what is kept of the file's own marks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from artists.models import User
from projects import origins
from projects.errors import Invalid, StudioError
from projects.models import Origin, Project
from tests.factories import make_asset

pytestmark = pytest.mark.django_db
TOLD = {"platform": "suno", "plan": "paid", "created_on": "2026-03-31", "proof_link": "https://example.org/bill/7"}
Browser = Callable[[User], Client]


def code(told: dict[str, Any], project: Project, user: User) -> str:
    with pytest.raises(StudioError) as refused:
        origins.tell(project, told, by=user)
    return refused.value.code


def test_what_is_told_is_kept_and_recorded(song: Project, owner: User) -> None:
    origin = origins.tell(song, TOLD, by=owner)
    assert origin.is_told and origin.maker == "Suno" and not origin.may_hinder and origin.by == owner
    assert song.activity.get(verb="origin.told").data["created_on"] == "2026-03-31"
    origins.tell(song, {"plan": "paid"}, by=owner)
    assert song.activity.filter(verb="origin.told").count() == 1, "nothing new was said"
    assert origins.tell(song, {"plan": "free"}, by=owner).may_hinder
    assert Origin.objects.get().platform == "suno", "what is left out stays"


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"platform": "napster"}, "origin.platform_unknown"),
        ({"plan": "stolen"}, "origin.plan_unknown"),
        ({"created_on": "31.3.2026"}, "origin.date_wrong"),
        ({"created_on": "2026-02-30"}, "origin.date_wrong"),
        ({"proof_link": "javascript:alert(1)"}, "origin.link_wrong"),
        ({"proof_link": "https://"}, "origin.link_wrong"),
        ({"platform_name": "x" * 61}, "origin.too_long"),
        ({"licence": "mine"}, "origin.field_unknown"),
    ],
)
def test_what_can_not_be_taken_is_said_and_nothing_kept(
    song: Project, owner: User, told: dict[str, Any], wanted: str
) -> None:
    assert code({**TOLD, **told}, song, owner) == wanted
    assert not Origin.objects.exists()


def test_a_file_is_not_made_tomorrow(song: Project, owner: User) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert code({"created_on": tomorrow}, song, owner) == "origin.date_in_future"


def test_a_finished_song_keeps_what_was_told(song: Project, owner: User) -> None:
    Project.objects.update(state="released")
    song.refresh_from_db()
    assert code(TOLD, song, owner) == "song.closed"


def test_what_is_missing_is_named_in_order(song: Project, owner: User) -> None:
    for name in ("platform", "plan", "created_on"):
        with pytest.raises(Invalid) as missing:
            origins.check_told(song)
        assert missing.value.facts["field"] == name
        origins.tell(song, {name: TOLD[name]}, by=owner)
    origins.check_told(song)
    origins.tell(song, {"platform": "other"}, by=owner)
    with pytest.raises(Invalid, match="platform_unnamed"):
        origins.check_told(song)
    assert origins.tell(song, {"platform_name": "Songbird 2"}, by=owner).maker == "Songbird 2"


def test_the_files_own_marks_stand_beside_what_people_say(song: Project, owner: User) -> None:
    marks = [{"kind": "tag", "name": "comment", "value": "made with a machine"}]
    origins.keep_marks(song, marks)
    origins.tell(song, TOLD, by=owner)
    origins.keep_marks(song, marks)
    assert (Origin.objects.get().marks, Origin.objects.get().platform) == (marks, "suno")


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("teammate", 200), ("anr", 200), ("stranger", 404)])
def test_the_api_tells_it_to_those_who_may_see_the_song(
    song: Project, request: pytest.FixtureRequest, browser_of: Browser, who: str, status: int
) -> None:
    proof = make_asset(song, "document", name="bill.pdf", content=b"%PDF-1.4")
    browser, address = browser_of(request.getfixturevalue(who)), f"/api/v1/projects/{song.pk}/origin/"
    assert browser.get(address).status_code == status
    answer = browser.put(address, TOLD, content_type="application/json")
    assert answer.status_code == status
    if status == 200:
        assert answer.json() == {
            **TOLD, "platform_name": "", "is_told": True, "marks": [], "proofs": [str(proof.pk)],
        }  # fmt: skip
        wrong = browser.put(address, {"plan": "stolen"}, content_type="application/json")
        assert wrong.status_code == 400 and wrong.json()["code"] == "origin.plan_unknown"
    else:
        assert not Origin.objects.exists()
