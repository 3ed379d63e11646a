"""The real AudioSR loads a tiny model of its own kind that the test made up: only a new band comes, and it is safe."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from scipy.signal import firwin

from processing.dsp.filters import convolved
from processing.dsp.spectrum import spectrum
from processing.engines.catalogue import BY_KEY, engines_for
from processing.engines.contracts import Audio
from processing.engines.extend_band import audiosr
from processing.engines.extend_band.audiosr import AudioSR, noise_for
from processing.engines.extend_band.audiosr_model import Model, bands_below
from processing.engines.extend_band.audiosr_weights import noise_levels, read_model
from processing.engines.registry import missing
from processing.errors import StudioError
from tests.processing.engines.extend_band.models import save, tiny_state

RATE = 48_000
CUTOFF_HZ = 8_000.0
SHORT_S = (0.64, 0.32)
"""Chunks of whole columns, as the real ones are, but an eighth as long."""


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    return tiny_state()


@pytest.fixture(scope="module")
def engine(state: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> AudioSR:
    return AudioSR(save(tmp_path_factory.mktemp("audiosr"), state), device="cpu", steps=2)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch, engine: AudioSR) -> None:
    monkeypatch.setattr(audiosr, "SEGMENTS_S", SHORT_S)
    monkeypatch.setattr(engine, "_fits", 0)


def dull(seconds: float, channels: int = 1, seed: int = 0) -> Audio:
    """Noise that ends at 8 kHz, at the loudness of a stem."""
    noise = np.random.default_rng(seed).standard_normal((channels, round(seconds * RATE))).astype(np.float32)
    kernel = firwin(801, CUTOFF_HZ, fs=RATE).astype(np.float32)
    return np.stack([convolved(0.1 * row, kernel) for row in noise])


def level_db(audio: Audio, low_hz: float, high_hz: float) -> float:
    return spectrum(audio, RATE).band_db(low_hz, high_hz)


@pytest.fixture(scope="module")
def extended(engine: AudioSR) -> tuple[Audio, Audio, list[float]]:
    song, told = dull(1.1), list[float]()
    before, audiosr.SEGMENTS_S = audiosr.SEGMENTS_S, SHORT_S
    made = engine.extend(song, RATE, cutoff_hz=CUTOFF_HZ, seed=4, progress=lambda share, _words: told.append(share))
    audiosr.SEGMENTS_S = before
    return song, made, told


def test_only_a_new_band_comes(extended: tuple[Audio, Audio, list[float]]) -> None:
    song, made, _told = extended
    assert made.shape == song.shape and made.dtype == np.float32 and np.isfinite(made).all()
    # The ends of a clip are steps, which have all frequencies.
    inside = slice(RATE // 8, -RATE // 8)
    added = (made - song)[:, inside]
    assert level_db(added, 20.0, CUTOFF_HZ - 400.0) < level_db(song, 20.0, CUTOFF_HZ) - 60.0
    assert level_db(made, CUTOFF_HZ + 500.0, 16_000.0) > level_db(song, CUTOFF_HZ + 500.0, 16_000.0) + 20.0


def test_it_goes_through_in_chunks_and_tells_of_every_step(extended: tuple[Audio, Audio, list[float]]) -> None:
    told = extended[2]
    assert told == sorted(told) and told[0] == 0.0 and 0.8 < told[-1] < 1.0
    assert sorted(set(told)) == pytest.approx([0.0, 1 / 6, 1 / 3, 1 / 2, 2 / 3, 5 / 6])


def test_it_can_be_stopped_at_any_step(engine: AudioSR) -> None:
    def stop(share: float, _words: str) -> None:
        if share > 0.2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.extend(dull(0.9), RATE, cutoff_hz=CUTOFF_HZ, progress=stop)


def test_a_seed_is_a_promise(engine: AudioSR) -> None:
    song = dull(0.3)
    first, again, other = (engine.extend(song, RATE, cutoff_hz=CUTOFF_HZ, seed=seed) for seed in (4, 4, 5))
    assert np.array_equal(first, again) and not np.allclose(first, other, atol=1e-4)


def test_the_same_moment_gets_the_same_noise_in_every_chunk() -> None:
    one, next_one = noise_for(3, 0, 10, 8, draws=4), noise_for(3, 0, 16, 8, draws=4)
    assert np.array_equal(one[:, :, 6:], next_one[:, :, :2])
    assert not np.allclose(one, noise_for(3, 1, 10, 8, draws=4))
    assert abs(float(one.std()) - 1.0) < 0.05


def test_the_model_hears_what_is_kept_and_nothing_above(engine: AudioSR, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Audio] = []

    def bright(sound: Audio, *_: Any) -> Audio:
        heard.append(sound)
        return 3.0 * sound

    monkeypatch.setattr(engine._model, "bright", bright)
    song = dull(0.9)
    # Remnants of a codec above the edge, which the model would take for a top that is there.
    noise = np.random.default_rng(1).standard_normal(song.shape).astype(np.float32)
    made = engine.extend(song + 0.003 * noise, RATE, cutoff_hz=CUTOFF_HZ)
    sound = heard[0]
    assert np.abs(sound).max() == pytest.approx(0.5, abs=1e-3)
    middle = sound[:, sound.shape[1] // 8 : -sound.shape[1] // 8]
    assert level_db(middle, CUTOFF_HZ + 100.0, 23_000.0) < level_db(middle, 20.0, CUTOFF_HZ) - 70.0
    assert level_db(made, CUTOFF_HZ + 500.0, 16_000.0) < level_db(song, 20.0, CUTOFF_HZ) - 60.0


def test_what_is_made_is_as_loud_as_the_song_at_the_cut(engine: AudioSR, monkeypatch: pytest.MonkeyPatch) -> None:
    def hiss(sound: Audio, *_: Any) -> Audio:
        noise = np.random.default_rng(2).standard_normal(sound.shape).astype(np.float32)
        return 0.5 * float(np.sqrt(2.0) * sound.std()) * noise

    monkeypatch.setattr(engine._model, "bright", hiss)
    song = dull(1.0)
    made = engine.extend(song, RATE, cutoff_hz=CUTOFF_HZ)
    above, below = (
        level_db(made, CUTOFF_HZ + 200, CUTOFF_HZ + 1_400),
        level_db(made, CUTOFF_HZ - 1_700, CUTOFF_HZ - 500),
    )
    assert abs(above - below) < 1.0


def test_width_stays_and_the_middle_stays_in_the_middle(engine: AudioSR) -> None:
    both = np.repeat(dull(0.3), 2, axis=0)
    made = engine.extend(both, RATE, cutoff_hz=CUTOFF_HZ, seed=4)
    assert np.array_equal(made[0], made[1])
    alone = engine.extend(both[:1], RATE, cutoff_hz=CUTOFF_HZ, seed=4)
    assert np.abs(alone - made[:1]).max() < 1e-5
    narrow = both + 0.1 * dull(0.3, channels=2, seed=7)
    wide = engine.extend(narrow, RATE, cutoff_hz=CUTOFF_HZ)
    top = [level_db(part[np.newaxis], 9_000.0, 16_000.0) for part in (wide[0] + wide[1], wide[0] - wide[1])]
    assert top[0] > top[1] + 10.0


@pytest.mark.parametrize("cutoff_hz", [0.0, 1_500.0, 18_000.0, 23_000.0])
def test_outside_its_reach_the_very_same_samples_come_back(engine: AudioSR, cutoff_hz: float) -> None:
    song = dull(0.1)
    assert engine.extend(song, RATE, cutoff_hz=cutoff_hz) is song


def test_other_rates_and_lengths_and_silence(engine: AudioSR) -> None:
    made = engine.extend(dull(0.2)[:, :9_001], 44_100, cutoff_hz=CUTOFF_HZ)
    assert made.shape == (1, 9_001)
    assert not engine.extend(np.zeros((2, 5_000), np.float32), RATE, cutoff_hz=CUTOFF_HZ).any()
    assert engine.extend(np.zeros((2, 0), np.float32), RATE, cutoff_hz=CUTOFF_HZ).shape == (2, 0)


def test_less_memory_means_smaller_chunks_and_none_says_so(engine: AudioSR, monkeypatch: pytest.MonkeyPatch) -> None:
    room = 0.4 * RATE

    def bright(sound: Audio, *_: Any) -> Audio:
        if sound.shape[1] > room:
            raise torch.OutOfMemoryError("no room")
        return sound

    monkeypatch.setattr(engine._model, "bright", bright)
    engine.extend(dull(0.5), RATE, cutoff_hz=CUTOFF_HZ)
    assert engine._fits == 1
    room = 0.0
    with pytest.raises(StudioError) as full:
        engine.extend(dull(0.5), RATE, cutoff_hz=CUTOFF_HZ)
    assert full.value.code == "engine.out_of_memory"


def test_a_card_without_room_for_the_networks_says_so(
    state: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> Any:
        raise torch.OutOfMemoryError("no room")

    monkeypatch.setattr(audiosr, "Model", full)
    with pytest.raises(StudioError) as refused:
        AudioSR(save(tmp_path, state), device="cpu")
    assert refused.value.code == "engine.out_of_memory"


def test_broken_numbers_never_reach_a_song(engine: AudioSR, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine._model, "bright", lambda sound, *_: np.full_like(sound, np.nan))
    with pytest.raises(StudioError) as broken:
        engine.extend(dull(0.2), RATE, cutoff_hz=CUTOFF_HZ)
    assert broken.value.code == "engine.no_sound"


def test_the_steps_are_those_of_the_library(engine: AudioSR) -> None:
    """The same network and the same first noise through the library's own sampler, which then adds none."""
    model = Model(engine._model.loaded, "cpu", steps=5)
    library_sampler = _library_sampler()
    kept = noise_levels()
    torch.manual_seed(2)
    noise = torch.zeros(model.draws - 1, 1, 16, 8, 32)
    noise[0] = torch.randn(1, 16, 8, 32)
    beside = torch.randn(1, 16, 8, 32)

    def rows(value: Any, t: Any) -> Any:
        return value.float()[t][:, None, None, None]

    theirs = SimpleNamespace(
        num_timesteps=1000,
        device=torch.device("cpu"),
        parameterization="v",
        betas=1.0 - kept,
        alphas_cumprod=kept.float(),
        alphas_cumprod_prev=torch.cat([torch.ones(1), kept[:-1].float()]),
        apply_model=lambda x, t, c: model.parts["unet"](
            torch.cat([x, c["cond"] * model.loaded.scale], dim=1), t, context_list=[], context_attn_mask_list=[]
        ),
        predict_eps_from_z_and_v=lambda x, t, v: rows(kept.sqrt(), t) * v + rows((1 - kept).sqrt(), t) * x,
        predict_start_from_z_and_v=lambda x, t, v: rows(kept.sqrt(), t) * x - rows((1 - kept).sqrt(), t) * v,
    )
    sampler = library_sampler(theirs, device=torch.device("cpu"))
    with torch.inference_mode():
        wanted, _ = sampler.sample(
            5, 1, (16, 8, 32), {"cond": beside}, eta=1.0, temperature=0.0, x_T=noise[0], verbose=False,
            unconditional_guidance_scale=3.5, unconditional_conditioning={"cond": torch.full_like(beside, -11.4981)},
        )  # fmt: skip
        made = model.sampled(beside, noise, lambda _share: None)
    assert float((made - wanted).abs().max()) < 1e-3 * float(wanted.abs().max())


def test_bands_below_a_cut_are_counted_by_their_upper_edge() -> None:
    assert bands_below(24_000.1) == 256 and bands_below(20.0) == 0
    assert 0 < bands_below(4_000.0) < bands_below(8_000.0) < 256


def test_nothing_is_left_behind_that_others_could_take_for_the_library(engine: AudioSR) -> None:
    assert not [name for name in sys.modules if name.partition(".")[0] == "audiosr"]


class Hostile:
    """A pickle that leaves a file where it is opened without care."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "pytorch_model.bin").unlink(), "weights.missing"),
        (
            lambda folder: (folder / "pytorch_model.bin").rename(folder / "model-0badc0de.bin"),
            "weights.wrong_hash",
        ),
        (lambda folder: (folder / "SHA256SUMS").write_text(f"{'0' * 64}  pytorch_model.bin"), "weights.wrong_hash"),
        (lambda folder: (folder / "pytorch_model.bin").write_bytes(b"no model"), "weights.not_a_model"),
        (lambda folder: torch.save(Hostile(folder / "opened"), folder / "pytorch_model.bin"), "weights.not_a_model"),
        (lambda folder: torch.save({"state_dict": {}}, folder / "pytorch_model.bin"), "weights.not_a_model"),
        (lambda folder: (folder / "config.yaml").write_text("model: {}"), "weights.not_a_model"),
        (lambda folder: (folder / "config.yaml").write_text("!!python/object:os.system {}"), "weights.not_a_model"),
        # The published sizes do not fit this checkpoint.
        (
            lambda folder: _config(folder, "model_channels: 32", "model_channels: 64"),
            "weights.not_a_model",
        ),
        (lambda folder: _config(folder, "z_channels: 16", "z_channels: 8"), "weights.unknown_model"),
    ],
)
def test_spoilt_weights_are_refused(state: dict[str, Any], tmp_path: Path, spoil: Any, code: str) -> None:
    spoil(save(tmp_path, state))
    with pytest.raises(StudioError) as refused:
        AudioSR(tmp_path, device="cpu", steps=1)
    assert refused.value.code == code
    assert not (tmp_path / "opened").exists()


def _config(folder: Path, old: str, new: str) -> None:
    path = folder / "config.yaml"
    path.write_text(path.read_text().replace(old, new))


def test_safetensors_of_half_precision_are_read_first(state: dict[str, Any], tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save(tmp_path, state)
    (tmp_path / "pytorch_model.bin").write_bytes(b"never opened")
    save_file({name: value.half().contiguous() for name, value in state.items()}, tmp_path / "audiosr.safetensors")
    loaded = read_model(tmp_path)
    assert loaded.file.suffix == ".safetensors"
    assert {value.dtype for part in loaded.parts.values() for value in part.parameters()} == {torch.float32}


def test_without_a_card_it_says_so_before_it_reads_gigabytes(
    state: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"never opened")

    def zeros(*_: Any, **__: Any) -> Any:
        raise RuntimeError("Found no NVIDIA driver on your system.")

    monkeypatch.setattr(torch, "zeros", zeros)
    with pytest.raises(StudioError) as refused:
        AudioSR(tmp_path)
    assert refused.value.code == "engine.needs_gpu"


def test_it_comes_before_replication_and_is_ready_only_with_weights(tmp_path: Path) -> None:
    assert [spec.key for spec in engines_for("extend_band")] == ["extend_band.audiosr", "extend_band.replication"]
    spec = BY_KEY["extend_band.audiosr"]
    assert "weights/audiosr" in missing(spec, tmp_path)
    (tmp_path / "audiosr").mkdir()
    save(tmp_path / "audiosr", {})
    assert missing(spec, tmp_path) == ""


def _library_sampler() -> Any:
    """The library's sampler, past its front door as the engine goes."""
    from importlib.util import find_spec
    from types import ModuleType

    spec = find_spec("audiosr")
    assert spec is not None
    package = ModuleType("audiosr")
    package.__path__ = list(spec.submodule_search_locations or ())
    sys.modules["audiosr"] = package
    try:
        from audiosr.latent_diffusion.models.ddim import DDIMSampler

        return DDIMSampler
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "audiosr"]:
            del sys.modules[name]
