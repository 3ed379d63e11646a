"""Flat peaks are counted block by block as in one, wherever a block ends."""

import numpy as np
import pytest

from processing.dsp.full_scale import FlatPeaks
from tests.processing.dsp.pathologies.songs import RATE, healthy


def counted(song: np.ndarray, block: int) -> list[float]:
    peaks = FlatPeaks()
    for start in range(0, song.shape[1], block):
        peaks.feed(song[:, start : start + block])
    return list(peaks.times_s(RATE))


@pytest.mark.parametrize("ceiling", [1.0, 0.6])
def test_where_a_block_ends_changes_nothing(ceiling: float) -> None:
    song = (ceiling * np.clip(healthy()[:, : RATE // 2] * 9, -1, 1)).astype(np.float32)
    whole = counted(song, song.shape[1])
    assert len(whole) > 20 and whole == sorted(whole)
    assert counted(song, 997) == counted(song, 61) == whole


def test_what_stands_still_below_a_later_peak_is_no_ceiling() -> None:
    song = np.zeros((1, 1000), np.float32)
    song[0, 100:140], song[0, 500] = 0.4, 0.5
    assert counted(song[:, :400], 100) == [100 / RATE] and counted(song, 100) == []
    assert FlatPeaks().times_s(RATE).size == 0


def test_a_run_up_to_the_end_counts() -> None:
    song = np.zeros((2, 100), np.float32)
    song[1, 97:] = 1.0
    assert counted(song, 98) == [97 / RATE]
