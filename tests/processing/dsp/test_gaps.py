import numpy as np
import pytest

from processing.dsp.gaps import Ends, ends, gap_s, pause_s
from tests.processing.engines.band import BEAT_S, RATE, song


def test_silence_at_the_ends_and_the_tempo_are_heard() -> None:
    silent = [np.zeros((2, round(length_s * RATE)), np.float32) for length_s in (0.4, 0.7)]
    found = ends(np.concatenate([silent[0], song(8.0, seed=1), silent[1]], axis=1), RATE)
    assert found.head_s == pytest.approx(0.4, abs=0.05)
    assert found.tail_s == pytest.approx(0.7, abs=0.05)
    assert found.bpm == pytest.approx(60.0 / BEAT_S, rel=0.02)


def test_the_pause_is_whole_bars_less_what_the_files_hold() -> None:
    assert pause_s(120.0) == pytest.approx(2.0)
    assert pause_s(180.0) == pytest.approx(8 * 60 / 180)
    assert pause_s(0.0) == pytest.approx(2.0)
    assert gap_s(Ends(0.0, 0.5, 120.0), Ends(0.3, 0.0, 0.0)) == pytest.approx(1.2)
    assert gap_s(Ends(0.0, 5.0, 120.0), Ends(0.0, 0.0, 0.0)) == 0.0
    assert gap_s(ends(np.zeros((2, RATE), np.float32), RATE), Ends(0.0, 0.0, 0.0)) == pytest.approx(2.0)
