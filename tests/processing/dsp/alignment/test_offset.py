import numpy as np
import pytest

from processing.dsp.alignment import entries, harmony
from processing.dsp.alignment.frames import FPS
from processing.dsp.alignment.laid import products, stretched
from processing.dsp.alignment.offset import Likeness, place
from processing.dsp.alignment.session import Sign

RATE = 12_000
BEAT_S = 0.5
REACH_S = 2.0
LAGS_S = np.arange(-400, 401) / FPS


def every_part(shift_s: float = 0.03) -> Likeness:
    """Alike on every quarter of a beat, so that only something else can tell which."""
    away_s = np.mod(LAGS_S - shift_s + BEAT_S / 8, BEAT_S / 4) - BEAT_S / 8
    return Likeness(8.0 * np.exp(-0.5 * np.square(away_s / 0.01)), -400)


def bump(at_s: float, height: float) -> np.ndarray:
    return height * np.exp(-0.5 * np.square((LAGS_S - at_s) / 0.2))


def laid(chords: np.ndarray, *signs: Sign) -> tuple[float, float, float]:
    found = place(every_part(), chords, np.zeros(len(LAGS_S)), BEAT_S, 0.0, REACH_S, signs)
    return found.offset_s, found.confidence, found.within_beat


def test_between_the_beats_is_sure_where_the_beat_is_not() -> None:
    offset_s, sure, within = laid(np.zeros(len(LAGS_S)))
    assert within > 0.9 and sure < 0.2
    assert (offset_s - 0.035) % (BEAT_S / 4) == pytest.approx(0.0, abs=0.003)


def test_chords_tell_the_beat() -> None:
    offset_s, sure, _ = laid(bump(1.28 + 0.15, 30.0))
    assert offset_s == pytest.approx(1.285, abs=0.005) and sure > 0.6


def test_a_sign_is_believed_where_the_beat_agrees_and_not_where_it_does_not() -> None:
    nothing = np.zeros(len(LAGS_S))
    assert laid(nothing, Sign(0.785, 12.0)) == (0.785, pytest.approx(0.98, abs=0.02), 1.0)
    _, agreeing, _ = laid(nothing, Sign(0.785, 0.25))
    _, disagreeing, _ = laid(nothing, Sign(0.845, 0.25))
    assert agreeing > 0.4 and disagreeing < 0.25


def test_a_sign_known_roughly_means_the_place_that_was_heard_there() -> None:
    assert laid(np.zeros(len(LAGS_S)), Sign(0.80, 12.0, 0.02))[0] == pytest.approx(0.785, abs=0.003)


def test_long_notes_lie_on_chords_that_hold_them() -> None:
    band = np.zeros((300, 12))
    band[:150, [0, 4, 7]] = band[150:, [5, 9, 0]] = 1.0
    voice = np.zeros((200, 12))
    voice[:100, 4] = voice[100:, 9] = 1.0
    fits = harmony.on_chords(voice, band, 1.0, 0, np.array([0.0, 50 / harmony.FPS, 100 / harmony.FPS]))
    assert fits.argmax() == 1
    up = harmony.on_chords(np.roll(voice, -2, axis=1), band, 1.0, 2, np.array([50 / harmony.FPS]))
    assert up[0] == pytest.approx(fits[1])


def test_a_voice_comes_in_where_the_band_changes() -> None:
    at = np.arange(8 * RATE) / RATE
    voice = (0.1 * np.sin(2 * np.pi * 300 * at) * ((at > 2.0) & (at < 5.0)))[np.newaxis].astype(np.float32)
    band = (0.1 * np.sin(2 * np.pi * 90 * at) * (at > 2.6))[np.newaxis].astype(np.float32)
    lags_s = np.arange(-1.0, 1.01, 0.1)
    fits = entries.coming_in(entries.steps(voice, RATE), entries.steps(band, RATE), 1.0, lags_s)
    assert lags_s[fits.argmax()] == pytest.approx(0.6, abs=0.05)


def test_curves_are_laid_on_one_clock_and_moved() -> None:
    ramp = np.arange(100.0)[:, None]
    half = stretched(ramp, 2.0)
    assert len(half) == 50 and np.allclose(half[:, 0], np.arange(0.0, 100.0, 2.0))
    one, other = np.zeros((20, 1)), np.zeros((30, 1))
    one[3], other[10] = 1.0, 2.0
    assert np.allclose(products(one, other, np.array([6.0, 7.0, 8.0])), [0.0, 2.0, 0.0])


def test_a_singer_behind_the_beat_starts_where_an_exact_sign_says() -> None:
    heard_s = laid(np.zeros(len(LAGS_S)))[0] % (BEAT_S / 4) + 6 * BEAT_S / 4
    assert laid(np.zeros(len(LAGS_S)), Sign(heard_s - 0.018, 12.0))[0] == pytest.approx(heard_s - 0.018, abs=1e-4)
