import numpy as np

from processing.dsp.levels import Audio
from processing.dsp.transients import shape
from tests.processing.engines.band import RATE


def hits() -> Audio:
    within = np.arange(2 * RATE) % (RATE // 2) / RATE
    wave = np.sin(2 * np.pi * 200.0 * within) * np.exp(-within * 12.0)
    return np.stack([wave, wave]).astype(np.float32)


def peaks(audio: Audio) -> tuple[float, float]:
    """The beginning of the last hit and what rings a fifth of a second later."""
    last = np.abs(audio[0, -RATE // 2 :])
    return float(last[: RATE // 100].max()), float(last[RATE // 5 : RATE // 4].max())


def test_beginnings_and_ringing_move_apart() -> None:
    beginning, ringing = peaks(hits())
    more, same = peaks(shape(hits(), RATE, 6.0, 0.0))
    assert more > 1.4 * beginning and abs(same / ringing - 1.0) < 0.1
    same, less = peaks(shape(hits(), RATE, 0.0, -9.0))
    assert less < 0.6 * ringing and abs(same / beginning - 1.0) < 0.1


def test_the_same_at_every_recording_level_and_silent_for_nothing() -> None:
    loud, quiet = shape(hits(), RATE, 6.0, 3.0), shape(hits() * np.float32(0.05), RATE, 6.0, 3.0)
    assert abs(peaks(quiet)[0] * 20.0 / peaks(loud)[0] - 1.0) < 0.02
    assert not shape(np.zeros((2, 5000), np.float32), RATE, 6.0, 6.0).any()
    np.testing.assert_array_equal(shape(hits(), RATE, 0.0, 0.0), hits())
