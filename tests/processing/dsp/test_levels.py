"""Levels, folding and fades."""

import numpy as np
import pytest

from processing.dsp import levels


@pytest.mark.parametrize("level_db", [-60.0, -6.0, 0.0, 12.0])
def test_decibels_and_gains_are_inverse(level_db: float) -> None:
    assert levels.gain_to_db(levels.db_to_gain(level_db)) == pytest.approx(level_db)


def test_silence_and_nonsense_read_the_floor() -> None:
    assert levels.gain_to_db(0.0) == levels.gain_to_db(-1.0) == levels.power_to_db(0.0) == levels.FLOOR_DB
    assert levels.rms(np.zeros((2, 0), dtype=np.float32)) == levels.sample_peak(np.zeros((2, 0))) == 0.0
    assert levels.power_to_db(0.25) == pytest.approx(-6.02, abs=0.01)


def test_sine_is_three_decibels_under_its_peak() -> None:
    sine = np.sin(np.arange(48_000) / 7.0).astype(np.float32)[np.newaxis]
    assert levels.rms_db(sine) == pytest.approx(-3.01, abs=0.01)
    assert levels.sample_peak_db(-sine) == pytest.approx(0.0, abs=0.01)
    assert levels.sample_peak_db(levels.with_gain_db(sine, -6.0)) == pytest.approx(-6.0, abs=0.01)


def test_mono_becomes_two_equal_channels_and_back() -> None:
    line = np.linspace(-1, 1, 100, dtype=np.float32)
    wide = levels.stereo(line)
    assert wide.shape == (2, 100) and np.array_equal(wide[0], wide[1])
    for shape in (wide, line, line[np.newaxis]):
        assert np.array_equal(levels.mono(shape), line)


def test_three_channels_are_refused() -> None:
    with pytest.raises(ValueError, match="must be"):
        levels.stereo(np.zeros((3, 4), dtype=np.float32))


def test_fitted_cuts_and_pads_at_the_end() -> None:
    audio = np.ones((2, 10), dtype=np.float32)
    assert levels.fitted(audio, 4).shape == (2, 4)
    assert levels.fitted(audio, 12)[:, 10:].sum() == 0.0 and levels.seconds(audio, 5) == 2.0


def test_fades_touch_only_the_ends() -> None:
    faded = levels.faded(np.ones((2, 1000), dtype=np.float32), 1000, in_s=0.1, out_s=0.2)
    assert faded[0, 0] < 0.01 and faded[0, -1] < 0.01 and np.all(faded[:, 100:800] == 1.0)
    assert np.all(np.diff(faded[0, :100]) > 0) and np.all(np.diff(faded[0, 800:]) < 0)
