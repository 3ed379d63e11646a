"""Stars, tags and rejections: one opinion each, told to everybody but not what it says."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from artists.models import User
from projects import opinions
from projects.errors import Invalid, StudioError
from projects.models import Activity, Asset, Opinion, Project
from tests.factories import make_asset


@pytest.fixture
def candidate(song: Project) -> Asset:
    return make_asset(song, Asset.Kind.CANDIDATE)


def facts(song: Project) -> list[str]:
    return list(song.events.order_by("seq").values_list("type", flat=True))


def test_an_opinion_grows_changes_and_goes(candidate: Asset, owner: User) -> None:
    opinions.rate(candidate, 4, by=owner)
    opinions.tag(candidate, ["  Warm ", "warm", "big  hook", ""], by=owner)
    opinions.reject(candidate, " wrong mood ", by=owner)
    held = Opinion.objects.get()
    assert (held.rating, held.tags, held.rejected, held.reason) == (4, ["warm", "big hook"], True, "wrong mood")
    opinions.take_back(candidate, by=owner)
    held.refresh_from_db()
    assert (held.rating, held.rejected, held.reason) == (4, False, "")
    opinions.rate(candidate, None, by=owner)
    assert opinions.tag(candidate, [], by=owner) is None and not Opinion.objects.exists()


def test_everybody_has_one_and_it_is_told_without_what_it_says(candidate: Asset, owner: User, teammate: User) -> None:
    opinions.rate(candidate, 4, by=owner)
    opinions.rate(candidate, 4, by=owner)
    opinions.rate(candidate, 2, by=teammate)
    events = candidate.project.events.filter(type="opinion.given")
    assert events.count() == 2 and Opinion.objects.count() == 2
    assert all(event.data == {"asset": str(candidate.pk), "kind": "candidate"} for event in events)
    assert Activity.objects.filter(verb="opinion.given", by=owner).get().data["rating"] == 4


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rating": 0}, "rating_out_of_range"),
        ({"rating": 6}, "rating_out_of_range"),
        ({"tags": ["x" * 25]}, "tag_too_long"),
        ({"tags": [str(n) for n in range(9)]}, "too_many_tags"),
        ({"tags": ["a\x00"]}, "tag_too_long"),
        ({"rejected": True}, "reason_missing"),
        ({"rejected": True, "reason": "  "}, "reason_missing"),
        ({"rejected": True, "reason": "x" * 501}, "reason_too_long"),
    ],
)
def test_what_can_not_be_kept_is_refused(candidate: Asset, owner: User, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid, match=f"opinion.{code}"):
        opinions.give(candidate, changes, by=owner)
    assert not Opinion.objects.exists() and facts(candidate.project) == []


def test_only_versions_of_a_living_song_are_rated(candidate: Asset, vocal: Asset, owner: User) -> None:
    with pytest.raises(Invalid, match="not_a_version"):
        opinions.rate(vocal, 3, by=owner)
    Project.objects.update(state="released")
    with pytest.raises(StudioError, match=r"song\.closed"):
        opinions.rate(candidate, 3, by=owner)


def test_what_was_said_is_summed_up(candidate: Asset, owner: User, teammate: User) -> None:
    opinions.give(candidate, {"rating": 5, "tags": ["warm"]}, by=owner)
    opinions.give(candidate, {"rating": 2, "tags": ["warm", "thin"], "rejected": True, "reason": "no"}, by=teammate)
    said = opinions.said_of(candidate, teammate)
    assert (said.average, said.tags) == (3.5, [("warm", 2), ("thin", 1)])
    assert said.mine and said.mine.rating == 2 and [one.by for one in said.rejections] == [teammate]
    nothing = opinions.said_of(make_asset(candidate.project, Asset.Kind.MIX), owner)
    assert nothing.average is None and nothing.mine is None


def test_opinions_of_many_versions_are_read_at_once(song: Project, owner: User) -> None:
    counts = []
    for _round in range(2):
        opinions.rate(make_asset(song, Asset.Kind.CANDIDATE), 3, by=owner)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows = list(opinions.with_opinions(song.assets.all()))
            assert [str(one.by) for row in rows for one in opinions.said_of(row, owner).all]
        counts.append(len(queries))
    assert counts == [2, 2]
