"""Each fault is found where it was put, called by its name, and not found in a healthy song."""

import tracemalloc

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
    "hard_panning": songs.with_hard_panning,
    "narrow": lambda song: np.stack([song.mean(axis=0)] * 2),
    "holes": songs.with_holes,
    "noise": songs.with_noise,
    "dc_offset": lambda song: song + np.float32(0.03),
}


@pytest.fixture(scope="module")
def healthy() -> songs.Song:
    return songs.healthy()


@pytest.fixture(scope="module")
def sound(healthy: songs.Song) -> dict[str, Fault]:
    return {fault.code: fault for fault in diagnose(healthy, RATE, claims_lossless=True)}


def found(faults: tuple[Fault, ...]) -> set[str]:
    return {fault.code for fault in faults if fault.found}


def test_a_healthy_song_has_no_fault(sound: dict[str, Fault]) -> None:
    assert found(tuple(sound.values())) == set()
    assert all(not fault.remedy and not fault.spans for fault in sound.values())


@pytest.mark.parametrize("code", SPOILT)
def test_a_fault_is_called_by_its_name(code: str, healthy: songs.Song, sound: dict[str, Fault]) -> None:
    faults = {
        fault.code: fault for fault in diagnose(SPOILT[code](healthy).astype(np.float32), RATE, claims_lossless=True)
    }
    assert faults[code].found
    assert faults[code].words != sound[code].words
    worse = faults[code].value > sound[code].value
    assert worse is faults[code].above
    assert (faults[code].value > faults[code].limit) is faults[code].above


def test_a_cliff_is_only_hidden_where_the_file_claims_to_be_whole(healthy: songs.Song) -> None:
    cliff = songs.band(healthy, 20, 16_500)
    told = {claim: next(f for f in diagnose(cliff, RATE, claims_lossless=claim) if f.code == "lossy_source")
            for claim in (True, False)}  # fmt: skip
    assert told[True].found and not told[False].found
    assert told[True].value == told[False].value > told[True].limit


def test_dark_music_has_not_lost_its_top(healthy: songs.Song) -> None:
    spectrum, hz = np.fft.rfft(healthy), np.fft.rfftfreq(healthy.shape[1], 1 / RATE)
    dark = np.fft.irfft(spectrum * 10 ** (-np.maximum(0, hz - 2_000) / 2_500), healthy.shape[1]).astype(np.float32)
    fault = next(f for f in diagnose(dark, RATE) if f.code == "missing_top")
    assert fault.value < fault.limit and not fault.found


def test_a_fade_and_a_held_chord_are_no_noise(healthy: songs.Song) -> None:
    fade = np.linspace(1.0, 0.0, healthy.shape[1], dtype=np.float32) ** 4
    time_s = np.arange(healthy.shape[1]) / RATE
    chord = sum(np.sin(2 * np.pi * 220 * h * time_s) for h in range(1, 12)).astype(np.float32) * 0.003
    for sound in (healthy * fade, songs.with_pause(healthy) + chord):
        assert not next(f for f in diagnose(sound, RATE) if f.code == "noise").found


def test_one_pass_reads_a_long_song_in_little_memory(healthy: songs.Song) -> None:
    long = np.tile(healthy, 6)
    tracemalloc.start()
    diagnose(long, RATE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2.0 * long.nbytes + 64e6


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
