"""What harms single samples is mended while the song is whole, and everything after it goes on from there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from processing.dsp import files
from processing.dsp.resample import resample
from processing.models import Run, StageOutput
from processing.pipeline import recipes
from processing.pipeline.graph import Graph, Node
from processing.stages.sound import RATE
from projects import storage
from projects.assets import NewFile, add_file
from projects.models import Asset, Project
from tests.processing.dsp.pathologies.songs import Song, band, healthy

pytestmark = pytest.mark.django_db


def heard(run: Run, role: str) -> Song:
    with storage.local_copy(StageOutput.objects.get(stage__run=run, role=role).asset.sha256) as path:
        return files.read(path)[0]


def test_cut_peaks_are_rounded_in_the_whole_song_unless_they_are_left_out(
    song: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, work_off: Callable[..., Run]
) -> None:
    cut = np.clip(healthy()[:, : 3 * RATE] * 8.0, -1.0, 1.0)
    path = files.write_flac(tmp_path / "cut.flac", cut, RATE)
    flat = str(add_file(song, NewFile(Asset.Kind.FLAT_MIX, path, path.name, provenance={"stage": "test"})).pk)

    def go(**amounts: float) -> tuple[Run, dict[str, Any]]:
        look = Node("diagnose", "diagnose", inputs={"sound": [flat]})
        mend = Node("mend", "mend_song", ("diagnose",), {"sound": [flat]}, {"amounts": amounts})
        monkeypatch.setitem(recipes.RECIPES, "mend", lambda _project, _params: Graph((look, mend)))
        run = work_off("mend")
        return run, run.stages.get(name="mend").result

    run, told = go()
    assert [(step["remedy"], step["kept"]) for step in told["steps"]] == [("de_clip", True)]
    assert told["after"]["clipping"] == 0.0 < 50.0 < told["before"]["clipping"]
    mended, taken = heard(run, "mended"), heard(run, "removed:song")
    assert np.abs(mended).max() < 1.0 and np.abs(mended + taken - cut).max() < 1e-4
    _, told = go(de_clip=0.0)
    assert told["steps"] == [] and StageOutput.objects.filter(role="mended").count() == 1


def test_what_only_the_rate_of_the_file_shows_is_rounded_at_that_rate(
    song: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, work_off: Callable[..., Run]
) -> None:
    uncut = resample(band(healthy()[:, : 3 * RATE], 20, 6_000), RATE, 44_100)
    cut = np.clip(uncut * 6.0, -1.0, 1.0)
    soundfile.write(tmp_path / "cut.wav", cut.T, 44_100, "PCM_24")
    flat = str(add_file(song, NewFile(Asset.Kind.FLAT_MIX, tmp_path / "cut.wav", "cut.wav")).pk)
    graph = Graph((
        Node("upload", "ingest", inputs={"file": [flat]}, params={"kind": "flat_mix"}),
        Node("look", "diagnose", ("upload",), {"sound": [flat]}),
        Node("mend", "mend_song", ("upload", "look"), {"sound": [flat]}),
    ))  # fmt: skip
    monkeypatch.setitem(recipes.RECIPES, "mend", lambda _project, _params: graph)
    run = work_off("mend")
    taken, looked, told = (run.stages.get(name=name).result for name in ("upload", "look", "mend"))
    clipping = next(fault for fault in looked["faults"] if fault["code"] == "clipping")
    assert clipping["value"] == taken["file"]["cut_peaks"] * 20.0 and set(looked["brought"]) == {
        "claims_lossless", "channels",
    }  # fmt: skip
    assert [(step["fault"], step["kept"]) for step in told["steps"]] == [("clipping", True)]
    assert told["after"]["clipping"] == 0.0 < told["before"]["clipping"]
    with storage.local_copy(Asset.objects.get(pk=flat).renditions.get(kind="canonical").sha256) as path:
        brought = files.read(path)[0]
    truth, mended = resample(uncut, 44_100, RATE), heard(run, "mended")
    assert mended.shape == brought.shape
    assert off(mended, truth) < 0.8 * off(brought, truth)


def off(audio: Song, truth: Song) -> float:
    """What is not the truth, turned up or down as it is."""
    return float(
        np.linalg.norm(audio - truth * (np.vdot(audio, truth) / np.vdot(truth, truth))) / np.linalg.norm(audio)
    )
