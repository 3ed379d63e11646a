"""Putting right what a draft holds."""

from typing import Any

import pytest

from artists.models import User
from projects import draft_files, review, signals
from projects.errors import Invalid, StudioError
from projects.models import Asset, Project
from tests.factories import make_asset, wav_bytes


def test_a_voice_becomes_a_reference_and_is_numbered_there(song: Project, vocal: Asset, owner: User) -> None:
    make_asset(song, Asset.Kind.REFERENCE)
    changed = draft_files.take_for(vocal, "reference", by=owner)
    changed.refresh_from_db()
    assert (changed.kind, changed.version) == ("reference", 2)
    assert song.events.get(type="asset.retyped").data["kind"] == "reference"


def test_saying_the_same_again_changes_nothing(song: Project, vocal: Asset, owner: User) -> None:
    draft_files.take_for(vocal, "vocal", by=owner)
    assert not song.events.exists()


@pytest.mark.parametrize("kind", ["photo", "master", "", "document"])
def test_a_sound_is_only_taken_for_a_sound_that_people_bring(vocal: Asset, owner: User, kind: str) -> None:
    with pytest.raises(Invalid, match=r"file\.kind_unfit"):
        draft_files.take_for(vocal, kind, by=owner)
    vocal.refresh_from_db()
    assert vocal.kind == "vocal"


def test_the_same_file_is_not_used_twice_as_the_same(song: Project, owner: User) -> None:
    content = wav_bytes(fill=3)
    voice = make_asset(song, Asset.Kind.VOCAL, name="a.wav", content=content)
    make_asset(song, Asset.Kind.REFERENCE, name="a.wav", content=content)
    with pytest.raises(Invalid, match=r"file\.already_there"):
        draft_files.take_for(voice, "reference", by=owner)


def test_taking_out_tells_first_and_leaves_no_row(song: Project, vocal: Asset, owner: User) -> None:
    heard: list[Any] = []
    tell = heard.append
    signals.asset_taken_out.connect(receiver := lambda asset, **_: tell(asset.pk), weak=False)
    pk = vocal.pk
    draft_files.take_out(vocal, by=owner)
    signals.asset_taken_out.disconnect(receiver)
    assert heard == [pk] and not song.assets.exists()
    assert song.events.get(type="asset.removed").data["name"] == "take 1.wav"


def test_files_of_a_song_on_its_way_stay(song: Project, vocal: Asset, owner: User) -> None:
    Project.objects.update(state=Project.State.IN_PRODUCTION)
    for deed in (lambda: draft_files.take_out(vocal, by=owner), lambda: draft_files.take_for(vocal, "x", by=owner)):
        with pytest.raises(StudioError, match=r"file\.not_in_draft"):
            deed()
    assert song.assets.get().kind == "vocal"


def test_what_the_studio_made_is_not_taken_out(song: Project, owner: User) -> None:
    made = make_asset(song, Asset.Kind.CANDIDATE)
    with pytest.raises(StudioError, match=r"file\.not_in_draft"):
        draft_files.take_out(made, by=owner)


def test_a_file_that_somebody_was_asked_about_stays(song: Project, vocal: Asset, owner: User) -> None:
    review.Review.objects.create(project=song, asset=vocal, requested_by=owner)
    with pytest.raises(StudioError, match=r"file\.in_use"):
        draft_files.take_out(vocal, by=owner)
    assert song.assets.exists() and not song.events.exists()
