"""Starting a song, its brief, its lyrics, and sending it into production."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from artists.models import Artist, User
from projects import signals, songs
from projects.errors import Invalid, StudioError
from projects.models import Activity, Asset, Event, Project
from projects.songs import Brief
from tests.factories import make_asset, make_project


def facts(project: Project) -> list[str]:
    return list(project.events.order_by("seq").values_list("type", flat=True))


def test_a_new_song_is_a_draft_with_a_record(artist: Artist, owner: User) -> None:
    song = songs.start_song(artist, Brief(" Paper Lanterns ", bpm=92, key="a min"), by=owner, lyrics="One\nTwo")
    assert (song.title, song.key, song.state) == ("Paper Lanterns", "A minor", "draft")
    assert song.lyrics.get().text == "One\nTwo"
    assert facts(song) == ["song.started", "lyrics.saved"]
    assert Activity.objects.filter(project=song, by=owner, verb="song.started").exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": "  "}, "brief.title_missing"),
        ({"title": "x" * 121}, "brief.title_too_long"),
        ({"title": "a\x00b"}, "brief.text_unreadable"),
        ({"genre": "polka"}, "brief.genre_unknown"),
        ({"mood": "m" * 41}, "brief.mood_too_long"),
        ({"bpm": 59.9}, "brief.bpm_out_of_range"),
        ({"bpm": 180.1}, "brief.bpm_out_of_range"),
        ({"bpm": float("nan")}, "brief.bpm_out_of_range"),
        ({"meter": "7/8"}, "brief.meter_unknown"),
        ({"key": "H minor"}, "brief.key_unknown"),
        ({"notes": "n" * 4001}, "brief.notes_too_long"),
        ({"candidates_wanted": 0}, "brief.candidates_out_of_range"),
        ({"candidates_wanted": 21}, "brief.candidates_out_of_range"),
        ({"seed": -1}, "brief.seed_out_of_range"),
        ({"seed": 2**31}, "brief.seed_out_of_range"),
    ],
)
def test_a_wrong_brief_is_refused_with_its_code(artist: Artist, owner: User, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        songs.start_song(artist, replace(Brief("Fine"), **wrong), by=owner)
    assert refused.value.code == code
    assert refused.value.facts["field"] in wrong
    assert not Project.objects.exists()


@pytest.mark.parametrize("edge", [{"bpm": 60}, {"bpm": 180}, {"candidates_wanted": 20}, {"seed": 2**31 - 1}])
def test_the_edges_are_inside(artist: Artist, owner: User, edge: dict[str, Any]) -> None:
    assert songs.start_song(artist, replace(Brief("Fine"), **edge), by=owner).pk


def test_an_unknown_kind_is_refused(artist: Artist, owner: User) -> None:
    with pytest.raises(Invalid, match="kind_unknown"):
        songs.start_song(artist, Brief("Fine"), by=owner, kind="remix")


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [("a min", "A minor"), ("F♯ MAJOR", "F# major"), ("bb maj", "Bb major"), (" x ", "x"), ("c dorian", "C dorian")],
)
def test_keys_are_tidied(typed: str, tidy: str) -> None:
    assert songs.tidy_key(typed) == tidy


def test_a_change_tells_only_what_changed(song: Project, owner: User) -> None:
    songs.change_brief(song, by=owner, title="Paper Lanterns", bpm=120.0)
    song.refresh_from_db()
    assert song.bpm == 120
    assert Event.objects.get(project=song).data == {"changes": {"bpm": 120.0}}


def test_no_change_is_no_event(song: Project, owner: User) -> None:
    songs.change_brief(song, by=owner, title="Paper Lanterns")
    assert facts(song) == []


def test_a_field_the_brief_lacks_is_refused(song: Project, owner: User) -> None:
    with pytest.raises(Invalid, match="field_unknown"):
        songs.change_brief(song, by=owner, state="released")


@pytest.mark.parametrize("state", ["approved", "released", "archived"])
def test_a_finished_song_stays_as_it_is(song: Project, owner: User, state: str) -> None:
    Project.objects.update(state=state)
    song.refresh_from_db()
    with pytest.raises(StudioError, match=r"song\.closed"):
        songs.change_brief(song, by=owner, title="Other")
    with pytest.raises(StudioError, match=r"song\.closed"):
        songs.save_lyrics(song, "la", by=owner)


def test_lyrics_are_numbered_and_never_doubled(song: Project, owner: User) -> None:
    first = songs.save_lyrics(song, "One\r\nTwo\n", by=owner)
    again = songs.save_lyrics(song, "One\nTwo", by=owner)
    second = songs.save_lyrics(song, "Three", by=owner)
    assert (first.pk, first.number, second.number) == (again.pk, 1, 2)
    assert facts(song) == ["lyrics.saved", "lyrics.saved"]


@pytest.mark.parametrize(("text", "code"), [(" \n ", "empty"), ("x" * 20_001, "too_long"), ("a\x00", "unreadable")])
def test_lyrics_that_can_not_be_kept_are_refused(song: Project, owner: User, text: str, code: str) -> None:
    with pytest.raises(Invalid, match=f"lyrics.{code}"):
        songs.save_lyrics(song, text, by=owner)


@pytest.mark.django_db(transaction=True)
def test_two_people_saving_at_once_get_two_numbers(song: Project, owner: User, redis_url: str) -> None:
    def save(text: str) -> None:
        songs.save_lyrics(Project.objects.get(pk=song.pk), text, by=owner)
        connection.close()

    threads = [threading.Thread(target=save, args=(f"verse {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(song.lyrics.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_submitting_moves_the_song_and_calls_processing(song: Project, owner: User) -> None:
    heard: list[Any] = []
    signals.submitted.connect(lambda **told: heard.append((told["project"], told["by"])), weak=False)
    songs.save_lyrics(song, "One", by=owner)
    songs.submit(song, by=owner, declaring=["lyrics"])
    assert song.state == "in_production"
    assert heard == [(song, owner)]
    assert facts(song)[-1] == "song.submitted"


def test_a_vocal_is_enough_to_submit(song: Project, vocal: Asset, owner: User) -> None:
    assert songs.submit(song, by=owner, declaring=["voice"]).state == "in_production"


def test_an_empty_song_is_not_submitted(song: Project, owner: User) -> None:
    with pytest.raises(Invalid, match="nothing_to_sing"):
        songs.submit(song, by=owner)


def test_a_rescue_needs_its_flat_file(artist: Artist, owner: User) -> None:
    rescue = make_project(artist, kind=Project.Kind.RESCUE)
    with pytest.raises(Invalid, match="flat_mix_missing"):
        songs.submit(rescue, by=owner)
    make_asset(rescue, Asset.Kind.FLAT_MIX)
    assert songs.submit(rescue, by=owner, declaring=["track"]).state == "in_production"


def test_a_song_is_submitted_once(song: Project, vocal: Asset, owner: User) -> None:
    late = Project.objects.get(pk=song.pk)
    songs.submit(song, by=owner, declaring=["voice"])
    for copy in (song, late):
        with pytest.raises(StudioError, match="already_submitted"):
            songs.submit(copy, by=owner)
    assert facts(song).count("song.submitted") == 1


def test_when_processing_refuses_nothing_has_happened(song: Project, vocal: Asset, owner: User) -> None:
    def refuse(**told: Any) -> None:
        raise StudioError("recipe.unknown", "No.")

    signals.submitted.connect(refuse, weak=False)
    with pytest.raises(StudioError, match=r"recipe\.unknown"):
        songs.submit(song, by=owner, declaring=["voice"])
    assert Project.objects.get(pk=song.pk).state == "draft"
    assert facts(song) == []
