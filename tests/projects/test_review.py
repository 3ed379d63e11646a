"""Asking for a decision, giving it, undoing it within ten seconds, taking it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from artists.models import User
from projects import review, signals
from projects.errors import Invalid, NotAllowed, StudioError
from projects.models import Asset, Decision, Project, Review
from tests.factories import make_asset


@pytest.fixture
def master(song: Project) -> Asset:
    Project.objects.filter(pk=song.pk).update(state="in_production")
    return make_asset(song, "master", name="master.wav", duration_s=180.0)


@pytest.fixture
def mix(song: Project, master: Asset) -> Asset:
    return make_asset(song, "mix", name="mix.wav")


def state_of(song: Project) -> str:
    return Project.objects.get(pk=song.pk).state


def test_asking_puts_the_song_into_review(song: Project, master: Asset, owner: User) -> None:
    asked = review.request_review(master, by=owner)
    assert (asked.round, asked.state, state_of(song)) == (1, "open", "in_review")
    event = song.events.get(type="review.requested")
    assert event.data["asset"] == str(master.pk)
    assert song.activity.filter(verb="review.requested", by=owner).exists()


def test_asking_twice_is_refused_politely(master: Asset, owner: User, teammate: User) -> None:
    review.request_review(master, by=owner)
    with pytest.raises(StudioError, match=r"already_open.*Master 1 is already waiting"):
        review.request_review(master, by=teammate)


def test_a_vocal_is_not_reviewed(vocal: Asset, owner: User) -> None:
    with pytest.raises(Invalid, match="not_reviewable"):
        review.request_review(vocal, by=owner)


@pytest.mark.parametrize("state", ["draft", "released", "archived"])
def test_only_songs_in_production_are_reviewed(song: Project, master: Asset, owner: User, state: str) -> None:
    Project.objects.update(state=state)
    with pytest.raises(StudioError, match="not_in_production"):
        review.request_review(master, by=owner)


def test_an_approved_master_approves_the_song(song: Project, master: Asset, owner: User, anr: User) -> None:
    heard: list[Any] = []
    signals.decided.connect(lambda **told: heard.append(told["decision"]), weak=False)
    decision = review.decide(review.request_review(master, by=owner), "approved", by=anr)
    assert state_of(song) == "approved"
    assert heard == [decision]
    assert song.events.get(type="decision.made").data["verdict"] == "approved"


@pytest.mark.parametrize("verdict", ["changes_requested", "rejected"])
def test_a_no_sends_the_song_back(song: Project, master: Asset, owner: User, anr: User, verdict: str) -> None:
    decision = review.decide(review.request_review(master, by=owner), verdict, " Too loud ", by=anr)
    assert (decision.reason, state_of(song)) == ("Too loud", "changes_requested")


@pytest.mark.parametrize("verdict", ["changes_requested", "rejected"])
def test_a_no_needs_a_reason(master: Asset, owner: User, anr: User, verdict: str) -> None:
    asked = review.request_review(master, by=owner)
    with pytest.raises(Invalid, match="reason_missing"):
        review.decide(asked, verdict, "  ", by=anr)
    assert Review.objects.get().state == "open"


@pytest.mark.parametrize(
    ("verdict", "reason", "code"),
    [("open", "", "verdict_unknown"), ("withdrawn", "", "verdict_unknown"), ("approved", "x" * 2001, "too_long")],
)
def test_a_verdict_that_is_none_is_refused(master: Asset, anr: User, verdict: str, reason: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        review.decide(review.request_review(master, by=None), verdict, reason, by=anr)


@pytest.mark.parametrize("who", ["owner", "teammate", "engineer"])
def test_only_the_label_decides(master: Asset, who: str, request: pytest.FixtureRequest) -> None:
    asked = review.request_review(master, by=None)
    with pytest.raises(NotAllowed, match="not_yours_to_decide"):
        review.decide(asked, "approved", by=request.getfixturevalue(who))


def test_the_second_decider_learns_who_was_first(master: Asset, anr: User, admin: User) -> None:
    asked = review.request_review(master, by=None)
    late = Review.objects.get(pk=asked.pk)
    review.decide(asked, "approved", by=anr)
    for copy in (asked, late):
        told = r"already_decided: Anr was first, now, and decided on Master 1 of “Paper Lanterns”: approved\."
        with pytest.raises(StudioError, match=told):
            review.decide(copy, "rejected", "No", by=admin)
    assert asked.decisions.count() == 1


def test_an_approved_mix_goes_on_with_production(song: Project, mix: Asset, anr: User) -> None:
    review.decide(review.request_review(mix, by=None), "approved", by=anr)
    assert state_of(song) == "in_production"


def test_a_song_stays_in_review_while_another_review_waits(song: Project, mix: Asset, master: Asset, anr: User) -> None:
    review.request_review(master, by=None)
    review.decide(review.request_review(mix, by=None), "approved", by=anr)
    assert state_of(song) == "in_review"


def test_a_clip_after_the_master_leaves_the_song_approved(song: Project, master: Asset, anr: User) -> None:
    review.decide(review.request_review(master, by=None), "approved", by=anr)
    clip = make_asset(song, "video", name="clip.mp4")
    review.decide(review.request_review(clip, by=None), "changes_requested", "Titles are cut off", by=anr)
    assert state_of(song) == "changes_requested"
    review.decide(review.request_review(clip, by=None), "approved", by=anr)
    assert state_of(song) == "approved"


def test_rounds_are_counted(master: Asset, anr: User) -> None:
    review.decide(review.request_review(master, by=None), "rejected", "No", by=anr)
    assert review.request_review(master, by=None).round == 2


def test_an_open_request_is_taken_back(song: Project, master: Asset, owner: User) -> None:
    taken = review.withdraw(review.request_review(master, by=owner), by=owner)
    assert (taken.state, state_of(song)) == ("withdrawn", "in_production")
    with pytest.raises(StudioError, match="already_withdrawn"):
        review.withdraw(Review.objects.get(), by=_decider(owner))


def _decider(user: User) -> User:
    user.label_role = "anr"
    return user


def test_only_the_label_takes_a_decision_back(song: Project, master: Asset, owner: User, anr: User) -> None:
    asked = review.request_review(master, by=owner)
    review.decide(asked, "approved", by=anr)
    with pytest.raises(NotAllowed):
        review.withdraw(asked, "Changed my mind", by=owner)
    with pytest.raises(Invalid, match="reason_missing"):
        review.withdraw(asked, " ", by=anr)
    assert state_of(song) == "approved"
    review.withdraw(asked, "The wrong file", by=anr)
    assert state_of(song) == "in_production"
    assert [(d.verdict, d.reason) for d in asked.decisions.all()] == [("approved", ""), ("withdrawn", "The wrong file")]
    assert song.events.get(type="decision.withdrawn").data["was"] == "approved"
    assert review.request_review(master, by=owner).round == 2


def test_a_newer_master_that_is_asked_about_no_more_leaves_the_approved_one_standing(
    song: Project, master: Asset, owner: User, anr: User
) -> None:
    review.decide(review.request_review(master, by=owner), "approved", by=anr)
    Project.objects.filter(pk=song.pk).update(state="in_production")
    newer = review.request_review(make_asset(song, "master", name="newer.wav", duration_s=180.0), by=owner)
    assert state_of(song) == "in_review"
    review.withdraw(newer, by=owner)
    assert state_of(song) == "approved"


def test_what_is_approved_is_not_asked_about_again(master: Asset, owner: User, anr: User) -> None:
    review.decide(review.request_review(master, by=owner), "approved", by=anr)
    with pytest.raises(StudioError, match="already_approved"):
        review.request_review(master, by=owner)


@pytest.mark.parametrize("verdict", ["approved", "changes_requested", "rejected"])
def test_a_decision_is_undone_at_once_and_stays_in_the_trail(
    song: Project, master: Asset, owner: User, anr: User, verdict: str
) -> None:
    asked = review.request_review(master, by=owner)
    review.decide(asked, verdict, "Because", by=anr)
    undone = review.undo(asked, by=anr)
    assert (undone.state, undone.round, state_of(song)) == ("open", 1, "in_review")
    assert [decision.verdict for decision in asked.decisions.all()] == [verdict, "open"]
    assert song.events.get(type="decision.undone").data["review"] == asked.pk
    review.decide(Review.objects.get(), "rejected", "No", by=anr)
    assert asked.decisions.count() == 3


def test_undoing_the_no_to_a_clip_leaves_the_song_approved(song: Project, master: Asset, anr: User) -> None:
    review.decide(review.request_review(master, by=None), "approved", by=anr)
    asked = review.request_review(make_asset(song, "video", name="clip.mp4"), by=None)
    assert state_of(song) == "approved"
    review.decide(asked, "rejected", "Titles", by=anr)
    review.undo(asked, by=anr)
    assert state_of(song) == "approved"


def test_ten_seconds_are_ten_seconds(master: Asset, anr: User) -> None:
    asked = review.request_review(master, by=None)
    decision = review.decide(asked, "approved", by=anr)
    Decision.objects.filter(pk=decision.pk).update(at=timezone.now() - timedelta(seconds=10.5))
    with pytest.raises(StudioError, match="undo_too_late"):
        review.undo(asked, by=anr)
    Decision.objects.filter(pk=decision.pk).update(at=timezone.now() - timedelta(seconds=8))
    assert review.undo(asked, by=anr).state == "open"
    with pytest.raises(StudioError, match="nothing_to_undo"):
        review.undo(asked, by=anr)


def test_nobody_undoes_for_another(master: Asset, anr: User, admin: User) -> None:
    asked = review.request_review(master, by=None)
    review.decide(asked, "approved", by=anr)
    with pytest.raises(NotAllowed, match="not_yours_to_undo"):
        review.undo(asked, by=admin)
    assert Review.objects.get().state == "approved"


def test_an_undo_does_not_open_a_second_round(master: Asset, owner: User, anr: User) -> None:
    asked = review.request_review(master, by=owner)
    review.decide(asked, "rejected", "No", by=anr)
    review.request_review(master, by=owner)
    with pytest.raises(StudioError, match="asked_again"):
        review.undo(asked, by=anr)


def test_decisions_of_a_released_song_stand(song: Project, master: Asset, anr: User) -> None:
    asked = review.request_review(master, by=None)
    review.decide(asked, "approved", by=anr)
    Project.objects.update(state="released")
    for take_back in (lambda: review.undo(asked, by=anr), lambda: review.withdraw(asked, "Hm", by=anr)):
        with pytest.raises(StudioError, match=r"song\.closed"):
            take_back()
    assert Review.objects.get().state == "approved"


def test_quick_reasons_become_words(master: Asset, anr: User) -> None:
    asked = review.request_review(master, by=None)
    with pytest.raises(Invalid, match="reason_unknown"):
        review.decide(asked, "rejected", "x", by=anr, quick=["nonsense"])
    decision = review.decide(asked, "changes_requested", "Bar 12.", by=anr, quick=["harsh", "muddy", "harsh"])
    assert decision.reason == "It sounds harsh. The low end is muddy. Bar 12."
