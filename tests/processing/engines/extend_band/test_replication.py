"""A cut top octave comes back nearer to the truth than nothing; what lies below the cut stays."""

import numpy as np
import pytest

from processing.dsp.spectrum import spectrum
from processing.engines import registry
from processing.engines.extend_band.replication import Replication
from tests.processing.dsp.pathologies.songs import RATE, Song, band, healthy


@pytest.fixture(scope="module")
def song() -> Song:
    return healthy()[:, : 6 * RATE]


def distance_db(audio: Song, truth: Song, low_hz: float, high_hz: float) -> float:
    """Log-spectral distance between two frequencies, over the frames in which the truth sounds."""
    cells = [_cells(part, low_hz, high_hz) for part in (audio, truth)]
    heard = cells[1].mean(axis=1) > 1e-3 * cells[1].mean()
    there, wanted = (10 * np.log10(part[heard] + 1e-6) for part in cells)
    return float(np.sqrt(((there - wanted) ** 2).mean(axis=1)).mean())


def _cells(audio: Song, low_hz: float, high_hz: float) -> Song:
    windows = np.lib.stride_tricks.sliding_window_view(audio.mean(axis=0), 2048)[::1024] * np.hanning(2048)
    hz = np.fft.rfftfreq(2048, 1 / RATE)
    return np.abs(np.fft.rfft(windows, axis=1)[:, (hz >= low_hz) & (hz < high_hz)]) ** 2


@pytest.mark.parametrize("cutoff_hz", [8_000.0, 11_000.0])
def test_the_top_comes_back(song: Song, cutoff_hz: float) -> None:
    dull = band(song, 0, cutoff_hz)
    bright = Replication().extend(dull, RATE, cutoff_hz=cutoff_hz)
    before, after = (distance_db(part, song, cutoff_hz, 18_000) for part in (dull, bright))
    assert after < 0.7 * before
    missing_db = spectrum(bright, RATE).band_db(cutoff_hz, 18_000) - spectrum(song, RATE).band_db(cutoff_hz, 18_000)
    assert abs(missing_db) < 9.0


def test_what_lies_below_the_cut_stays(song: Song) -> None:
    dull = band(song, 0, 9_000)
    bright = Replication().extend(dull, RATE, cutoff_hz=9_000)
    assert bright.shape == dull.shape
    # The ends of a clip are steps, which have all frequencies.
    inside = slice(RATE // 4, -RATE // 4)
    changed = (band(bright, 0, 8_500) - band(dull, 0, 8_500))[:, inside]
    assert np.abs(changed).max() < 10 ** (-60 / 20) * np.abs(dull).max()


@pytest.mark.parametrize("cutoff_hz", [0.0, 2_000.0, 13_000.0, 15_500.0])
def test_outside_its_reach_the_very_same_samples_come_back(song: Song, cutoff_hz: float) -> None:
    assert Replication().extend(song, RATE, cutoff_hz=cutoff_hz) is song


def test_mono_stays_mono_and_silence_silent(song: Song) -> None:
    alone = Replication().extend(band(song, 0, 8_000)[:1], RATE, cutoff_hz=8_000)
    assert alone.shape == (1, song.shape[1])
    assert not Replication().extend(np.zeros((2, 9_000), np.float32), RATE, cutoff_hz=8_000).any()


def test_it_is_always_there() -> None:
    assert isinstance(registry.load(registry.choose("extend_band")), Replication)
