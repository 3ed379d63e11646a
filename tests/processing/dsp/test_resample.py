"""The resampler keeps length, tone and level, whole or in blocks."""

import numpy as np
import pytest

from processing.dsp.levels import rms_db
from processing.dsp.resample import Resampler, resample


def sine(rate: int, seconds: float = 1.0) -> np.ndarray:
    return np.sin(2 * np.pi * 1000 * np.arange(round(rate * seconds)) / rate).astype(np.float32)


@pytest.mark.parametrize("rate", [8_000, 44_100, 96_000])
def test_tone_survives(rate: int) -> None:
    there = resample(sine(rate)[np.newaxis], rate, 48_000)
    assert there.shape == (1, 48_000)
    middle = slice(2_000, 46_000)
    assert rms_db(there[0, middle] - sine(48_000)[middle]) < -80.0


def test_one_dimension_stays_one_and_equal_rates_do_nothing() -> None:
    tone = sine(44_100)
    assert resample(tone, 44_100, 22_050).shape == (22_050,)
    assert resample(tone, 44_100, 44_100) is tone
    assert resample(tone[:0], 44_100, 48_000).shape == (0,)


@pytest.mark.parametrize("rate_out", [48_000, 44_100])
def test_blocks_give_the_same_as_the_whole(rate_out: int) -> None:
    tone = np.stack([sine(44_100), -sine(44_100)])
    stream = Resampler(2, 44_100, rate_out)
    pieces = [stream.feed(tone[:, start : start + 5_000]) for start in range(0, 44_100, 5_000)]
    whole = np.concatenate([*pieces, stream.feed(tone[:, :0], last=True)], axis=1)
    assert whole.shape[1] == pytest.approx(rate_out, abs=1)
    assert np.abs(whole[:, 500:40_000] - resample(tone, 44_100, rate_out)[:, 500:40_000]).max() < 1e-4
