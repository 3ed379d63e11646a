"""The denoiser takes noise and leaves voices: in numbers, on takes whose truth is known."""

from collections.abc import Callable

import numpy as np
import pytest

from processing.dsp import noise
from processing.engines import registry
from processing.engines.denoise.lsa import LogSpectralAmplitude
from tests.processing.engines import takes
from tests.processing.engines.takes import RATE, Take


@pytest.fixture(scope="module")
def voice() -> Take:
    return takes.take(6.0)


@pytest.mark.parametrize(
    ("under", "snr_db", "gain_db"),
    [(takes.hiss, 10.0, 5.0), (takes.hiss, 20.0, 4.0), (takes.pink_and_hum, 10.0, 4.0), (takes.warble, 10.0, 1.5)],
)
def test_noise_becomes_less(voice: Take, under: Callable[[int], Take], snr_db: float, gain_db: float) -> None:
    spoilt = takes.at_snr(voice, under(voice.shape[1]), snr_db)
    clean = LogSpectralAmplitude().denoise(spoilt, RATE)
    assert clean.shape == spoilt.shape
    assert clean.dtype == np.float32
    assert takes.si_sdr_db(clean, voice) > snr_db + gain_db


def test_a_clean_voice_stays(voice: Take) -> None:
    assert takes.si_sdr_db(LogSpectralAmplitude().denoise(voice, RATE), voice) > 35.0


def test_a_small_amount_is_heard_less(voice: Take) -> None:
    spoilt = takes.at_snr(voice, takes.hiss(voice.shape[1]), 10.0)
    assert LogSpectralAmplitude().denoise(spoilt, RATE, amount=0.0) is spoilt
    whole, half = (LogSpectralAmplitude().denoise(spoilt, RATE, amount=amount) for amount in (1.0, 0.5))
    assert np.abs(half - spoilt - 0.5 * (whole - spoilt)).max() < 1e-6


def test_both_sides_are_turned_alike(voice: Take) -> None:
    spoilt = takes.at_snr(voice, takes.hiss(voice.shape[1]), 10.0)
    sides = np.concatenate([spoilt, 0.5 * spoilt])
    clean = LogSpectralAmplitude().denoise(sides, RATE)
    assert np.abs(clean[1] - 0.5 * clean[0]).max() < 1e-5


def test_a_long_take_is_cleaned_in_blocks_without_seams(voice: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise, "BLOCK_S", 3.0)
    spoilt = takes.at_snr(voice, takes.hiss(voice.shape[1]), 10.0)
    clean = LogSpectralAmplitude().denoise(spoilt, RATE)
    assert takes.si_sdr_db(clean, voice) > 15.0
    seam = round(3.0 * RATE / noise.HOP) * noise.HOP
    bend = np.abs(np.diff(clean[0], 2))
    assert bend[seam - 2 : seam + 2].max() < 3 * np.percentile(bend[seam - 480 : seam + 480], 95)


def test_work_can_be_stopped(voice: Take) -> None:
    def stop(_fraction: float, _words: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        LogSpectralAmplitude().denoise(voice, RATE, progress=stop)


@pytest.mark.parametrize("samples", [0, 1, 700, 5000])
def test_short_and_silent_takes_pass(samples: int) -> None:
    silence = np.zeros((2, samples), np.float32)
    assert not LogSpectralAmplitude().denoise(silence, RATE).any()
    assert LogSpectralAmplitude().denoise(silence, RATE).shape == silence.shape


def test_it_is_always_there() -> None:
    engine = registry.load(registry.choose("denoise"))
    assert isinstance(engine, LogSpectralAmplitude)
