"""Each fault is found where it was put, called by its name, and not found in a healthy song."""

import json
import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from processing.dsp.pathologies.diagnosis import Fault, diagnose, scores
from processing.dsp.pathologies.fault import severity
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
    assert {fault.to_json()["usual"] for fault in sound.values() if fault.code == "mud"} == {0.9}


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
    assert faults[code].spans, "every fault says where"


def test_a_cliff_is_only_hidden_where_the_file_claims_to_be_whole(healthy: songs.Song) -> None:
    cliff = songs.band(healthy, 20, 16_500)
    told = {claim: next(f for f in diagnose(cliff, RATE, claims_lossless=claim) if f.code == "lossy_source")
            for claim in (True, False)}  # fmt: skip
    assert told[True].found and not told[False].found
    assert told[True].value == told[False].value > told[True].limit


def one(code: str, song: songs.Song, **facts: Any) -> Fault:
    return next(fault for fault in diagnose(song.astype(np.float32), RATE, **facts) if fault.code == code)


def test_a_wide_bass_carries_the_limit_that_it_was_held_to(healthy: songs.Song) -> None:
    """With holes in mono the limit is lower; severity is 50 at whichever counts."""
    low = songs.band(healthy, 20, 140).mean(axis=0)
    whole = healthy - songs.band(healthy, 20, 140)
    holey = whole * np.float32([[1.0], [-1.0]])
    # A side 8 dB below the mid lies between the two limits.
    bass = np.stack([low * (1 + 10 ** (-8 / 20)), low * (1 - 10 ** (-8 / 20))])
    plain, strict = one("wide_bass", whole + bass), one("wide_bass", holey + bass)
    assert one("mono_holes", holey + bass).found and not one("mono_holes", whole + bass).found
    assert plain.value == pytest.approx(-8.0, abs=0.2) and strict.value == pytest.approx(-8.0, abs=0.2)
    assert (plain.limit, plain.found, strict.limit) == (-6.5, False, -9.0)
    assert plain.severity < 50.0 < strict.severity and strict.found is (strict.value > strict.limit)
    for fault in (plain, strict):
        assert severity(fault.code, fault.limit, fault.limit) == 50.0 == replace(fault, value=fault.limit).severity


SPARED: dict[str, tuple[Any, dict[str, Any], str]] = {
    "incoherent_highs": (songs.unrelated_highs, {}, "unrelated highs, but"),
    "wide_bass": (
        lambda song: song - songs.band(song, 20, 140) + songs.band(song, 20, 140) * np.array([[1.0], [0.1]]), {},
        "The bass is wide, but",
    ),
    "narrow": (lambda song: song.mean(axis=0, keepdims=True), {}, "one channel"),
    "missing_top": (songs.fading, {}, "fade as they do in dark music"),
    "lossy_source": (lambda song: songs.band(song, 20, 16_500), {}, "as the format of this file makes it"),
    "flat_dynamics": (
        lambda song: np.sign(np.sin(np.arange(song.shape[1]) / 40)) * np.linspace(0.05, 0.9, song.shape[1]), {},
        "has loud and soft parts",
    ),
    "soft_transients": (lambda song: song[:, : RATE // 10], {}, "too little sound"),
    "mono_holes": (songs.coded_highs, {}, "as lossy formats make them do"),
    "shimmer": (songs.bright_strokes, {}, "only while cymbals and hats are struck"),
    "mud": (lambda song: songs.band(song, 230, 20_000) * 0.3, {}, "a voice or an instrument alone"),
}  # fmt: skip


@pytest.mark.parametrize("code", SPARED)
def test_a_number_beyond_its_limit_that_is_no_fault_says_why(code: str, healthy: songs.Song) -> None:
    spoil, facts, words = SPARED[code]
    fault = one(code, spoil(healthy), **facts)
    assert fault.beyond > 0.0 and not fault.found and not fault.remedy and not fault.spans
    assert words in fault.words


def test_chords_without_a_stroke_have_no_soft_attacks(healthy: songs.Song) -> None:
    fault = one("soft_transients", songs.swelling(healthy[:, : 4 * RATE]))
    assert fault.beyond > 0.0 and not fault.found and "Little is struck" in fault.words


def test_a_bass_against_itself_is_no_taste(healthy: songs.Song) -> None:
    """However alike left and right are on the whole."""
    turned = healthy - 2 * songs.band(healthy, 20, 140) * np.array([[0.0], [1.0]])
    alike = turned + 8 * np.repeat(songs.band(healthy, 300, 2_000).mean(axis=0, keepdims=True), 2, axis=0)
    fault = one("wide_bass", alike)
    assert np.corrcoef(alike)[0, 1] > 0.55 and fault.found


@pytest.mark.parametrize("rate", [8_000, 22_050, 96_000])
def test_odd_rates_are_read_too(rate: int) -> None:
    noise = 0.1 * np.random.default_rng(0).standard_normal((2, rate)).astype(np.float32)
    assert all(np.isfinite(value) for value in scores(diagnose(noise, rate)).values())


def test_hazy_highs_with_holes_are_a_fault_with_their_own_sentence(healthy: songs.Song) -> None:
    fault = one("incoherent_highs", songs.with_antiphase(songs.unrelated_highs(healthy)))
    assert fault.found and "haze" in fault.words


@pytest.mark.parametrize(("channels", "found"), [(1, False), (2, True), (6, True), (None, True)])
def test_only_what_came_with_two_channels_can_be_narrow(channels: int | None, found: bool, healthy: songs.Song) -> None:
    centred = np.stack([healthy.mean(axis=0)] * 2)
    assert one("narrow", centred, channels=channels).found is found
    assert not one("narrow", healthy, channels=channels).found


def test_dark_music_has_not_lost_its_top(healthy: songs.Song) -> None:
    fault = one("missing_top", songs.fading(healthy))
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


def test_a_fault_can_be_written_down(sound: dict[str, Fault], healthy: songs.Song) -> None:
    told = sound["mud"].to_json()
    assert {"code", "title", "value", "unit", "limit", "found", "words", "spans"} <= told.keys()
    placed = one("dropouts", songs.with_dropouts(healthy))
    assert placed.spans and Fault.from_json(json.loads(json.dumps(placed.to_json()))) == placed
