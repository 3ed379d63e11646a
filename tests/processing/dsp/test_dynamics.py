import numpy as np
import pytest

from processing.dsp import dynamics
from processing.dsp.dynamics import HOP, Compression
from processing.dsp.levels import Audio, rms_db
from tests.processing.engines.band import RATE, band

VOICE = band(8.0, seed=1)["vocal"]


def steady(level_db: float, hz: float = 500.0, duration_s: float = 1.5) -> Audio:
    wave = np.sin(2 * np.pi * hz * np.arange(round(duration_s * RATE)) / RATE) * 10.0 ** (level_db / 20.0)
    return np.stack([wave, wave]).astype(np.float32)


@pytest.mark.parametrize(("level_db", "out_db"), [(-40.0, -40.0), (-10.0, -17.5), (0.0, -15.0)])
def test_compression_follows_its_ratio(level_db: float, out_db: float) -> None:
    out = dynamics.compress(steady(level_db), RATE, Compression(-20.0, 4.0, 5.0, 50.0))
    assert np.abs(out[:, RATE:]).max() == pytest.approx(10.0 ** (out_db / 20.0), rel=0.03)


def test_make_up_is_added() -> None:
    out = dynamics.compress(steady(-40.0), RATE, Compression(-20.0, 4.0, 5.0, 50.0, makeup_db=6.0))
    assert rms_db(out) == pytest.approx(rms_db(steady(-40.0)) + 6.0, abs=0.05)


def test_channels_share_one_gain() -> None:
    audio = steady(-6.0)
    audio[1] *= 0.25
    out = dynamics.compress(audio, RATE, Compression(-20.0, 4.0, 5.0, 50.0))
    np.testing.assert_allclose(out[1], out[0] * 0.25, rtol=1e-4, atol=1e-7)


def test_attack_lets_the_hit_through() -> None:
    audio = np.concatenate([steady(-60.0, duration_s=0.5), steady(0.0, duration_s=0.5)], axis=1)
    out = dynamics.compress(audio, RATE, Compression(-20.0, 4.0, 40.0, 50.0))
    half = RATE // 2
    assert np.abs(out[0, half : half + 300]).max() > 1.5 * np.abs(out[0, -2000:]).max()


def test_de_essing_lowers_esses_and_not_the_body() -> None:
    out = dynamics.de_ess(VOICE, RATE, freq_hz=6000.0, threshold_db=-15.0, range_db=8.0)
    before, after = (np.abs(np.fft.rfft(a[0])) ** 2 for a in (VOICE, out))
    hz = np.fft.rfftfreq(VOICE.shape[1], 1 / RATE)
    high, low = (hz > 7000) & (hz < 10000), hz < 3000
    assert 10 * np.log10(after[high].sum() / before[high].sum()) < -3.0
    assert abs(10 * np.log10(after[low].sum() / before[low].sum())) < 0.2


def test_de_essing_is_the_same_at_every_level() -> None:
    arguments = {"freq_hz": 6000.0, "threshold_db": -9.0, "range_db": 8.0}
    loud = dynamics.de_ess(VOICE, RATE, **arguments)
    quiet = dynamics.de_ess(VOICE * np.float32(0.1), RATE, **arguments)
    np.testing.assert_allclose(quiet * 10.0, loud, atol=2e-4)


def test_riding_brings_phrases_together() -> None:
    quiet, loud = steady(-32.0, duration_s=4.0), steady(-20.0, duration_s=4.0)
    out = dynamics.ride(np.concatenate([quiet, loud], axis=1), RATE, 4.0)
    spread = rms_db(out[:, -2 * RATE :]) - rms_db(out[:, RATE : 3 * RATE])
    assert 4.0 <= spread < 9.0


def test_riding_leaves_silence_silent() -> None:
    silence = np.zeros((2, RATE), dtype=np.float32)
    np.testing.assert_array_equal(dynamics.ride(silence, RATE, 4.0), silence)


def test_curves_cover_the_last_samples() -> None:
    audio = np.zeros((2, 10 * HOP + 3), dtype=np.float32)
    audio[1, -1] = -1.0
    assert dynamics.peak_curve_db(audio).shape == (11,)
    assert dynamics.peak_curve_db(audio)[-1] == 0.0
    assert dynamics.follow(np.zeros(0), 1.0, 1.0, RATE).shape == (0,)
