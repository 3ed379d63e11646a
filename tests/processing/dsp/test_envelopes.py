"""Envelopes at picture rate: they say when something is loud, struck or bright."""

import numpy as np
import pytest

from processing.dsp import envelopes

RATE, FPS = 22_050, 30


def tone(hz: float, length_s: float, level: float = 0.5) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hz * np.arange(int(length_s * RATE)) / RATE)).astype(np.float32)


def test_a_band_keeps_its_own_and_drops_the_rest() -> None:
    kept = envelopes.band(tone(80, 1), RATE, 40, 160)
    dropped = envelopes.band(tone(2000, 1), RATE, 40, 160)
    assert kept[RATE // 2 :].std() > 0.3 > 100 * dropped[RATE // 2 :].std()


def test_levels_are_decibels_at_their_picture() -> None:
    levels = envelopes.levels_db(np.concatenate([np.zeros(RATE, np.float32), tone(200, 1, 1.0)]), RATE, FPS, 60)
    assert levels[10] == -120
    assert levels[45] == pytest.approx(-3.01, abs=0.1)


def test_swell_goes_from_nothing_to_one() -> None:
    swell = envelopes.swell(np.array([-120, -60, -22, -10, -10, -10], np.float32))
    assert swell[0] == swell[1] == 0
    assert swell[2] == pytest.approx(0.5)
    assert swell[-1] == 1
    assert not envelopes.swell(np.full(9, -100, np.float32)).any()


def test_fall_rises_fast_and_sinks_slowly() -> None:
    curve = np.zeros(60, np.float32)
    curve[10:12] = 1
    followed = envelopes.fall(curve, FPS, 1e-4, 0.2)
    assert followed[9] == 0 and followed[10] == pytest.approx(1, abs=1e-3)
    assert followed[12 + 6] == pytest.approx(np.exp(-7 / 6), abs=0.05)


def test_hits_stand_where_the_strokes_are() -> None:
    song = np.zeros(4 * RATE, np.float32)
    for at_s in (0.5, 1.5, 2.5):
        song[int(at_s * RATE) : int(at_s * RATE) + 2000] += tone(60, 2000 / RATE) * np.linspace(1, 0, 2000)
    hits = envelopes.hits(song, RATE, FPS, 120)
    rising = np.flatnonzero(np.diff(hits) > 0.5) + 1
    assert np.abs(rising / FPS - [0.5, 1.5, 2.5]).max() <= 1.5 / FPS


@pytest.mark.parametrize("still", [np.zeros(RATE, np.float32), tone(100, 10)])
def test_nothing_struck_gives_no_hits(still: np.ndarray) -> None:
    assert envelopes.hits(still, RATE, FPS, 300).max() == 0


def test_the_spectrum_shows_the_band_that_sounds() -> None:
    song = np.concatenate([tone(100, 1), tone(3000, 1)])
    bands = envelopes.spectrum(song, RATE, FPS, 60, 16)
    assert bands.shape == (60, 16) and 0 <= bands.min() <= bands.max() <= 1
    assert bands[20].argmax() < 5 < 10 < bands[50].argmax()


def test_silence_has_no_spectrum() -> None:
    assert not envelopes.spectrum(np.zeros(RATE, np.float32), RATE, FPS, 30, 8).any()
