"""An album of short songs: two of a family, one far too loud, one with another tone."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.core.management import call_command

from processing.dsp import files
from processing.dsp.levels import Audio, with_gain_db
from processing.dsp.loudness import gain_to_target_db
from processing.engines.master.album import listen
from processing.engines.master.family import LOUDNESS_LU, TONE_DB, family_of
from processing.errors import StudioError
from processing.headless.album_order import AlbumOrder, gaps_named, mix_named
from tests.processing.engines.band import RATE, song
from tests.processing.engines.master.test_reference_match import independent

LUFS = (-16.0, -16.2, -12.5, -15.9)
TILTS_DB = (0.0, 0.1, 0.0, 5.0)
LOUD, BRIGHT = 2, 3


def at(audio: Audio, lufs: float) -> Audio:
    return with_gain_db(audio, gain_to_target_db(audio, RATE, lufs))


@dataclass(frozen=True)
class Album:
    sources: list[Path]
    out: Path
    report: dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Album:
    folder = tmp_path_factory.mktemp("album")
    sources = []
    for number, (lufs, tilt_db) in enumerate(zip(LUFS, TILTS_DB, strict=True)):
        audio = at(song(5.0, seed=30 + number, tilt_db=tilt_db), lufs)
        peak = np.abs(audio).max()
        audio = np.tanh(audio) if peak > 0.85 else audio
        sources.append(files.write_wav24(folder / f"Song {number}.wav", audio.astype(np.float32), RATE))
    out = folder / "out"
    named = [f"--master={path}" for path in sources]
    call_command("album", *named, f"--out={out}", "--gaps=2,1.5,0", "--joined")
    return Album(sources, out, json.loads((out / "album.json").read_text()))


def test_the_written_masters_are_one_family_by_another_meter(made: Album) -> None:
    family_lufs = made.report["family"]["integrated_lufs"]
    for track in made.report["tracks"]:
        lufs, peak_dbtp = independent(made.out / track["file"])
        assert abs(lufs - family_lufs) <= LOUDNESS_LU, track["file"]
        assert peak_dbtp <= -1.0, track["file"]
        assert track["after"]["tone_distance_db"] <= TONE_DB
    assert made.report["coherent"]


def test_only_those_that_stood_apart_are_touched(made: Album) -> None:
    tracks = made.report["tracks"]
    apart = [set(track["before"]["apart"]) - {"peaks"} for track in tracks]
    assert apart == [set(), set(), {"loudness"}, {"tone"}]
    for number, (source, track) in enumerate(zip(made.sources, tracks, strict=True)):
        same = source.read_bytes() == (made.out / track["file"]).read_bytes()
        assert same is (number not in {LOUD, BRIGHT})


def test_a_song_that_is_only_too_loud_keeps_its_tone(made: Album) -> None:
    loud = made.report["tracks"][LOUD]
    change_db = np.subtract(loud["after"]["third_octaves_db"], loud["before"]["third_octaves_db"])
    assert np.abs(change_db[4:-4]).max() < 1.0
    assert loud["words"][0] == "Mastered again from the master."


def test_a_strange_tone_moves_into_the_family_and_not_onto_it(made: Album) -> None:
    bright = made.report["tracks"][BRIGHT]
    assert bright["before"]["tone_distance_db"] > TONE_DB
    assert 0.4 * TONE_DB < bright["after"]["tone_distance_db"] <= TONE_DB


def test_the_joined_album_holds_every_sample_at_its_place(made: Album) -> None:
    whole, rate = soundfile.read(made.out / "album.wav", dtype="int32", always_2d=True)
    assert soundfile.info(made.out / "album.wav").subtype == "PCM_24"
    for track, place in zip(made.report["tracks"], made.report["sequence"], strict=True):
        part, _ = soundfile.read(made.out / track["file"], dtype="int32", always_2d=True)
        start = round(place["start_s"] * rate)
        assert np.array_equal(whole[start : start + len(part)], part)
    second = made.report["sequence"][1]
    assert second["start_s"] == pytest.approx(7.0)
    assert second["index"] == "00:07:00"
    assert not whole[5 * rate : 7 * rate].any()
    assert len(whole) == round((4 * 5.0 + 3.5) * rate)
    sheet = (made.out / "album.cue").read_text("utf-8")
    assert sheet.startswith('FILE "album.wav" WAVE') and "    INDEX 00 00:05:00\n    INDEX 01 00:07:00\n" in sheet
    assert sheet.count("AUDIO") == 4


def test_the_middle_is_not_moved_by_one_stranger() -> None:
    plain = [listen(at(song(2.0, seed=seed), -16.0), RATE) for seed in (1, 2, 3)]
    stranger = listen(at(song(2.0, seed=4, tilt_db=6.0), -8.0), RATE)
    family = family_of([*plain, stranger])
    assert family.lufs == pytest.approx(-16.0, abs=0.1)
    assert [bool(family.apart(one)) for one in (*plain, stranger)] == [False, False, False, True]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("album.songs", {"masters": 1}),
        ("album.gaps", {"gaps_s": (1.0, 2.0, 3.0)}),
        ("album.gaps", {"gaps_s": (-1.0,)}),
        ("album.mix", {"mixes": {3: 0}}),
    ],
)
def test_an_unfit_order_is_refused_before_any_work(tmp_path: Path, code: str, changes: dict[str, Any]) -> None:
    paths = [tmp_path / f"{name}.wav" for name in "ab"]
    for path in paths:
        path.touch()
    given = {"masters": tuple(paths[: changes.pop("masters", 2)]), "out": tmp_path / "out", **changes}
    if "mixes" in given:
        given["mixes"] = dict.fromkeys(given["mixes"], paths[0])
    with pytest.raises(StudioError) as refused:
        AlbumOrder(**given)
    assert refused.value.code == code


def test_nobody_overwrites_a_master(tmp_path: Path) -> None:
    paths = [tmp_path / "01 a.wav", tmp_path / "a.wav"]
    for path in paths:
        path.touch()
    with pytest.raises(StudioError) as refused:
        AlbumOrder(out=tmp_path, masters=(paths[1], paths[0]))
    assert refused.value.code == "album.own_folder"


def test_one_song_twice_is_a_coded_error(made: Album, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("album", *[f"--master={made.sources[0]}"] * 2, f"--out={tmp_path}")
    assert left.value.code == 1
    assert "error: album.twice:" in capsys.readouterr().err


def test_gaps_and_mixes_are_read_from_words() -> None:
    assert gaps_named("2,1.5") == (2.0, 1.5)
    assert mix_named("2=a=b.wav") == (2, Path("a=b.wav"))
    for read, words in ((gaps_named, "2;x"), (mix_named, "a.wav")):
        with pytest.raises(StudioError):
            read(words)
