from pathlib import Path

import numpy as np
import pytest

from processing.dsp import files
from processing.dsp.encode import Encoding
from processing.dsp.levels import Audio, inner, rms_db
from processing.dsp.round_trip import delay_samples, moved, round_trip
from tests.processing.engines.band import RATE, song

SONG = song(4.0, seed=4) * np.float32(0.6)


@pytest.mark.parametrize("late", [-1105, -7, 0, 1, 2257])
def test_the_delay_is_found_to_the_sample(late: int) -> None:
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(SONG.shape).astype(np.float32) * np.float32(0.01)
    assert delay_samples(SONG, moved(SONG, late, SONG.shape[1]) + noise, RATE) == late


@pytest.mark.parametrize("encoding", [Encoding("mp3", 320), Encoding("aac", 256), Encoding("opus", 128)])
def test_what_was_taken_away_lies_far_below_the_song(tmp_path: Path, encoding: Encoding) -> None:
    trip = round_trip(SONG, RATE, encoding, tmp_path)
    assert trip.artefacts.shape == SONG.shape
    assert trip.artefacts_db == pytest.approx(rms_db(trip.artefacts) - rms_db(SONG), abs=0.1)
    assert trip.artefacts_db < -12.0, "misaligned by a single sample it would be far louder"
    shifted = rms_db(moved(_back(trip.path), -trip.delay_samples - 1, SONG.shape[1]) - SONG) - rms_db(SONG)
    assert shifted > trip.artefacts_db + 1.0
    assert trip.overs == 0 and trip.overs_s == ()


def test_overs_are_counted_and_placed(tmp_path: Path) -> None:
    loud = SONG * np.float32(0.1)
    loud[:, RATE : RATE + 4800] = np.sign(SONG[:, RATE : RATE + 4800]) * np.float32(0.99)
    trip = round_trip(loud, RATE, Encoding("mp3", 128), tmp_path)
    assert trip.overs > 0 and trip.true_peak_dbtp > 0.0
    assert all(0.9 <= at_s <= 1.2 for at_s in trip.overs_s) and trip.to_json()["overs"] == trip.overs


def test_nothing_in_is_nothing_taken(tmp_path: Path) -> None:
    silence: Audio = np.zeros((2, RATE), dtype=np.float32)
    trip = round_trip(silence, RATE, Encoding("aac", 128), tmp_path)
    assert inner(trip.artefacts, trip.artefacts) == 0.0 and trip.overs == 0


def _back(path: Path) -> Audio:
    return files.decode(path, rate=RATE)
