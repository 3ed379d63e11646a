"""A pause is as silent in the master as it was in the mix."""

import numpy as np

from processing.dsp.levels import Audio
from processing.engines.master.centre import centre
from processing.engines.master.silence import kept_silent
from tests.processing.engines.band import RATE, song

PAUSE = slice(RATE, 2 * RATE)
INSIDE = slice(PAUSE.start + RATE // 20, PAUSE.stop - RATE // 20)


def with_pause() -> Audio:
    mix = song(3.0, seed=4)[:, : 3 * RATE].copy()
    mix[:, PAUSE] = 0.0
    return mix


def test_filters_do_not_ring_in_a_pause() -> None:
    mix = with_pause()
    ringing = mix + np.float32(1e-3)
    kept_silent(mix, ringing, RATE)
    assert not ringing[:, INSIDE].any()
    for music in (slice(0, PAUSE.start), slice(PAUSE.stop, None)):
        assert np.array_equal(ringing[:, music], mix[:, music] + np.float32(1e-3)), "music is left to the filters"
    assert np.abs(np.diff(ringing[:, PAUSE])).max() < 1e-4, "it fades, and does not break off"


def test_soft_music_is_no_pause() -> None:
    mix = np.full((2, RATE), 1e-4, np.float32)
    mix[:, ::100] = 0.0
    ringing = mix * np.float32(2.0)
    kept_silent(mix, ringing, RATE)
    assert np.array_equal(ringing, mix * np.float32(2.0))


def test_the_centre_line_is_moved_in_the_music_alone() -> None:
    mix = with_pause()
    mix[:, : PAUSE.start] += np.float32(0.01)
    centre(mix, RATE)
    assert np.abs(mix.mean(axis=1)).max() < 1e-6
    assert not mix[:, INSIDE].any()
