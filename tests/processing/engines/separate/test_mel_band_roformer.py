"""Our network against the one whose checkpoints it loads, with the same tiny random weights; then the engine itself."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from audio_separator.separator.uvr_lib_v5.roformer.mel_band_roformer import MelBandRoformer as Original

from processing.engines.separate.mel_band_roformer import MelBandRoformer
from processing.engines.separate.mel_band_weights import DEFAULTS, build
from processing.errors import StudioError
from tests.processing.engines.separate.models import difference_db, noise, residual_dbfs

RATE = 44_100
TINY = {
    "dim": 16, "depth": 2, "stereo": True, "num_stems": 1, "time_transformer_depth": 1, "freq_transformer_depth": 1,
    "num_bands": 12, "dim_head": 8, "heads": 2, "stft_n_fft": 2048, "stft_hop_length": 441, "mask_estimator_depth": 2,
}  # fmt: skip
YAML = """
audio: {chunk_size: 44100, sample_rate: 44100}
model:
  dim: 16
  depth: 2
  stereo: true
  num_stems: 1
  time_transformer_depth: 1
  freq_transformer_depth: 1
  num_bands: 12
  dim_head: 8
  heads: 2
  flash_attn: true
  stft_n_fft: 2048
  stft_hop_length: 441
  stft_win_length: 2048
  mask_estimator_depth: 2
  multi_stft_resolutions_window_sizes: !!python/tuple [4096, 2048]
training: {instruments: [vocals, other], target_instrument: vocals}
"""


def original(**changed: Any) -> Any:
    torch.manual_seed(5)
    return Original(**{**TINY, **changed}, flash_attn=False, match_input_audio_length=True).eval()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.save(original().state_dict(), tmp_path / "tiny.ckpt")
    (tmp_path / "tiny.yaml").write_text(YAML)
    return tmp_path


@pytest.mark.parametrize("changed", [{}, {"num_stems": 2, "time_transformer_depth": 2, "mask_estimator_depth": 1}])
def test_the_network_is_the_original_to_the_last_name(changed: dict[str, Any]) -> None:
    theirs = original(**changed)
    ours = build({**DEFAULTS, **TINY, **changed}).eval()
    state = theirs.state_dict()
    assert {name: value.shape for name, value in ours.state_dict().items()} == {
        name: value.shape for name, value in state.items()
    }
    ours.load_state_dict(state)
    audio = torch.from_numpy(noise(RATE // 2 + 3))[None]
    with torch.inference_mode():
        wanted, made = theirs(audio), ours(audio)
    wanted = wanted if wanted.ndim == 4 else wanted[:, None]
    assert difference_db(made.numpy(), wanted.numpy()) < -80.0


def test_the_voice_is_what_the_network_says_and_the_stems_sum(folder: Path) -> None:
    audio = noise(RATE)
    made = MelBandRoformer(folder).separate(audio, RATE, ("vocals", "other"))
    with torch.inference_mode():
        wanted = original()(torch.from_numpy(audio)[None])[0].numpy()
    # The second chunk begins at three quarters and fades in there.
    assert difference_db(made.stems["vocals"][:, : RATE * 3 // 4], wanted[:, : RATE * 3 // 4]) < -60.0
    assert set(made.stems) == {"vocals", "other"} and made.facts["split_rest"] == []
    assert residual_dbfs(made.stems, audio) < -60.0


def test_drums_and_bass_come_from_the_rest_and_it_says_so(folder: Path) -> None:
    audio = noise(48_000 + 5, channels=1)
    made = MelBandRoformer(folder).separate(audio, 48_000)
    assert {stem.shape for stem in made.stems.values()} == {(2, 48_005)} and len(made.stems) == 4
    assert made.facts["split_rest"] == ["drums", "bass"] and "without a model" in made.facts["words"][1]
    assert residual_dbfs(made.stems, audio) < -60.0


def test_less_memory_means_smaller_steps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "tiny.yaml").write_text(YAML.replace("chunk_size: 44100", "chunk_size: 352800"))
    engine = MelBandRoformer(folder)

    def forward(audio: torch.Tensor) -> torch.Tensor:
        if audio.shape[-1] > 3 * RATE:
            raise torch.OutOfMemoryError("no room")
        return 0.5 * audio[:, None]

    monkeypatch.setattr(engine._model.network, "forward", forward)
    audio = noise(4 * RATE)
    made = engine.separate(audio, RATE, ("vocals",))
    assert made.facts["segment_s"] == 3.0
    assert difference_db(made.stems["vocals"], 0.5 * audio) < -80.0


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "tiny.ckpt").unlink(), "weights.missing"),
        (lambda folder: (folder / "tiny.yaml").unlink(), "weights.missing"),
        (lambda folder: (folder / "tiny.ckpt").rename(folder / "tiny-0badc0de.ckpt"), "weights.wrong_hash"),
        (lambda folder: (folder / "tiny.ckpt").write_bytes(b"no model"), "weights.not_a_model"),
        (lambda folder: (folder / "tiny.yaml").write_text("model: {}"), "weights.not_a_model"),
        (lambda folder: (folder / "tiny.yaml").write_text(YAML.replace("dim: 16", "dim: 24")), "weights.not_a_model"),
        (
            lambda folder: (folder / "tiny.yaml").write_text("model: !!python/object:os.system {}"),
            "weights.not_a_model",
        ),
        (
            lambda folder: (folder / "tiny.yaml").write_text(YAML.replace("  dim:", "  skip_connection: true\n  dim:")),
            "weights.unknown_model",
        ),
    ],
)
def test_spoilt_weights_are_refused(folder: Path, spoil: Any, code: str) -> None:
    spoil(folder)
    with pytest.raises(StudioError) as caught:
        MelBandRoformer(folder)
    assert caught.value.code == code


def test_a_checkpoint_of_a_whole_training_is_unwrapped(folder: Path) -> None:
    torch.save({"state_dict": original().state_dict()}, folder / "tiny.ckpt")
    assert np.isfinite(MelBandRoformer(folder).separate(noise(1000), RATE, ("vocals",)).stems["vocals"]).all()
