"""What people declare about the rights in what they bring."""

import pytest
from django.utils import translation

from artists.models import User
from projects import declarations, songs
from projects.errors import Invalid
from projects.models import Asset, Declaration, Project
from tests.factories import make_asset


def test_what_the_song_holds_decides_what_is_asked(song: Project, owner: User) -> None:
    assert declarations.asked_of(song) == []
    songs.save_lyrics(song, "One", by=owner)
    make_asset(song, Asset.Kind.VOCAL)
    make_asset(song, Asset.Kind.CANDIDATE)
    make_asset(song, Asset.Kind.PHOTO)
    assert declarations.asked_of(song) == ["lyrics", "voice", "photo"]


def test_the_exact_words_are_kept_once(song: Project, owner: User) -> None:
    declarations.declare(song, ["voice", "lyrics"], by=owner)
    assert declarations.declare(song, ["lyrics", "voice"], by=owner) is None
    kept = Declaration.objects.get()
    words = str(declarations.STATEMENTS["voice"])
    assert kept.statements[1] == {"name": "voice", "words": words} and len(words) > 20
    assert song.activity.get(verb="rights.declared").data["statements"] == kept.statements


def test_words_are_kept_in_the_language_they_were_read_in(song: Project, owner: User) -> None:
    with translation.override("es"):
        shown = str(declarations.STATEMENTS["photo"])
        kept = declarations.declare(song, ["photo"], by=owner)
    assert kept is not None and kept.statements[0]["words"] == shown


def test_a_statement_nobody_knows_is_refused(song: Project, owner: User) -> None:
    with pytest.raises(Invalid, match=r"rights\.unknown_statement"):
        declarations.declare(song, ["everything"], by=owner)
    assert not Declaration.objects.exists()


def test_a_song_is_not_sent_without_its_declaration(song: Project, vocal: Asset, owner: User) -> None:
    songs.save_lyrics(song, "One", by=owner)
    with pytest.raises(Invalid, match=r"rights\.not_declared") as refusal:
        songs.submit(song, by=owner, declaring=["lyrics"])
    assert refusal.value.facts == {"field": "declaration", "missing": ["voice"]}
    song.refresh_from_db()
    assert song.state == Project.State.DRAFT and not Declaration.objects.exists()


def test_what_was_declared_before_counts(song: Project, vocal: Asset, owner: User, teammate: User) -> None:
    declarations.declare(song, ["voice"], by=teammate)
    assert songs.submit(song, by=owner).state == "in_production"
