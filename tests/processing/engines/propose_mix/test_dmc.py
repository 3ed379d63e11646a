from pathlib import Path
from typing import Any

import numpy as np
import pytest

from processing.console.settings import ConsoleSettings
from processing.engines.catalogue import BY_KEY
from processing.engines.propose_mix.console_net import MELS, ConsoleNet, mel_filters, pieces, shapes
from processing.engines.propose_mix.dmc import FAR_DB, FAR_OTHERS_DB, LearnedConsole
from processing.engines.propose_mix.rules import Rules
from processing.engines.registry import missing
from processing.engines.render_mix.console import Console
from processing.errors import StudioError
from tests.processing.engines.band import RATE, band

torch = pytest.importorskip("torch")
safetensors = pytest.importorskip("safetensors.torch")
BAND = {name: audio for name, audio in band(4.0, seed=8).items() if name in ("vocal", "drums", "bass", "harmony")}


def tensors(channels: int = 2, seed: int = 1) -> dict[str, Any]:
    """A random checkpoint of usual sizes: positive variances, weights that neither fade nor explode."""
    torch.manual_seed(seed)
    made = {}
    for name, shape in shapes(channels).items():
        taken = int(np.prod(shape[1:])) if len(shape) > 1 else 1
        tensor = torch.randn(shape) * (1.2 / taken**0.5 if len(shape) > 1 else 0.3)
        norm = name.endswith("running_var") or (".bn_" in name and name.endswith("weight"))
        made[name] = tensor.abs() + 0.8 if norm else tensor
    # Decibels come in; without the bias so few features may all be asleep.
    made["encoder.spec_bn.running_var"] += 400.0
    made["encoder.spec_bn.weight"] = torch.tensor([2.0])
    made["encoder.dense1.bias"] += 2.0
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("dmc")
    safetensors.save_file(tensors(), str(here / "console.safetensors"))
    return here


@pytest.fixture(scope="module")
def proposal(folder: Path) -> ConsoleSettings:
    return ConsoleSettings.from_json(LearnedConsole(folder).propose(BAND, RATE, genre="pop", wishes={}))


def rules() -> ConsoleSettings:
    return ConsoleSettings.from_json(Rules().propose(BAND, RATE, genre="pop", wishes={}))


def test_levels_and_pans_are_the_networks_everything_else_the_rules(proposal: ConsoleSettings) -> None:
    plain = rules()
    moved = {name: proposal.tracks[name].gain_db - plain.tracks[name].gain_db for name in BAND}
    assert any(abs(db) > 0.2 for db in moved.values())
    assert all(abs(db) <= FAR_DB.get(name, FAR_OTHERS_DB) + 0.06 for name, db in moved.items())
    assert proposal.tracks["vocal"].pan == proposal.tracks["bass"].pan == 0.0
    for name in BAND:
        assert proposal.tracks[name].eq == plain.tracks[name].eq
        assert any(reason.startswith(name.capitalize()) and "learned" in reason for reason in proposal.reasons)


def test_the_proposal_can_be_rendered(proposal: ConsoleSettings) -> None:
    mix = Console().render(BAND, RATE, proposal.to_json())
    assert np.isfinite(mix).all() and np.abs(mix).max() > 0.05


def test_all_tracks_share_one_encoder_and_hear_of_each_other(folder: Path) -> None:
    net, random = ConsoleNet(folder), np.random.default_rng(0)
    first, second, third = (
        pieces(random.standard_normal(40_000).astype(np.float32) * s, 20_000) for s in (0.2, 0.01, 1)
    )
    both = net.numbers(np.stack([first, second]))
    assert both.shape == (2, 2) and ((both > 0.0) & (both < 1.0)).all()
    assert net.numbers(np.stack([second, first])) == pytest.approx(both[::-1], abs=1e-6)
    beside_another = net.numbers(np.stack([first, third]))
    assert not np.allclose(beside_another[0], both[0], atol=1e-6), "the mean of all tracks is heard with each"


def test_a_checkpoint_saved_inside_a_training_module_is_read_as_well(folder: Path, tmp_path: Path) -> None:
    extra = {"model.mixer.something": torch.zeros(3), "optimiser": torch.zeros(1)}
    safetensors.save_file({**{f"model.{n}": t for n, t in tensors().items()}, **extra}, str(tmp_path / "a.safetensors"))
    signal = np.random.default_rng(1).standard_normal((2, 1, 20_000)).astype(np.float32) * 0.1
    assert ConsoleNet(tmp_path).numbers(signal) == pytest.approx(ConsoleNet(folder).numbers(signal), abs=1e-6)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"encoder.dense1.weight": (3, 3)}, "weights.wrong_shape"),
        ({"post_processor.mlp.4.bias": (27,)}, "weights.wrong_shape"),
        ({"encoder.layer1.conv_1.weight": (4,)}, "weights.wrong_shape"),
        ({"encoder.layer3.bn_2.running_mean": None}, "weights.wrong_shape"),
        ({"encoder.dense1.bias": (8,)}, "weights.unreadable"),
    ],
)
def test_checkpoints_that_do_not_fit_are_refused_in_words(change: dict[str, Any], code: str, tmp_path: Path) -> None:
    found = tensors()
    for name, shape in change.items():
        found.pop(name)
        if shape is not None:
            found[name] = torch.full(shape, float("nan"))
    safetensors.save_file(found, str(tmp_path / "console.safetensors"))
    with pytest.raises(StudioError) as refused:
        ConsoleNet(tmp_path)
    assert refused.value.code == code


def test_a_folder_without_a_readable_checkpoint_says_so(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as refused:
        ConsoleNet(tmp_path)
    assert refused.value.code == "weights.missing"
    (tmp_path / "console.safetensors").write_bytes(b"not a checkpoint")
    with pytest.raises(StudioError) as refused:
        ConsoleNet(tmp_path)
    assert refused.value.code == "weights.unreadable"


def test_the_engine_is_ready_only_with_its_weights(folder: Path) -> None:
    spec = BY_KEY["propose_mix.dmc"]
    assert "weights/dmc" in missing(spec, None)
    assert missing(spec, folder.parent.parent) != ""


def test_mel_filters_are_triangles_over_the_whole_band() -> None:
    filters = mel_filters()
    assert filters.shape == (MELS, 257) and (filters >= 0.0).all() and filters.max() <= 1.0
    tops = filters.argmax(axis=1)
    assert (np.diff(tops[20:]) >= 0).all() and filters[:, 100:200].sum(axis=0) == pytest.approx(1.0, abs=1e-5)
