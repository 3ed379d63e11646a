import numpy as np
import pytest

from processing.dsp.k_weighting import gated_lufs, k_power, weighted_powers
from processing.dsp.loudness import integrated_lufs
from tests.processing.engines.band import RATE, song


@pytest.mark.parametrize("hop", [8, 480])
def test_agrees_with_the_meter(hop: int) -> None:
    quiet_then_loud = song(8.0, seed=1)
    quiet_then_loud[:, : 3 * RATE] *= np.float32(0.02)
    for audio in (song(6.0, seed=2), quiet_then_loud):
        mine = gated_lufs(weighted_powers(audio, RATE, hop), RATE / hop)
        assert mine == pytest.approx(integrated_lufs(audio, RATE), abs=0.02)


def test_a_gain_needs_no_second_listening() -> None:
    powers = weighted_powers(song(5.0, seed=3), RATE, 8)
    assert gated_lufs(powers * 4.0, RATE / 8) == pytest.approx(gated_lufs(powers, RATE / 8) + 6.02, abs=0.01)


def test_the_weighting_is_that_of_the_standard() -> None:
    lift_db = 10.0 * np.log10(k_power(np.array([20.0, 997.0, 10_000.0]), RATE))
    assert lift_db[1] == pytest.approx(0.691, abs=0.01) and lift_db[2] == pytest.approx(4.0, abs=0.1)
    assert lift_db[0] < -12.0


def test_silence_and_snippets_read_the_gate() -> None:
    assert gated_lufs(np.zeros(6000), 6000.0) == -70.0
    assert gated_lufs(np.ones(100), 6000.0) == -70.0
