import numpy as np
import pytest

from processing.dsp.levels import Audio, rms_db
from processing.dsp.moving_bells import Bell, moved_bells
from tests.processing.engines.band import RATE

CUT = Bell(2500.0, 1.5, -40.0, -8.0, 5.0, 80.0)


def tone(hz: float, level_db: float) -> Audio:
    wave = 10.0 ** (level_db / 20.0) * np.sin(2 * np.pi * hz * np.arange(RATE) / RATE)
    return np.stack([wave, wave]).astype(np.float32)


def change_db(audio: Audio, bell: Bell) -> float:
    settled = slice(RATE // 2, None)
    return rms_db(moved_bells(audio, RATE, [bell])[:, settled]) - rms_db(audio[:, settled])


@pytest.mark.parametrize(("level_db", "moved_db"), [(-50.0, 0.0), (-30.0, -3.5), (-3.0, -8.0)])
def test_the_bell_moves_by_half_of_what_stands_over_its_threshold(level_db: float, moved_db: float) -> None:
    assert change_db(tone(2500.0, level_db), CUT) == pytest.approx(moved_db, abs=0.3)


def test_other_frequencies_do_not_move_and_a_lift_lifts() -> None:
    assert abs(change_db(tone(150.0, -6.0), CUT)) < 0.1
    lift = Bell(2500.0, 1.5, -40.0, 6.0, 5.0, 80.0)
    assert change_db(tone(2500.0, -3.0), lift) == pytest.approx(6.0, abs=0.2)


def test_in_place_and_short() -> None:
    audio = tone(2500.0, -6.0)
    expected = moved_bells(audio, RATE, [CUT])
    assert moved_bells(audio, RATE, [CUT], audio) is audio
    np.testing.assert_array_equal(audio, expected)
    for samples in (0, 1, 100):
        assert moved_bells(np.ones((2, samples), np.float32), RATE, [CUT]).shape == (2, samples)
