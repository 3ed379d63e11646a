"""How a file becomes an asset."""

import threading
from pathlib import Path

import pytest
from django.db import connection

from projects.assets import NewFile, add_file, add_measures, keep_file, media_type_of, plain_name
from projects.models import Asset, Project
from tests.factories import make_asset, make_project, scratch_file, wav_bytes

UNKNOWN = "application/octet-stream"


def test_versions_count_within_a_kind(song: Project) -> None:
    made = [make_asset(song, kind) for kind in ("mix", "vocal", "mix")]
    assert [asset.version for asset in made] == [1, 1, 2]


def test_the_same_content_under_the_same_name_is_one_asset(song: Project) -> None:
    first, again = (make_asset(song, content=wav_bytes(), name="a.wav") for _ in range(2))
    other = make_asset(song, content=wav_bytes(), name="b.wav")
    assert first == again
    assert (other.version, other.sha256) == (2, first.sha256)


def test_two_songs_share_content_but_no_asset(song: Project) -> None:
    one, two = (make_asset(project, content=wav_bytes(), name="a.wav") for project in (song, make_project()))
    assert one.sha256 == two.sha256
    assert one.pk != two.pk


def test_what_it_was_made_from_is_kept(song: Project) -> None:
    vocal = make_asset(song)
    path = scratch_file(wav_bytes(fill=3))
    mix = add_file(song, NewFile("mix", path, "mix.wav", 0.1, {"lufs": -14}, {"stage": "mix"}), parents=[vocal])
    assert list(mix.parents.all()) == [vocal]
    assert list(vocal.children.all()) == [mix]
    assert (mix.duration_s, mix.measures, mix.provenance) == (0.1, {"lufs": -14}, {"stage": "mix"})


def test_renditions_come_along_and_stay(song: Project) -> None:
    new = NewFile("mix", scratch_file(wav_bytes()), "m.wav", renditions={"opus": scratch_file(b"one", ".opus")})
    asset = add_file(song, new)
    again = NewFile("mix", new.path, "m.wav", renditions={"opus": scratch_file(b"two", ".opus")})
    add_file(song, again)
    copy = asset.renditions.get()
    assert (copy.kind, copy.size_bytes, copy.media_type) == ("opus", 3, "audio/ogg")


def test_measures_are_written_once(vocal: Asset) -> None:
    add_measures(vocal, {"lufs": -20.0}, 3.5)
    add_measures(vocal, {"lufs": -1.0}, 9.0)
    vocal.refresh_from_db()
    assert (vocal.measures, vocal.duration_s) == ({"lufs": -20.0}, 3.5)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.WAV", "audio/wav"), ("a.mp3", "audio/mpeg"), ("a.html", UNKNOWN), ("a.svg", UNKNOWN), ("a", UNKNOWN)],
)
def test_types_come_from_our_own_table(name: str, media_type: str) -> None:
    assert media_type_of(name) == media_type


@pytest.mark.parametrize("name", ["", "..", "/", "\x00", " . "])
def test_a_name_is_never_empty(name: str) -> None:
    assert plain_name(name) == "untitled"


@pytest.mark.django_db(transaction=True)
def test_files_landing_at_once_get_consecutive_versions(song: Project, redis_url: str) -> None:
    kept = [keep_file(NewFile("stem", scratch_file(wav_bytes(fill=n + 1)), f"{n}.wav")) for n in range(6)]

    def land(number: int) -> None:
        add_file(song, kept[number].new)
        connection.close()

    threads = [threading.Thread(target=land, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(song.assets.values_list("version", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_file_that_is_not_there_is_no_asset(song: Project, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        add_file(song, NewFile("mix", tmp_path / "gone.wav", "gone.wav"))
    assert not song.assets.exists()


def test_only_sound_is_audio(vocal: Asset, song: Project) -> None:
    assert vocal.is_audio
    assert not make_asset(song, "document", content=b"la", name="notes.txt").is_audio
    assert make_asset(song, "vocal", name="x01").is_audio and make_asset(song, "reference", name="film.mp4").is_audio
    assert not make_asset(song, "photo", content=b"\xff\xd8\xff", name="x02").is_audio
