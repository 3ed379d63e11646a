"""The stage on an instrumental that was made whole: what a model hears is taken away, what a preview hears is said."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from processing.dsp import files
from processing.dsp.levels import Audio
from processing.engines.contracts import Separation, SongPlan
from processing.models import Run, Stage
from processing.pipeline import recipes, substitutes
from processing.pipeline.graph import Graph, Node
from projects import storage
from projects.assets import NewFile, add_file
from projects.models import Asset, Project
from tests.processing.engines.band import RATE, band
from tests.processing.engines.takes import take

SECONDS = 5.0
pytestmark = pytest.mark.django_db
PLAN = SongPlan("Line", "pop", "warm", 112.0, "4/4", "A major", sections=(), duration_s=6.0).to_json()


class Ears:
    """A separator that knows the truth, or takes along what it is told to."""

    def __init__(self, voice: Audio, *, preview: bool = False) -> None:
        self._voice, self._preview = voice, preview

    def separate(self, audio: Audio, _rate: int, sources: Sequence[str], *, progress: Any) -> Separation:
        progress(1.0, "Taking the song apart")
        facts = {"method": "truth", "confidence": 1.0, "preview": self._preview, "words": []}
        return Separation({"vocals": self._voice, "other": audio - self._voice}, facts)


@pytest.fixture(scope="module")
def backing() -> Audio:
    stems = band(SECONDS, seed=5)
    return np.asarray(sum(stems[name] for name in ("drums", "bass", "harmony")), np.float32)


@pytest.fixture(scope="module")
def ghost() -> Audio:
    voice = np.repeat(take(SECONDS, seed=5), 2, axis=0) * np.float32(0.5)
    voice[:, : 3 * RATE] = 0.0
    return voice


@pytest.fixture
def clean(song: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work_off: Callable[..., Run]) -> Any:
    def run(audio: Audio, ears: Ears) -> Stage:
        path = files.write_flac(tmp_path / "candidate-01.flac", audio, RATE)
        made = {"stage": "compose"}
        asset = add_file(song, NewFile(Asset.Kind.CANDIDATE, path, path.name, SECONDS, provenance=made))
        node = Node("clean-1", "clean_ghosts", inputs={"candidate": [str(asset.pk)]}, params={"plan": PLAN})
        monkeypatch.setitem(recipes.RECIPES, "clean", lambda _project, _params: Graph((node,)))
        monkeypatch.setattr(substitutes, "load", lambda _spec, **_options: ears)
        stage: Stage = work_off("clean").stages.get()
        assert (stage.state, stage.error_words) == ("done", "")
        return stage

    return run


def sound(stage: Stage, role: str) -> Audio:
    with storage.local_copy(stage.outputs.get(role=role).asset.sha256) as path:
        return files.read(path)[0]


def test_a_voice_is_taken_away_and_kept_to_listen_to(clean: Any, backing: Audio, ghost: Audio) -> None:
    stage = clean(backing + ghost, Ears(ghost))
    assert stage.result["taken_away"] and stage.result["share"] > stage.result["limit"]
    left = np.sum(np.square(sound(stage, "candidate") - backing)) / np.sum(np.square(ghost))
    assert 10 * np.log10(left) < -12.0
    together = sound(stage, "candidate") + sound(stage, "removed:vocals")
    assert np.abs(together - backing - ghost).max() < 1e-5
    assert stage.outputs.get(role="candidate").asset.kind == "candidate"
    assert any("taken away" in words for words in stage.result["words"])
    assert stage.result["plan"]["bpm"] == PLAN["bpm"], "what comes after finds the plan here"


def test_an_instrumental_without_a_voice_is_left_as_it_is(clean: Any, backing: Audio, ghost: Audio) -> None:
    stage = clean(backing, Ears(0.0 * ghost))
    assert not stage.result["taken_away"] and not stage.outputs.exists() and stage.result["harm"] is None


def test_a_preview_only_warns(clean: Any, backing: Audio, ghost: Audio) -> None:
    sung = np.repeat(take(SECONDS, seed=5), 2, axis=0) * np.float32(0.5)
    stage = clean(backing + sung, Ears(sung, preview=True))
    assert not stage.result["taken_away"] and not stage.outputs.exists()
    assert stage.result["words"][0].startswith("There may be a voice") and stage.result["limit"] > 0.5
    quiet = clean(backing + ghost, Ears(ghost, preview=True))
    assert quiet.result["words"][0].startswith("Without a separation model")
