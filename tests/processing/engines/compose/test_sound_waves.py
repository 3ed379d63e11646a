import numpy as np
import pytest

from processing.engines.compose.house_band.sound import waves
from tests.processing.engines.compose.hearing import RATE, share_db


def test_concert_pitch():
    assert waves.hz(69) == 440.0
    assert waves.hz(57) == pytest.approx(220.0)


@pytest.mark.parametrize("kind", ["saw", "square", "triangle", "glottis", "pulse"])
def test_waves_hold_nothing_but_their_harmonics(kind):
    wave = waves.oscillate(kind, 3_000.0, RATE)
    power = np.abs(np.fft.rfft(wave * np.hanning(RATE))) ** 2
    on = np.zeros(power.size, bool)
    for harmonic in range(3_000, 24_000, 3_000):
        on[harmonic - 3 : harmonic + 4] = True
    assert 10 * np.log10(power[~on].sum() / power.sum()) < -60


def test_a_moving_pitch_is_followed():
    glide = waves.oscillate("saw", np.linspace(200.0, 400.0, RATE), RATE)
    start, end = (np.argmax(np.abs(np.fft.rfft(x))) * 10 for x in (glide[:4_800], glide[-4_800:]))
    assert (start, end) == (200, 400) or (abs(start - 210) <= 10 and abs(end - 390) <= 10)


def test_sines_at_steady_and_moving_pitch_agree():
    steady, moving = waves.sine(300.0, 2_000, 0.25), waves.sine(np.full(2_000, 300.0), 2_000, 0.25 - 300 / RATE)
    np.testing.assert_allclose(steady, moving, atol=1e-4)


def test_envelopes_start_at_nothing_and_settle():
    shape = waves.contour(RATE, 0.05, 0.3, 0.4)
    assert shape[0] == 0.0
    assert shape.max() > 0.8
    assert shape[-1] == pytest.approx(0.4, abs=0.001)
    assert waves.fall(RATE, 0.5)[24_000] == pytest.approx(1e-3, rel=0.01)


def test_fixed_filters_do_what_they_say():
    hiss = waves.noise(np.random.default_rng(1), RATE)
    assert share_db(waves.low_pass(hiss, 500, 4), 2_000, 24_000) < -40
    assert share_db(waves.high_pass(hiss, 5_000, 4), 0, 1_000) < -40
    assert share_db(waves.band_pass(hiss, 900, 1_100, 2), 700, 1_300) > -1


def test_equalisers_reach_their_gain_where_they_should():
    tone = waves.sine(2_000.0, RATE)
    assert np.abs(waves.bell_eq(tone, 2_000, 6.0)[RATE // 2 :]).max() == pytest.approx(2.0, rel=0.02)
    assert np.abs(waves.high_shelf(waves.sine(15_000.0, RATE), 3_000, -6.0)[RATE // 2 :]).max() == pytest.approx(
        0.5, rel=0.05
    )


def test_drive_keeps_the_sign_and_bounds_the_peak():
    x = np.linspace(-2, 2, 101, dtype=np.float32)
    y = waves.drive(x, 3.0)
    assert np.all(np.diff(y) >= 0)
    assert np.abs(y).max() < 1.01


def test_settling_silence_is_silence():
    assert not waves.settle(np.zeros(10, np.float32)).any()
    assert not waves.settle(np.zeros(0, np.float32)).any()
    assert np.abs(waves.settle(np.ones(4, np.float32) * 7, 0.5)).max() == 0.5
