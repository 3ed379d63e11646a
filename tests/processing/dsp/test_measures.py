"""Spectra, stereo image, full-scale runs and the whole set of measures."""

import json
from pathlib import Path

import numpy as np
import pytest

from processing.dsp import files
from processing.dsp.balance import CENTRES_HZ
from processing.dsp.full_scale import FullScaleRuns, full_scale_runs
from processing.dsp.measures import measure, measure_file
from processing.dsp.spectrum import spectral_distance_db, spectrum, third_octaves_db
from processing.dsp.stereo import correlation, low_side_db, mono_loss_lu

RATE = 48_000
NOISE = np.random.default_rng(4).standard_normal((2, 8 * RATE)).astype(np.float32) * 0.1


def tone(frequency_hz: float, level: float = 0.5, seconds: float = 4.0) -> np.ndarray:
    return (level * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


@pytest.mark.parametrize("frequency_hz", [63.1, 1000.0, 7943.3])
def test_tone_stands_in_its_third_octave_at_its_level(frequency_hz: float) -> None:
    levels_db = third_octaves_db(tone(frequency_hz), RATE)
    assert CENTRES_HZ[np.argmax(levels_db)] == frequency_hz
    assert levels_db.max() == pytest.approx(-9.03, abs=0.2)


def test_white_noise_rises_three_decibels_an_octave_and_sums_to_its_power() -> None:
    levels_db = third_octaves_db(NOISE, RATE)
    assert levels_db[26] - levels_db[20] == pytest.approx(6.0, abs=0.3)
    assert spectrum(NOISE, RATE).band_db(0.0, 24_000.0) == pytest.approx(-20.0, abs=0.1)


def test_distance_ignores_level_and_grows_with_tilt() -> None:
    assert spectral_distance_db(NOISE, NOISE * 0.1, RATE) < 0.05
    tilted = np.diff(NOISE, axis=1, prepend=0).astype(np.float32)
    assert spectral_distance_db(NOISE, tilted, RATE) > 6.0


def test_bandwidth_finds_the_edge() -> None:
    bins = np.fft.rfft(NOISE, axis=1)
    bins[:, int(12_000 * NOISE.shape[1] / RATE) :] = 0.0
    dull = np.fft.irfft(bins, axis=1).astype(np.float32)
    assert spectrum(dull, RATE).bandwidth_hz() == pytest.approx(12_000, abs=200)
    assert spectrum(np.zeros((1, RATE), dtype=np.float32), RATE).bandwidth_hz() == 0.0


@pytest.mark.parametrize(("right", "expected", "loss_lu"), [(1.0, 1.0, 0.0), (None, 0.0, 3.0)])
def test_correlation_and_mono_loss(right: float | None, expected: float, loss_lu: float) -> None:
    audio = NOISE if right is None else np.stack([NOISE[0], NOISE[0] * right])
    assert correlation(audio) == pytest.approx(expected, abs=0.02)
    assert mono_loss_lu(audio, RATE) == pytest.approx(loss_lu, abs=0.15)


def test_silence_and_antiphase_have_an_image_too() -> None:
    assert correlation(NOISE * 0) == 1.0 and mono_loss_lu(NOISE * 0, RATE) == 0.0
    assert correlation(np.stack([NOISE[0], -NOISE[0]])) == pytest.approx(-1.0)


def test_wide_bass_shows_and_wide_highs_do_not() -> None:
    bass, highs = tone(60.0), tone(6000.0)
    assert low_side_db(np.stack([bass + highs, bass - highs]), RATE) < -40.0
    assert low_side_db(np.stack([bass, np.roll(bass, RATE // 120)]), RATE) > 20.0


def test_runs_are_counted_across_blocks() -> None:
    audio = np.zeros((1, 100), dtype=np.float32)
    audio[0, 8:13] = 1.0
    audio[0, 40:42] = -1.0
    runs = FullScaleRuns()
    for start in range(0, 100, 10):
        runs.feed(audio[:, start : start + 10])
    assert (
        (runs.samples, runs.longest, runs.runs)
        == (7, 5, 1)
        == (lambda w: (w.samples, w.longest, w.runs))(full_scale_runs(audio))
    )
    runs.feed(audio[:, :0])
    assert runs.samples == 7


def test_measures_of_a_song_in_one_pass_equal_those_of_its_file(tmp_path: Path) -> None:
    song = NOISE + tone(110.0, 0.3, 8.0)
    path = files.write_flac(tmp_path / "a", song, RATE)
    whole, streamed = measure(files.read(path)[0], RATE), measure_file(path)
    assert whole == streamed and json.dumps(whole)
    assert whole["plr_db"] == pytest.approx(whole["true_peak_dbtp"] - whole["integrated_lufs"], abs=0.01)
    assert whole["crest_db"]["low"] < whole["crest_db"]["high"] and whole["duration_s"] == 8.0
    assert whole["mono_loss_lu"] == pytest.approx(mono_loss_lu(song, RATE), abs=0.05)


def test_defects_show_in_the_measures() -> None:
    song = np.stack([tone(200.0), tone(200.0)])
    song[:, : RATE // 2] = 0.0
    song[0, RATE : RATE + 6], song[1, 2 * RATE] = 1.0, np.nan
    found = measure(song, RATE)
    assert (found["clipping_runs"], found["longest_run_samples"], found["broken_samples"]) == (1, 6, 1)
    assert found["head_silence_s"] == pytest.approx(0.5, abs=0.01) and found["tail_silence_s"] < 0.01


@pytest.mark.parametrize("samples", [0, 100, 48_000])
def test_silence_and_scraps_measure_finite(samples: int) -> None:
    found = measure(np.zeros((2, samples), dtype=np.float32), RATE)
    assert (
        found["integrated_lufs"] == -70.0
        and found["plr_db"] == 0.0
        and found["head_silence_s"] == pytest.approx(samples / RATE, abs=1e-3)
    )
    json.dumps(found, allow_nan=False)
