"""What counts in a phase."""

from typing import Any

import pytest

from artists.models import User
from projects import picks, review, signals
from projects.errors import Invalid, StudioError
from projects.models import Asset, Project
from tests.factories import make_asset


@pytest.mark.parametrize(
    ("kind", "phase"),
    [
        ("candidate", "instrumental"),
        ("instrumental", "instrumental"),
        ("mix", "mix"),
        ("master", "master"),
        ("video", "video"),
    ],
)
def test_a_version_is_picked_for_its_phase(song: Project, owner: User, kind: str, phase: str) -> None:
    asset = make_asset(song, kind)
    assert picks.pick(asset, by=owner).phase == phase
    assert picks.picked(song, phase) == asset


def test_the_newest_pick_counts_and_earlier_ones_stay(song: Project, owner: User, teammate: User) -> None:
    first, second = make_asset(song, "candidate"), make_asset(song, "candidate")
    picks.pick(first, by=owner)
    picks.pick(second, by=teammate)
    assert picks.picked(song, "instrumental") == second
    assert song.picks.count() == 2


def test_picking_again_changes_nothing(song: Project, owner: User) -> None:
    heard: list[Any] = []
    signals.picked.connect(lambda **told: heard.append(told["pick"]), weak=False)
    candidate = make_asset(song, "candidate")
    first = picks.pick(candidate, by=owner)
    assert picks.pick(candidate, by=None) == first
    assert heard == [first]
    assert song.events.count() == 1


def test_a_machine_pick_is_marked_as_such(song: Project) -> None:
    candidate = make_asset(song, "candidate", name="take.wav")
    picks.pick(candidate, by=None)
    event = song.events.get(type="candidate.picked")
    assert event.by is None
    told = {"asset": str(candidate.pk), "kind": "candidate", "version": 1, "phase": "instrumental"}
    assert event.data == {**told, "name": "take.wav", "machine": True}


def test_a_vocal_is_no_version(vocal: Asset, owner: User) -> None:
    with pytest.raises(Invalid, match="not_a_version"):
        picks.pick(vocal, by=owner)


def test_a_released_song_is_settled(song: Project, owner: User) -> None:
    candidate = make_asset(song, "candidate")
    Project.objects.update(state="released")
    with pytest.raises(StudioError, match=r"song\.closed"):
        picks.pick(candidate, by=owner)


def test_nothing_is_picked_at_first(song: Project) -> None:
    assert picks.picked(song, "mix") is None


@pytest.fixture
def approved(song: Project, anr: User) -> Asset:
    """A master that the label has approved and that counts."""
    Project.objects.update(state="in_production")
    master = make_asset(song, "master")
    picks.pick(master, by=None)
    review.decide(review.request_review(master, by=None), "approved", by=anr)
    return master


@pytest.mark.parametrize("kind", ["master", "mix", "candidate"])
def test_nothing_takes_the_place_of_an_approved_master_or_of_what_it_is_made_of(
    song: Project, approved: Asset, owner: User, kind: str
) -> None:
    other = make_asset(song, kind)
    for by in (owner, None):
        with pytest.raises(StudioError, match=r"pick\.approved: Master 1 is approved"):
            picks.pick(other, by=by)
    assert picks.picked(song, "master") == approved and song.picks.count() == 1


def test_after_the_approval_is_taken_back_another_is_picked(
    song: Project, approved: Asset, owner: User, anr: User
) -> None:
    review.withdraw(approved.reviews.get(), "Clicks at 1:10", by=anr)
    other = make_asset(song, "master")
    picks.pick(other, by=owner)
    assert picks.picked(song, "master") == other


def test_an_approved_version_can_take_its_place_again(song: Project, owner: User, anr: User) -> None:
    Project.objects.update(state="in_production")
    mix, later = make_asset(song, "mix"), make_asset(song, "mix")
    picks.pick(later, by=owner)
    review.decide(review.request_review(mix, by=None), "approved", by=anr)
    picks.pick(mix, by=owner)
    with pytest.raises(StudioError, match=r"pick\.approved"):
        picks.pick(later, by=owner)
    assert picks.picked(song, "mix") == mix


def test_a_clip_of_an_approved_song_is_still_picked(song: Project, approved: Asset, owner: User) -> None:
    assert picks.pick(make_asset(song, "video", name="clip.mp4"), by=owner).phase == "video"
