"""A fader that moves within a song: in place at the border, without clicks, the same however the song is cut up."""

import numpy as np
import pytest

from processing.dsp.rides import HOP, RAMP_S, add_ridden, fader_curve

RATE = 48_000
WITHIN_DB = (-24.0, 12.0)
TONE = (0.5 * np.sin(2 * np.pi * 220.0 * np.arange(3 * RATE) / RATE)).astype(np.float32)


def ridden(*rides: tuple[float, float, float]) -> np.ndarray:
    total = np.zeros((2, TONE.size), np.float32)
    add_ridden(total, np.stack([TONE, TONE]), fader_curve(rides, RATE, TONE.size, within_db=WITHIN_DB), (1.0, 0.5))
    return total


def level_db(audio: np.ndarray, from_s: float, to_s: float) -> float:
    part = slice(round(from_s * RATE), round(to_s * RATE))
    return float(20 * np.log10(np.sqrt(np.mean(audio[part] ** 2) / np.mean(TONE[part] ** 2))))


def test_the_level_stands_from_border_to_border_and_nowhere_else() -> None:
    left, right = ridden((1.0, 2.0, 3.0))
    begins = round((1.0 - RAMP_S) * RATE) - HOP
    np.testing.assert_array_equal(left[:begins], TONE[:begins])
    np.testing.assert_array_equal(left[2 * RATE + HOP :], TONE[2 * RATE + HOP :])
    assert level_db(left, 1.0, 2.0 - RAMP_S) == pytest.approx(3.0, abs=0.01)
    assert level_db(right, 1.0, 2.0 - RAMP_S) == pytest.approx(3.0 - 6.02, abs=0.01)


def test_no_click_is_heard() -> None:
    """The steepest step of a 220 Hz tone hardly grows, and nothing new sounds far above it."""
    moved = ridden((0.5, 1.5, 6.0), (1.5, 2.5, -12.0))[0]
    steepest = np.abs(np.diff(TONE)).max()
    assert np.abs(np.diff(moved)).max() <= 2.0 * steepest
    spectrum = np.abs(np.fft.rfft(moved * np.hanning(moved.size)))
    bins = np.fft.rfftfreq(moved.size, 1 / RATE)
    assert 20 * np.log10(spectrum[bins > 2000].max() / spectrum.max()) < -80.0


def test_two_rides_that_meet_cross_without_a_bump() -> None:
    curve = fader_curve([(0.5, 1.5, 2.0), (1.5, 2.5, 2.0)], RATE, TONE.size, within_db=WITHIN_DB)
    inside = curve[round(0.5 * RATE / HOP) + 1 : round((2.5 - RAMP_S) * RATE / HOP)]
    np.testing.assert_allclose(20 * np.log10(inside), 2.0, atol=1e-6)


def test_rides_over_the_same_time_add_up_within_bounds() -> None:
    curve = fader_curve([(0.0, 3.0, 8.0), (0.0, 3.0, 8.0)], RATE, TONE.size, within_db=WITHIN_DB)
    assert 20 * np.log10(curve.max()) == pytest.approx(12.0)
    assert 20 * np.log10(curve[0]) == pytest.approx(12.0), "what begins with the song needs no ramp"


def test_a_piece_of_the_song_is_the_same_as_in_the_whole() -> None:
    rides, cut = [(0.7, 1.9, 4.0)], 300 * HOP
    whole = ridden(*rides)
    curve = fader_curve(rides, RATE, TONE.size, within_db=WITHIN_DB)
    later = np.zeros((2, TONE.size - cut), np.float32)
    add_ridden(later, np.stack([TONE, TONE])[:, cut:], curve[300:], (1.0, 0.5))
    np.testing.assert_array_equal(later, whole[:, cut:])
