"""Every request, decision and pick is told and kept whole: what, by whom, about which version."""

from typing import Any

import pytest

from artists.models import User
from projects import picks, review
from projects.errors import Invalid, NotAllowed, StudioError
from projects.models import Asset, Decision, Project, Review
from tests.factories import make_asset
from tests.told import deeds, events_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mix(song: Project) -> Asset:
    Project.objects.filter(pk=song.pk).update(state="in_production")
    song.refresh_from_db()
    return make_asset(song, Asset.Kind.MIX)


def about(asked: Review) -> dict[str, Any]:
    return {"review": asked.pk, "asset": str(asked.asset_id), "kind": "mix", "version": asked.asset.version}


def shown(asked: Review) -> dict[str, Any]:
    return {**about(asked), "name": asked.asset.name, "asked_by": asked.requested_by_id}


def test_a_review_from_the_request_to_its_withdrawal(mix: Asset, song: Project, owner: User, anr: User) -> None:
    asked = review.request_review(mix, by=owner)
    assert (asked.project, asked.asset, asked.round, asked.requested_by) == (song, mix, 1, owner)
    review.decide(asked, "rejected", " Too dark ", by=anr, quick=["harsh"])
    reason = Decision.objects.get().reason
    assert "Too dark" in reason and reason != "Too dark"
    review.undo(asked, by=anr)
    review.decide(asked, "approved", by=anr)
    review.withdraw(asked, " The wrong file ", by=anr)
    parts = [
        ("review.requested", owner, {"round": 1}),
        ("decision.made", anr, {"verdict": "rejected", "reason": reason, "round": 1}),
        ("decision.undone", anr, {"round": 1}),
        ("decision.made", anr, {"verdict": "approved", "reason": "", "round": 1}),
        ("decision.withdrawn", anr, {"was": "approved", "reason": "The wrong file"}),
    ]
    assert events_of(song) == [(fact, by.pk, {**shown(asked), **more}) for fact, by, more in parts]
    assert deeds() == [(fact, by.pk, song.pk, {**about(asked), **more}) for fact, by, more in parts]
    trail = Decision.objects.order_by("pk").values_list("review", "verdict", "reason", "by")
    assert list(trail) == [
        (asked.pk, "rejected", reason, anr.pk),
        (asked.pk, "open", "", anr.pk),
        (asked.pk, "approved", "", anr.pk),
        (asked.pk, "withdrawn", "The wrong file", anr.pk),
    ]


def test_an_open_request_is_taken_back_by_whoever_asked(mix: Asset, song: Project, owner: User) -> None:
    asked = review.request_review(mix, by=owner)
    review.withdraw(asked, by=owner)
    more = {"was": "open", "reason": ""}
    assert events_of(song)[1:] == [("review.withdrawn", owner.pk, {**shown(asked), **more})]
    assert review.request_review(mix, by=None).round == 2


def test_refusals_name_their_field(mix: Asset, owner: User, anr: User, song: Project) -> None:
    asked = review.request_review(mix, by=owner)
    refused = [
        ("review.verdict_unknown", "verdict", lambda: review.decide(asked, "lovely", by=anr)),
        ("review.verdict_unknown", "verdict", lambda: review.decide(asked, "open", "Hm", by=anr)),
        ("review.reason_missing", "reason", lambda: review.decide(asked, "rejected", "  ", by=anr)),
        ("review.reason_too_long", "reason", lambda: review.decide(asked, "rejected", "x" * 2001, by=anr)),
        ("review.reason_too_long", "reason", lambda: review.decide(asked, "rejected", "a\x00b", by=anr)),
    ]
    for code, field, deed in refused:
        with pytest.raises(Invalid) as caught:
            deed()
        assert (caught.value.code, caught.value.facts.get("field")) == (code, field)
    review.decide(asked, "rejected", "x" * 2000, by=anr)
    with pytest.raises(NotAllowed, match=r"review\.not_yours_to_decide"):
        review.withdraw(asked, by=owner)
    assert [row[0] for row in events_of(song)] == ["review.requested", "decision.made"]


def test_who_was_first_is_said(mix: Asset, owner: User, anr: User, admin: User) -> None:
    asked = review.request_review(mix, by=owner)
    late = Review.objects.get(pk=asked.pk)
    review.decide(asked, "rejected", "Too dark", by=anr)
    with pytest.raises(StudioError) as caught:
        review.decide(Review.objects.get(pk=late.pk), "approved", by=admin)
    assert caught.value.code == "review.already_decided"
    assert caught.value.words == f"{anr} was first, now, and decided on Mix 1 of “{mix.project.title}”: rejected."


def test_a_pick_is_told(song: Project, mix: Asset, owner: User, anr: User) -> None:
    picks.pick(mix, by=owner)
    (told,) = events_of(song)
    assert told[:2] == ("candidate.picked", owner.pk)
    assert told[2]["asset"] == str(mix.pk) and told[2]["name"] == mix.name
    which = {"asset": str(mix.pk), "kind": "mix", "version": mix.version, "phase": "mix"}
    assert deeds() == [("candidate.picked", owner.pk, song.pk, which)]
    assert which.items() <= told[2].items()
