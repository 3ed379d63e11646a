"""Clicks are jumps upon a sound that goes on; where a sound begins or is cut off on purpose there is none."""

import numpy as np

from processing.dsp.levels import Audio
from processing.dsp.pathologies.damage import clicks, dropouts, sure_per_minute

RATE = 48_000


def pad(seconds: float = 3.0) -> Audio:
    time_s = np.arange(round(seconds * RATE)) / RATE
    tone = 0.2 * np.sin(2 * np.pi * 330 * time_s) + 0.02 * np.random.default_rng(2).standard_normal(time_s.size)
    return np.stack([tone, tone]).astype(np.float32)


def test_a_jump_upon_a_sound_that_goes_on_is_a_click() -> None:
    sound = pad() * np.float32(0.1)
    for at_s in (0.5, 1.2, 2.7):
        sound[:, round(at_s * RATE)] += 0.4
    np.testing.assert_allclose(clicks(sound, RATE), (0.5, 1.2, 2.7), atol=0.001)


def test_a_sound_that_is_cut_off_on_purpose_is_none() -> None:
    quiet, time_s = pad() * np.float32(0.002), np.arange(3 * RATE) / RATE
    sounds = time_s % 0.5 < 0.02
    burst = 0.05 * np.random.default_rng(3).standard_normal(time_s.size) * sounds
    burst[np.flatnonzero(np.diff(sounds.astype(int)) < 0) + 3] += 0.8
    assert clicks((quiet + burst).astype(np.float32), RATE).size == 0


def test_a_few_in_a_short_excerpt_say_little_of_a_song() -> None:
    assert sure_per_minute(5, 0.15) < 30.0 < 5 / 0.15
    assert sure_per_minute(200, 4.0) > 40.0
    assert sure_per_minute(0, 1.0) == 0.0


def test_where_a_stroke_dies_away_before_the_next_one_nothing_drops_out() -> None:
    time_s = np.arange(3 * RATE) / RATE
    strokes = np.sin(2 * np.pi * 60 * time_s) * np.exp(-(time_s % 0.5) / 0.02) * (time_s % 0.5 < 0.3)
    assert dropouts(np.stack([strokes, strokes]).astype(np.float32), RATE).size == 0
    broken = pad()
    broken[:, RATE : RATE + RATE // 50] = 0
    np.testing.assert_allclose(dropouts(broken, RATE), (1.0,), atol=0.001)
