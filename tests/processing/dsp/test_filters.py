import numpy as np
import pytest

from processing.dsp import filters
from processing.dsp.levels import rms_db
from tests.processing.engines.band import RATE


def tone(hz: float, duration_s: float = 1.0) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(round(duration_s * RATE)) / RATE).astype(np.float32)


def change_db(before: np.ndarray, after: np.ndarray) -> float:
    settled = slice(RATE // 4, None)
    return rms_db(after[..., settled]) - rms_db(before[..., settled])


@pytest.mark.parametrize(("hz", "low_db", "high_db"), [(1000.0, -0.1, 0.1), (100.0, -3.2, -2.8), (25.0, -26.0, -22.0)])
def test_highpass_falls_by_twelve_db_per_octave(hz: float, low_db: float, high_db: float) -> None:
    stereo = np.stack([tone(hz), tone(hz)])
    assert low_db <= change_db(stereo, filters.highpass(stereo, RATE, 100.0)) <= high_db


def test_a_resonator_is_transparent_at_its_centre() -> None:
    centre = filters.filtered(filters.peak_sections(1000.0, 1.2, RATE), tone(1000.0))
    np.testing.assert_allclose(centre[RATE // 2 :], tone(1000.0)[RATE // 2 :], atol=1e-3)


def test_mono_below_folds_bass_and_keeps_the_rest() -> None:
    bass, treble = (np.stack([tone(hz), -tone(hz)]) for hz in (40.0, 2000.0))
    assert change_db(bass, filters.mono_below(bass, RATE, 200.0)) < -25.0
    assert abs(change_db(treble, filters.mono_below(treble, RATE, 200.0))) < 0.2


def test_mono_below_leaves_the_middle_alone() -> None:
    middle = np.stack([tone(60.0), tone(60.0)])
    np.testing.assert_allclose(filters.mono_below(middle, RATE, 200.0), middle, atol=1e-6)


@pytest.mark.parametrize(("hz", "gain_db"), [(100.0, -6.0), (1000.0, 0.0), (8000.0, 6.0)])
def test_a_curve_is_met_without_delay(hz: float, gain_db: float) -> None:
    fir = filters.curve_fir((100.0, 1000.0, 8000.0), (-6.0, 0.0, 6.0), RATE)
    signal = tone(hz)
    out = filters.convolved(signal, fir)
    assert change_db(signal, out) == pytest.approx(gain_db, abs=0.3)
    assert np.corrcoef(signal[RATE // 4 : -RATE // 4], out[RATE // 4 : -RATE // 4])[0, 1] > 0.999


def test_convolution_is_the_same_in_blocks() -> None:
    random = np.random.default_rng(0).standard_normal((1 << 18) + 5000).astype(np.float32)
    fir = filters.curve_fir((100.0, 8000.0), (-6.0, 6.0), RATE, taps=513)
    np.testing.assert_allclose(filters.convolved(random, fir), np.convolve(random, fir, mode="same"), atol=1e-4)


def test_a_quarter_of_the_rate_holds_the_lows_and_can_be_taken_away() -> None:
    low = tone(700.0) + tone(3000.0)
    quarter = filters.quarter(low)
    assert quarter.size == low.size // 4
    np.testing.assert_allclose(quarter[200:-200], low[800:-800:4], atol=2e-3)
    both = np.stack([low, -low])
    filters.take_away(both, quarter)
    assert change_db(low, both[0, :-400]) < -60.0, "what was taken away is gone"
    np.testing.assert_allclose(both[1, 800:-800], -2.0 * low[800:-800], atol=4e-3)


@pytest.mark.parametrize("samples", [0, 1, 5, 97, 1001])
def test_short_signals_pass_the_quarter_too(samples: int) -> None:
    quarter = filters.quarter(np.ones(samples, dtype=np.float32))
    assert quarter.size == -(-samples // 4)
    filters.take_away(np.zeros((2, samples), dtype=np.float32), quarter)


def test_a_short_fir_is_a_convolution() -> None:
    signal = np.random.default_rng(2).standard_normal(5000).astype(np.float32)
    fir = np.hanning(63).astype(np.float32)
    np.testing.assert_allclose(filters.short_fir(signal, fir), np.convolve(signal, fir, mode="same"), atol=1e-3)


def test_a_quarter_is_in_time() -> None:
    np.testing.assert_allclose(filters.quarter(tone(440.0))[3000:9000], tone(440.0)[12000:36000:4], atol=1e-3)
