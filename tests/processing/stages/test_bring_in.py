"""Masters of one artist are brought to each other and written into one file, on the workers' own way."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from artists.models import User
from processing.album_sheet import AlbumSheet
from processing.albums import take, together, write
from processing.dsp import files
from processing.dsp.levels import Audio, with_gain_db
from processing.dsp.loudness import gain_to_target_db
from processing.dsp.measures import measure
from processing.dsp.tagged import read_tags
from processing.engines.master.album import listen
from processing.engines.master.family import LOUDNESS_LU, TONE_DB, heard_in
from processing.errors import StudioError
from processing.models import Run
from processing.pipeline import recipes
from projects import albums, storage
from projects.assets import NewFile, add_file
from projects.models import Album, Asset, Project
from tests.factories import make_project
from tests.processing.engines.band import RATE
from tests.processing.engines.band import song as played

pytestmark = pytest.mark.django_db
SOUNDS = ((-16.0, 0.0), (-16.2, 0.1), (-12.5, 0.0), (-15.9, 5.0))
LOUD, BRIGHT = 2, 3


def sound_of(asset: Asset) -> Audio:
    with storage.local_copy(asset.sha256) as path:
        return files.read(path)[0]


def master(project: Project, number: int, folder: Path) -> Asset:
    lufs, tilt_db = SOUNDS[number]
    audio = played(5.0, seed=30 + number, tilt_db=tilt_db)
    audio = np.tanh(with_gain_db(audio, gain_to_target_db(audio, RATE, lufs))).astype(np.float32)
    audio = with_gain_db(audio, gain_to_target_db(audio, RATE, lufs))
    audio = np.clip(audio, -0.87, 0.87).astype(np.float32)
    path = files.write_wav24(folder / f"master{number}.wav", audio, RATE)
    measures, duration_s = measure(files.read(path)[0], RATE), audio.shape[1] / RATE
    provenance = {"stage": "master"}
    return add_file(project, NewFile(Asset.Kind.MASTER, path, path.name, duration_s, measures, provenance))


@pytest.fixture
def album(song: Project, owner: User, tmp_path: Path) -> Album:
    made = albums.start_album(song.artist, "Uno", by=owner)
    for number in range(len(SOUNDS)):
        project = make_project(song.artist, title=f"Song {number}", created_by=owner, state="in_production")
        master(project, number, tmp_path)
        albums.put_on(made, project, by=owner)
    return made


def test_what_stands_apart_is_brought_in_and_all_become_one_file(
    album: Album, owner: User, carried_out: Callable[..., list[Run]]
) -> None:
    sheet = AlbumSheet(album)
    assert [row.number - 1 for row in sheet.rows if row.apart] == [LOUD, BRIGHT] and not sheet.is_family
    runs = carried_out(lambda: together(album, by=owner))
    assert [run.state for run in runs] == [Run.State.DONE] * 2, [run.stages.get().error_words for run in runs]
    sheet, before = AlbumSheet(album), [one.master_id for one in AlbumSheet(album).songs]
    assert [one.song.project.title for one in sheet.brought] == ["Song 2", "Song 3"] and not sheet.is_family
    assert sheet.family is not None
    for one in sheet.brought:
        heard = listen(sound_of(one.master), RATE)
        assert abs(heard.integrated_lufs - sheet.family.lufs) <= LOUDNESS_LU and heard.true_peak_dbtp <= -1.0
        assert sheet.family.distance_db(heard) <= TONE_DB and not one.after["apart"]
        assert one.words and one.master.renditions.filter(kind="peaks").exists()
    assert take(album, by=owner) == 2
    sheet = AlbumSheet(album)
    assert sheet.is_family and not sheet.brought and not sheet.apart
    assert [song.master_id for song in sheet.songs][:2] == before[:2], "who belongs is left alone"
    with pytest.raises(StudioError, match="No song stands apart"):
        together(album, by=owner)
    albums.set_gap(sheet.songs[0], 1.5, by=owner)
    (run,) = carried_out(lambda: write(album, by=owner))
    assert run.state == Run.State.DONE, run.stages.get().error_words
    sheet = AlbumSheet(album)
    assert sheet.file is not None and not sheet.is_stale and sheet.file.name.endswith("Uno.wav")
    gaps_s = sheet.file.measures["gaps_s"]
    assert gaps_s[0] == 1.5 and gaps_s[1:] == sheet.file.measures["suggested_s"][1:]
    whole, at = sound_of(sheet.file), 0
    for place, gap_s in zip(sheet.songs, [*gaps_s, 0.0], strict=True):
        part = sound_of(place.master)
        np.testing.assert_array_equal(whole[:, at : at + part.shape[1]], part)
        at += part.shape[1] + round(gap_s * RATE)
        assert not whole[:, at - round(gap_s * RATE) : at].any()
    assert at == whole.shape[1]
    with storage.local_copy(sheet.file.sha256) as path:
        told = read_tags(path)
    assert (told["title"], told["artist"], told["album"]) == ("Uno", album.artist.name, "Uno")
    albums.step(sheet.songs[0], 1, by=owner)
    assert AlbumSheet(album).is_stale


def test_what_is_kept_about_a_file_is_what_listening_hears(album: Album) -> None:
    for place in album.songs.all():
        heard, known = listen(sound_of(place.master), RATE), heard_in(place.master.measures)
        assert known is not None and abs(known.integrated_lufs - heard.integrated_lufs) < 0.01
        np.testing.assert_allclose(known.balance_db, heard.balance_db, atol=0.05)
        assert abs(known.true_peak_dbtp - heard.true_peak_dbtp) < 0.05
    assert heard_in({}) is None and heard_in({"integrated_lufs": -14.0, "true_peak_dbtp": -1.0}) is None


def test_recipes_take_masters_of_one_artist_alone(album: Album, stranger: User, tmp_path: Path) -> None:
    places = list(album.songs.select_related("project", "master"))
    own, other = places[0], places[1]
    foreign = master(make_project(stranger.artists.get()), 0, tmp_path)
    mine, good = str(own.master_id), [str(other.master_id)]
    assert recipes.build(own.project, "bring_in", {"master": mine, "company": good}).ordered()[0].kind == "bring_in"
    for wrong in (
        {"master": mine, "company": [str(foreign.pk)]},
        {"master": str(foreign.pk), "company": good},
        {"master": good[0], "company": [mine]},
        {"master": mine, "company": []},
        {"master": mine, "company": [mine]},
        {"master": "x", "company": good},
        {},
    ):
        with pytest.raises(StudioError, match=r"album"):
            recipes.build(own.project, "bring_in", wrong)
    for masters, gaps_s in (([mine], []), ([mine, *good], []), ([mine, *good], [21.0]), ([mine, *good], ["1"])):
        with pytest.raises(StudioError, match="masters in their order"):
            recipes.build(own.project, "sequence", {"masters": masters, "gaps_s": gaps_s})
