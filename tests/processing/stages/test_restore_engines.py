"""Which engine mends a stem: the best that is allowed and works here, asked once, and what could not is told."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from artists.models import User
from processing.engines.catalogue import BY_KEY
from processing.engines.contracts import Audio
from processing.engines.extend_band import audiosr
from processing.engines.extend_band.replication import Replication
from processing.errors import StudioError
from processing.licences import gate
from processing.models import Run, Stage
from processing.pipeline import launch, queues
from processing.pipeline.context import Context
from processing.pipeline.fingerprint import fingerprint
from processing.pipeline.graph import Node
from processing.pipeline.leases import StoppedError
from processing.pipeline.outcome import provenance
from processing.rescued import rescued
from processing.stages.restore import Used, engine_tools
from processing.stages.sound import RATE
from projects.models import Project
from tests.processing.dsp.pathologies.songs import band

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def dull() -> Audio:
    noise = 0.1 * np.random.default_rng(0).standard_normal((2, RATE)).astype(np.float32)
    return np.asarray(band(noise, 0, 8_000.0), dtype=np.float32)


@pytest.fixture
def context(song: Project, owner: User, settings: Any, tmp_path: Path) -> Context:
    settings.STUDIO_IN_PROCESS = True
    run = Run.objects.create(project=song, recipe="rescue", by=owner)
    Stage.objects.create(run=run, name="separate", kind="separate", state=Stage.State.DONE)
    stage = Stage.objects.create(run=run, name="restore-other", kind="restore", position=1, state=Stage.State.RUNNING)
    return Context(stage, tmp_path)


@pytest.fixture
def weights(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Weights lie there and the label may use them, but they are not what their name says."""
    monkeypatch.setattr(gate, "may_use", lambda _spec: True)
    settings.WEIGHTS_DIR = tmp_path / "weights"
    folder: Path = settings.WEIGHTS_DIR / "audiosr"
    folder.mkdir(parents=True)
    (folder / "audiosr-0badc0de.bin").write_bytes(b"something else")
    return folder


def _no_card() -> str:
    raise StudioError("engine.needs_gpu", "AudioSR needs a GPU that this worker can reach.")


@pytest.mark.parametrize(("card", "code"), [(lambda: "cpu", "weights.wrong_hash"), (_no_card, "engine.needs_gpu")])
@pytest.mark.usefixtures("weights")
def test_what_cannot_is_told_and_replication_does_it(
    context: Context, dull: Audio, monkeypatch: pytest.MonkeyPatch, card: Any, code: str
) -> None:
    monkeypatch.setattr(audiosr, "_card", card)
    used: dict[str, Used] = {}
    extend = engine_tools(context, used)["extend_band"]
    made = extend(dull, RATE, 1.0)
    assert np.abs(made - dull).max() > 1e-3
    # Another sound: who could not is not asked again, and stays told of.
    extend(0.5 * dull, RATE, 1.0)
    [fallback] = used["extend_band"].fallbacks
    assert (used["extend_band"].engine, fallback["engine"], fallback["code"]) == (
        "extend_band.replication", "extend_band.audiosr", code,
    )  # fmt: skip
    assert "AudioSR could not" in fallback["words"] and "Band replication was used instead" in fallback["words"]

    context.stage.result, context.stage.state = {"fallbacks": [fallback], "steps": []}, Stage.State.DONE
    context.stage.save()
    said = next(stem.words for stem in rescued(context.project).stems if stem.name == "other")
    assert said == (fallback["words"],)


def test_without_a_licence_it_is_not_even_asked(
    context: Context, weights: Path, dull: Audio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    used: dict[str, Used] = {}
    engine_tools(context, used)["extend_band"](dull, RATE, 1.0)
    assert used == {"extend_band": Used("extend_band.replication", [])} and weights.is_dir()


def test_less_of_it_is_tried_without_asking_the_engine_again(
    context: Context, dull: Audio, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    whole = Replication.extend

    def extend(self: Replication, audio: Audio, rate: int, **options: Any) -> Audio:
        asked.append(options["cutoff_hz"])
        return whole(self, audio, rate, **options)

    monkeypatch.setattr(Replication, "extend", extend)
    tool = engine_tools(context, {})["extend_band"]
    all_of_it, half = tool(dull, RATE, 1.0), tool(dull.copy(), RATE, 0.5)
    assert np.abs(half - 0.5 * (dull + all_of_it)).max() < 1e-6
    assert len(asked) == 1 and 7_000.0 < asked[0] < 8_200.0
    tool(0.9 * dull, RATE, 1.0)
    assert len(asked) == 2


def test_a_cancelled_stage_ends_while_the_engine_works(context: Context, dull: Audio) -> None:
    Stage.objects.update(state=Stage.State.CANCELLED)
    with pytest.raises(StoppedError):
        engine_tools(context, {})["extend_band"](dull, RATE, 1.0)


@pytest.mark.parametrize("served", [True, False])
def test_a_stem_goes_where_the_engine_that_it_may_ask_for_works(
    weights: Path, monkeypatch: pytest.MonkeyPatch, served: bool
) -> None:
    monkeypatch.setattr(queues, "is_served", lambda _name: served)
    nodes = [Node("restore-other", "restore"), Node("judge", "judge_restored"), Node("look", "diagnose")]
    assert [launch._queue(node, "") for node in nodes] == ["gpu" if served else "cpu"] * 2 + ["quick"]
    (weights / "audiosr-0badc0de.bin").unlink()
    assert launch._queue(nodes[0], "") == "cpu"


def test_with_new_weights_a_stem_is_mended_anew(context: Context, weights: Path) -> None:
    with_them = fingerprint(context.stage)
    assert fingerprint(context.stage) == with_them
    (weights / "audiosr-0badc0de.bin").unlink()
    assert fingerprint(context.stage) != with_them


def test_the_licence_of_what_was_asked_on_the_way_binds_the_stem(context: Context, dull: Audio) -> None:
    context.engines_used.append(BY_KEY["extend_band.audiosr"])
    engine_tools(context, {})["extend_band"](dull, RATE, 1.0)
    assert [spec.key for spec in context.engines_used][1:] == ["extend_band.replication"]
    assert provenance(context.stage, context.engines_used)["licences"] == ["audiosr", "studio"]
