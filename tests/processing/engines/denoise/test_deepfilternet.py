"""The real DeepFilterNet loads a tiny model of its own kind that the test made up, and keeps to its limits."""

from pathlib import Path

import numpy as np
import pytest
import torch

from processing.engines.denoise import deepfilternet
from processing.engines.denoise.deepfilternet import LIMIT_DB, DeepFilterNet
from processing.errors import StudioError
from tests.processing.engines import takes
from tests.processing.engines.takes import RATE

SETTINGS = """[train]
model = deepfilternet3
[DF]
sr = 48000
fft_size = 960
hop_size = 480
nb_erb = 32
nb_df = 96
[deepfilternet]
conv_ch = 8
emb_hidden_dim = 16
df_hidden_dim = 16
linear_groups = 2
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of random numbers, saved as the project saves its own."""
    folder = tmp_path_factory.mktemp("deepfilternet")
    (folder / "config.ini").write_text(SETTINGS)
    (folder / "checkpoints").mkdir()
    with deepfilternet._without_torchaudio():
        from df.config import config
        from df.model import init_model
    from libdf import DF

    config.load(str(folder / "config.ini"), config_must_exist=True, allow_defaults=True, allow_reload=True)
    torch.manual_seed(0)
    made = init_model(DF(48_000, 960, 480, 32, 2), run_df=True)
    torch.save(made.state_dict(), folder / "checkpoints" / "model_7.ckpt.best")
    return folder


@pytest.fixture(scope="module")
def engine(folder: Path) -> DeepFilterNet:
    return DeepFilterNet(folder)


def test_it_takes_no_more_than_its_limit(engine: DeepFilterNet) -> None:
    hiss = np.repeat(0.1 * takes.hiss(2 * RATE), 2, axis=0)
    clean = engine.denoise(hiss, RATE)
    assert clean.shape == hiss.shape and clean.dtype == np.float32
    assert not np.array_equal(clean, hiss)
    assert 20 * np.log10(np.std(clean) / np.std(hiss)) > -LIMIT_DB - 1.0


def test_amounts_are_heard_in_phase(engine: DeepFilterNet) -> None:
    hiss = 0.1 * takes.hiss(RATE)
    assert engine.denoise(hiss, RATE, amount=0.0) is hiss
    whole, half = (engine.denoise(hiss, RATE, amount=amount) for amount in (1.0, 0.5))
    assert np.abs(half - hiss - 0.5 * (whole - hiss)).max() < 1e-5


def test_a_long_take_goes_through_in_chunks(engine: DeepFilterNet, monkeypatch: pytest.MonkeyPatch) -> None:
    take = takes.take(4.0)
    told: list[float] = []
    whole = engine.denoise(take, RATE)
    monkeypatch.setattr(deepfilternet, "CHUNK_S", 1.0)
    chunks = engine.denoise(take, RATE, progress=lambda fraction, _words: told.append(fraction))
    assert told == [0.0, 0.25, 0.5, 0.75]
    assert takes.si_sdr_db(chunks, whole) > 20.0


def test_other_rates_and_short_clips_keep_their_length(engine: DeepFilterNet) -> None:
    for samples, rate in ((12_345, 44_100), (10, 48_000), (0, 48_000)):
        assert engine.denoise(np.zeros((2, samples), np.float32), rate).shape == (2, samples)


def test_nothing_is_left_behind_that_others_could_take_for_a_library(engine: DeepFilterNet) -> None:
    import sys

    assert "torchaudio" not in sys.modules or sys.modules["torchaudio"].__spec__ is not None


def test_weights_that_are_not_there_or_not_these_are_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StudioError) as missing:
        DeepFilterNet(tmp_path)
    assert missing.value.code == "weights.missing"
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "config.ini").write_text(SETTINGS.replace("conv_ch = 8", "conv_ch = 16"))
    (tmp_path / "checkpoints" / "model_7.ckpt.best").write_bytes(
        (folder / "checkpoints" / "model_7.ckpt.best").read_bytes()
    )
    with pytest.raises(StudioError) as wrong:
        DeepFilterNet(tmp_path)
    assert wrong.value.code == "weights.unreadable"
