import io

import numpy as np
import pytest
from PIL import Image

from processing.dsp import pictures

RATE = 48_000


def tone(hz: float, seconds: float = 2.0, level: float = 0.3) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return np.stack([level * np.sin(2 * np.pi * hz * t)] * 2).astype(np.float32)


@pytest.mark.parametrize("hz", [55.0, 440.0, 9_000.0])
def test_a_tone_is_a_line_at_its_height(hz: float) -> None:
    levels_db = pictures.spectrogram_db(tone(hz), RATE, columns=40, rows=200)
    edges = np.geomspace(pictures.LOW_HZ, pictures.HIGH_HZ, 201)[::-1]
    row = int(np.argmax(levels_db.mean(axis=1)))
    assert edges[row + 1] * 0.93 <= hz <= edges[row] * 1.07


def test_what_comes_late_stands_on_the_right() -> None:
    song = np.concatenate([tone(100.0), tone(5_000.0)], axis=1)
    levels_db = pictures.spectrogram_db(song, RATE, columns=40, rows=100)
    high, low = levels_db[25], levels_db[80]  # about 4 kHz and 110 Hz
    assert high[:15].max() < high[25:].min() and low[25:].max() < low[:15].min()


def test_white_noise_is_level_from_row_to_row() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, (2, 10 * RATE)).astype(np.float32)
    rows_db = pictures.spectrogram_db(noise, RATE, columns=100, rows=60).mean(axis=1)
    assert rows_db.std() < 1.5, "a density: wide rows do not read higher than narrow ones"


def test_silence_and_a_clip_shorter_than_a_frame_have_pictures() -> None:
    for sound in (np.zeros((2, RATE), np.float32), tone(440.0, 0.05), np.zeros((1, 0), np.float32)):
        assert pictures.spectrogram(sound, RATE, columns=20, rows=10).shape == (10, 20)
        assert pictures.vectorscope(sound, size=16).shape == (16, 16)
        momentary, short_term = pictures.loudness_curves(sound, RATE)
        assert np.isfinite(momentary.values).all() and np.isfinite(short_term.values).all()
    assert pictures.spectrogram(np.zeros((2, RATE), np.float32), RATE, columns=20, rows=10).max() == 0


def test_the_scope_shows_where_a_sound_stands() -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, RATE).astype(np.float32)
    centre = pictures.vectorscope(np.stack([noise, noise]), size=41)
    assert centre[:, 20].sum() > 0 and centre[:, :19].sum() == 0
    left = pictures.vectorscope(np.stack([noise, 0 * noise]), size=41)
    assert left[:18, :18].sum() > 0 and left[:18, 22:].sum() == 0, "up and to the left"


def test_the_same_shades_are_the_same_file_in_rising_lightness() -> None:
    ramp = np.arange(256, dtype=np.uint8)[np.newaxis]
    assert pictures.png(ramp) == pictures.png(ramp)
    grey = np.asarray(Image.open(io.BytesIO(pictures.png(ramp))).convert("L"), dtype=int)[0]
    assert (np.diff(grey) >= -1).all() and grey[0] < 20 and grey[-1] > 230


def test_correlation_over_time_tells_centre_from_antiphase() -> None:
    centre = tone(300.0, 3.0)
    against = centre * np.array([[1.0], [-1.0]], np.float32)
    curve = pictures.correlation_curve(np.concatenate([centre, against], axis=1), RATE)
    half = len(curve.values) // 2
    assert curve.values[: half - 1] == pytest.approx(1.0) and curve.values[half + 1 :] == pytest.approx(-1.0)
    assert curve.step_s * len(curve.values) == pytest.approx(6.0, abs=curve.step_s)


def test_long_songs_have_no_more_points_than_short_ones() -> None:
    quiet = np.zeros((2, 90 * RATE), np.float32)
    momentary, _ = pictures.loudness_curves(quiet, RATE, points=50)
    curve = pictures.correlation_curve(quiet, RATE, points=50)
    assert len(momentary.values) <= 50 and len(curve.values) <= 51
    assert momentary.step_s * len(momentary.values) == pytest.approx(90.0, abs=2.0)
