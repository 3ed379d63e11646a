"""A small multitrack that was really mixed and mastered leaves the house in every form."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from processing.console.settings import ConsoleSettings, TrackSettings
from processing.dsp import files
from processing.dsp.levels import rms_db
from processing.dsp.tagged import read_tags
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.contracts import Audio, MasterParams
from processing.engines.master.reference_match import ReferenceMatch
from processing.engines.render_mix.console import Console
from processing.errors import StudioError
from processing.models import Run, StageOutput
from projects import storage
from projects.assets import NewFile, add_file
from projects.models import Asset, Pick, Project
from tests.processing.engines.band import RATE, band
from tests.processing.test_views import add_run

pytestmark = pytest.mark.django_db
TRACKS = {name: audio for name, audio in band(4.0, seed=6).items() if name in ("vocal", "drums", "harmony")}
SETTINGS = ConsoleSettings(genre="pop", tracks={name: TrackSettings() for name in TRACKS}).to_json()


def add(song: Project, kind: Asset.Kind, audio: Audio, folder: Path, name: str) -> Asset:
    path = files.write_wav24(folder / f"{name}.wav", audio, RATE)
    duration_s = audio.shape[1] / RATE
    return add_file(song, NewFile(kind, path, path.name, duration_s, provenance={"stage": "made"}))


@pytest.fixture
def master(song: Project, tmp_path: Path) -> Asset:
    inputs = {f"stem:{name}": [str(add(song, Asset.Kind.STEM, audio * np.float32(0.3), tmp_path, name).pk)]
              for name, audio in TRACKS.items()}  # fmt: skip
    sound = Console().render({name: audio * np.float32(0.3) for name, audio in TRACKS.items()}, RATE, SETTINGS)
    mix = add(song, Asset.Kind.MIX, sound, tmp_path, "mix")
    console = {"kind": "propose_mix", "name": "console", "result": {"settings": SETTINGS}}
    run = add_run(song, "mix", console, {"kind": "render_mix", "name": "mix", "inputs": inputs})
    StageOutput.objects.create(stage=run.stages.get(kind="render_mix"), role="mix", asset=mix)
    made = ReferenceMatch().master(sound, RATE, genre="pop", params=MasterParams(), scratch=tmp_path)
    result = {"report": {"chain": made.report["chain"]}}
    run = add_run(song, "master", {"kind": "master", "inputs": {"mix": [str(mix.pk)]}, "result": result})
    asset = add(song, Asset.Kind.MASTER, made.audio, tmp_path, "master")
    StageOutput.objects.create(stage=run.stages.get(), role="master", asset=asset)
    Pick.objects.create(project=song, phase="master", asset=asset)
    return asset


def sound_of(asset: Asset) -> Audio:
    with storage.local_copy(asset.sha256) as path:
        return files.read(path)[0]


def test_every_form_leaves_tagged_and_measured(song: Project, master: Asset, work_off: Callable[..., Run]) -> None:
    run = work_off("deliver", isrc="gb-abc-26-00001", album="Uno")
    assert run.state == Run.State.DONE, [stage.error_words for stage in run.stages.all()]
    made = {(a.measures["version"], a.measures["format"]): a for a in master.children.all()}
    assert set(made) == {("master", "wav_24_48"), ("master", "wav_16_44"), ("master", "flac"), ("master", "mp3_320"),
                         ("instrumental", "wav_24_48"), ("acappella", "wav_24_48"), ("tv", "wav_24_48")}  # fmt: skip
    assert all(asset.kind == Asset.Kind.DELIVERABLE and song.title in asset.name for asset in made.values())
    with storage.local_copy(made["master", "flac"].sha256) as path:
        found = read_tags(path)
    assert found["title"] == song.title and found["isrc"] == "GBABC2600001" and found["album"] == "Uno"
    with storage.local_copy(made["instrumental", "wav_24_48"].sha256) as path:
        assert read_tags(path)["title"] == f"{song.title} (Instrumental)"
    np.testing.assert_array_equal(sound_of(made["master", "wav_24_48"]), sound_of(master))
    assert "no backing voices" in " ".join(run.stages.get().result["words"])
    np.testing.assert_array_equal(sound_of(made["tv", "wav_24_48"]), sound_of(made["instrumental", "wav_24_48"]))
    parts = sound_of(made["instrumental", "wav_24_48"]) + sound_of(made["acappella", "wav_24_48"])
    whole = sound_of(master)
    assert rms_db(parts - whole) - rms_db(whole) < -15.0, "the parts are as loud as they are in the song"
    for (_version, form), asset in made.items():
        assert asset.measures["true_peak_dbtp"] <= (0.0 if form == "mp3_320" else -1.0)
    with storage.local_copy(made["master", "wav_16_44"].sha256) as path:
        cd, rate = files.read(path)
    assert rate == 44_100 and true_peak_dbtp(cd, rate) <= -1.0


def test_the_codec_preview_is_heard_and_measured(master: Asset, work_off: Callable[..., Run]) -> None:
    run = work_off("codecs")
    told = {row["codec"]: row for row in run.stages.get().result["codecs"]}
    assert set(told) == {"mp3_320", "aac_256", "opus_128", "aac_128"}
    made = master.children.filter(kind=Asset.Kind.PREVIEW)
    assert {(a.measures["codec"], a.measures["part"]) for a in made} == {
        (codec, part) for codec in told for part in ("encoded", "artefacts")
    }
    assert all(row["artefacts_db"] < -10.0 and abs(row["delay_samples"]) < 4096 for row in told.values())


def test_a_wrong_isrc_or_a_foreign_master_starts_nothing(
    song: Project, master: Asset, work_off: Callable[..., Run]
) -> None:
    for params, code in (({"isrc": "ABC"}, "deliver.isrc_wrong"), ({"master": "nonsense"}, "recipe.no_master")):
        with pytest.raises(StudioError) as refused:
            work_off("deliver", **params)
        assert refused.value.code == code
    assert not song.runs.filter(recipe="deliver").exists()
