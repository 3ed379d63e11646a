"""Each fault is found where it was put, called by its name, and not found in a healthy song."""

import numpy as np
import pytest

from processing.dsp.pathologies.diagnosis import Fault, diagnose, scores
from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE

SPOILT = {
    "mono_holes": songs.with_antiphase,
    "wide_bass": songs.with_wide_bass,
    "shimmer": songs.with_shimmer,
    "mud": songs.with_mud,
    "missing_top": lambda song: songs.band(song, 20, 12_000),
    "lossy_source": lambda song: songs.band(song, 20, 16_500),
    "soft_transients": songs.softened,
    "clipping": lambda song: np.clip(song * 9, -1, 1),
    "clicks": songs.with_clicks,
    "dropouts": songs.with_dropouts,
    "hum": songs.with_hum,
    "dc_offset": lambda song: song + np.float32(0.03),
}


@pytest.fixture(scope="module")
def healthy() -> songs.Song:
    return songs.healthy()


@pytest.fixture(scope="module")
def sound(healthy: songs.Song) -> dict[str, Fault]:
    return {fault.code: fault for fault in diagnose(healthy, RATE)}


def found(faults: tuple[Fault, ...]) -> set[str]:
    return {fault.code for fault in faults if fault.found}


def test_a_healthy_song_has_no_fault(sound: dict[str, Fault]) -> None:
    assert found(tuple(sound.values())) == set()
    assert all(not fault.remedy and not fault.spans for fault in sound.values())


@pytest.mark.parametrize("code", SPOILT)
def test_a_fault_is_called_by_its_name(code: str, healthy: songs.Song, sound: dict[str, Fault]) -> None:
    faults = {fault.code: fault for fault in diagnose(SPOILT[code](healthy).astype(np.float32), RATE)}
    assert faults[code].found
    assert faults[code].words != sound[code].words
    worse = faults[code].value > sound[code].value
    assert worse is faults[code].above
    assert (faults[code].value > faults[code].limit) is faults[code].above


def test_places_are_told(healthy: songs.Song) -> None:
    spoilt = np.concatenate([healthy[:, : 5 * RATE], songs.with_mud(healthy)[:, 5 * RATE :]], axis=1)
    mud = next(fault for fault in diagnose(spoilt, RATE) if fault.code == "mud")
    assert mud.found
    assert mud.spans[0][0] == 5.0
    drops = next(f for f in diagnose(songs.with_dropouts(healthy), RATE) if f.code == "dropouts")
    assert [start for start, _ in drops.spans] == pytest.approx([3.03, 7.05], abs=0.002)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5, 3.0])
@pytest.mark.parametrize("channels", [1, 2])
def test_silence_and_short_clips_are_finite_and_healthy(seconds: float, channels: int) -> None:
    faults = diagnose(np.zeros((channels, round(seconds * RATE)), dtype=np.float32), RATE)
    assert all(np.isfinite(value) for value in scores(faults).values())
    assert found(faults) == set()


def test_a_fault_can_be_written_down(sound: dict[str, Fault]) -> None:
    one = sound["mud"].to_json()
    assert {"code", "title", "value", "unit", "limit", "found", "words", "spans"} <= one.keys()
