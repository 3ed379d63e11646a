"""Loudness against the EBU's own reference tones (Tech 3341) and against itself."""

import numpy as np
import pyebur128
import pytest

from processing.dsp.loudness import (
    SILENCE_LUFS,
    LoudnessMeter,
    gain_to_target_db,
    integrated_lufs,
    loudness,
)

RATE = 48_000


def tone(level_db: float, seconds: float, rate: int = RATE) -> np.ndarray:
    at = np.arange(round(seconds * rate)) / rate
    return np.tile(10 ** (level_db / 20) * np.sin(2 * np.pi * 1000 * at), (2, 1)).astype(np.float32)


@pytest.mark.parametrize("level_db", [-23.0, -33.0])
def test_reference_tone_reads_its_level(level_db: float) -> None:
    reading = loudness(tone(level_db, 20.0), RATE)
    for value in (reading.integrated_lufs, reading.short_term_max_lufs, reading.momentary_max_lufs):
        assert value == pytest.approx(level_db, abs=0.1)


def test_quiet_parts_are_gated() -> None:
    parts = [tone(-36.0, 10.0), tone(-23.0, 60.0), tone(-36.0, 10.0)]
    assert integrated_lufs(np.concatenate(parts, axis=1), RATE) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(("levels_db", "range_lu"), [((-20.0, -30.0), 10.0), ((-20.0, -15.0), 5.0)])
def test_loudness_range_of_two_steps(levels_db: tuple[float, float], range_lu: float) -> None:
    steps = np.concatenate([tone(level, 20.0) for level in levels_db], axis=1)
    assert loudness(steps, RATE).loudness_range_lu == pytest.approx(range_lu, abs=1.0)


def test_mono_is_measured_as_it_will_be_heard() -> None:
    assert integrated_lufs(tone(-23.0, 5.0)[0], RATE) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("seconds", [0.05, 0.3, 1.5])
def test_short_clips_read_sensibly(seconds: float) -> None:
    reading = loudness(tone(-20.0, seconds), RATE)
    assert reading.integrated_lufs == pytest.approx(-20.0, abs=0.5)
    assert reading.short_term_max_lufs == pytest.approx(-20.0, abs=0.5) and reading.loudness_range_lu == 0.0
    assert integrated_lufs(tone(-20.0, seconds), RATE) == pytest.approx(-20.0, abs=0.5)


@pytest.mark.parametrize("seconds", [0.5, 1.0, 2.0])
def test_a_short_clip_that_swells_reads_as_by_another_meter(seconds: float) -> None:
    random = np.random.default_rng(3)
    clip = (random.standard_normal((2, round(seconds * RATE))) * np.linspace(0.01, 0.2, round(seconds * RATE))).astype(
        "f"
    )
    other = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_I)
    other.add_frames(np.ascontiguousarray(clip.T).reshape(-1), clip.shape[1])
    wanted = pytest.approx(pyebur128.get_loudness_global(other), abs=0.01)
    assert integrated_lufs(clip, RATE) == wanted and loudness(clip, RATE).integrated_lufs == wanted


def test_silence_is_finite() -> None:
    silence = np.zeros((2, 4 * RATE), dtype=np.float32)
    assert integrated_lufs(silence, RATE) == loudness(silence, RATE).short_term_max_lufs == SILENCE_LUFS
    assert loudness(silence[:, :0], RATE).integrated_lufs == integrated_lufs(silence[:, :0], RATE) == SILENCE_LUFS
    assert gain_to_target_db(silence, RATE, -14.0) == 0.0


def test_gain_to_target_hits_it() -> None:
    song = tone(-31.0, 5.0)
    gain_db = gain_to_target_db(song, RATE, -14.0)
    assert integrated_lufs(song * 10 ** (gain_db / 20), RATE) == pytest.approx(-14.0, abs=0.05)


def test_odd_blocks_change_nothing_and_curves_step_by_tenths() -> None:
    song = tone(-20.0, 5.03) * np.linspace(0.1, 1.0, round(5.03 * RATE), dtype=np.float32)
    meter = LoudnessMeter(RATE)
    for start in range(0, song.shape[1], 7_777):
        meter.feed(song[:, start : start + 7_777])
    pieces, whole = meter.finish(), loudness(song, RATE)
    assert pieces.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-6)
    assert len(pieces.short_term_lufs) == 50 and np.all(np.diff(pieces.momentary_lufs[6:]) > 0)


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 48_000, 96_000])
def test_agrees_with_an_independent_meter(rate: int) -> None:
    random, seconds = np.random.default_rng(rate), 37
    at_s, gain = (0, 5, 9, 14, 20, 26, 30, 37), (0, 1, 0.1, 0.5, 0.0003, 1, 0.02, 0.3)
    swell = np.interp(np.arange(rate * seconds) / rate, at_s, gain)
    song = (random.standard_normal((2, rate * seconds)) * swell * [[0.1], [0.04]]).astype(np.float32)
    modes = pyebur128.MeasurementMode
    other = pyebur128.R128State(2, rate, modes.MODE_I | modes.MODE_LRA | modes.MODE_S)
    momentary, short_term, step = [], [], (rate + 5) // 10
    for start in range(0, song.shape[1] // step * step, step):
        other.add_frames(np.ascontiguousarray(song[:, start : start + step].T).reshape(-1), step)
        momentary.append(pyebur128.get_loudness_momentary(other))
        short_term.append(pyebur128.get_loudness_shortterm(other))
    mine = loudness(song, rate)
    assert mine.integrated_lufs == pytest.approx(pyebur128.get_loudness_global(other), abs=0.001)
    assert mine.loudness_range_lu == pytest.approx(pyebur128.get_loudness_range(other), abs=0.001)
    assert mine.momentary_lufs == pytest.approx(np.maximum(momentary, SILENCE_LUFS), abs=0.001)
    assert mine.short_term_lufs == pytest.approx(np.maximum(short_term, SILENCE_LUFS), abs=0.001)
