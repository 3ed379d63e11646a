"""A recording is taken apart: stems that sum to it, by the best engine there is, and by the next when that cannot."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from processing.dsp import files
from processing.models import Run, Stage
from processing.pipeline import recipes
from processing.pipeline.graph import Graph, Node
from projects import storage
from projects.assets import NewFile, add_file
from projects.models import Asset, Project
from tests.processing.engines.band import RATE, song

pytestmark = pytest.mark.django_db
SOURCES = ["vocals", "drums", "bass", "other"]


@pytest.fixture
def sound(song: Project, tmp_path: Path) -> Asset:
    audio = mix()
    path = files.write_flac(tmp_path / "mix.flac", audio, RATE)
    return add_file(song, NewFile(Asset.Kind.FLAT_MIX, path, "mix.flac", provenance={"stage": "ingest"}))


def mix() -> np.ndarray:
    return song(3.0, seed=4)


@pytest.fixture
def take_apart(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work_off: Callable[..., Run]) -> Any:
    settings.WEIGHTS_DIR = tmp_path / "weights"

    def build(_project: Project, params: dict[str, Any]) -> Graph:
        inputs = {"sound": [params["sound"]], **({"candidate": [params["moved"]]} if "moved" in params else {})}
        return Graph((Node("parts", "separate", inputs=inputs, params={"sources": SOURCES}),))

    monkeypatch.setitem(recipes.RECIPES, "apart", build)

    def go(asset: Asset, **params: Any) -> Stage:
        stage: Stage = work_off("apart", sound=str(asset.pk), **params).stages.get()
        return stage

    return go


def stem(stage: Stage, name: str) -> np.ndarray:
    asset = stage.outputs.get(role=f"stem:{name}").asset
    with storage.local_copy(asset.sha256) as path:
        audio, rate = files.read(path)
    assert rate == RATE
    return audio


def test_the_stems_sum_to_the_recording_and_say_what_they_are(take_apart: Any, sound: Asset) -> None:
    stage = take_apart(sound)
    assert (stage.state, stage.error_words) == ("done", "")
    whole = np.sum([stem(stage, name) for name in SOURCES], axis=0)
    assert np.sqrt(np.mean(np.square(whole - mix()))) < 1e-3
    result = stage.result
    assert (result["engine"], result["preview"], result["fallbacks"]) == ("separate.split", True, [])
    assert any("preview" in words for words in result["words"])
    asset = stage.outputs.get(role="stem:vocals").asset
    assert asset.kind == "stem" and asset.duration_s == pytest.approx(3.0)
    assert asset.provenance["engine"] == "separate.split"
    assert asset.renditions.filter(kind="peaks").exists()


def test_a_backing_that_was_moved_is_taken_apart_as_it_lies_then(
    take_apart: Any, song: Project, sound: Asset, tmp_path: Path
) -> None:
    path = files.write_flac(tmp_path / "moved.flac", mix()[:, :RATE], RATE)
    moved = add_file(song, NewFile(Asset.Kind.CANDIDATE, path, path.name, provenance={"stage": "align"}))
    stage = take_apart(sound, moved=str(moved.pk))
    assert stem(stage, "drums").shape == (2, RATE)


def test_broken_weights_are_said_and_the_split_does_it(take_apart: Any, sound: Asset, settings: Any) -> None:
    settings.STUDIO_SIGN_OFFS = {"demucs": {"name": "A. Person", "reason": "test"}}
    folder = settings.WEIGHTS_DIR / "demucs"
    folder.mkdir(parents=True)
    save_file({"a": np.zeros(1, np.float32)}, folder / "tiny-0badc0de.safetensors")
    stage = take_apart(sound)
    assert (stage.state, stage.engine, stage.result["engine"]) == ("done", "separate.split", "separate.split")
    [fallback] = stage.result["fallbacks"]
    assert (fallback["engine"], fallback["code"]) == ("separate.demucs", "weights.wrong_hash")
    assert "The studio's own split was used instead" in stage.result["words"][0]
    assert "Demucs could not" in stage.log


def test_without_weights_the_split_is_chosen(take_apart: Any, sound: Asset, settings: Any) -> None:
    settings.STUDIO_SIGN_OFFS = {"demucs": {"name": "A. Person", "reason": "test"}}
    assert take_apart(sound).engine == "separate.split"
