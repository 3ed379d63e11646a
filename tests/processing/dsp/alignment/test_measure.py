from functools import lru_cache

import numpy as np
import pytest

from processing.dsp.alignment.drift import straight
from processing.dsp.alignment.found import Alignment, line_ms
from processing.dsp.alignment.measure import drift_after, measure
from processing.dsp.alignment.stretch import stretched_alone
from processing.dsp.levels import Audio
from tests.accompaniment import accompany
from tests.singing import RATE, sing, tune

BPM = 112.0
ONE_S = 0.5
MELODY = tune(7, seed=1)
# Tempo of the band over the voice's, semitones, and where the voice starts in the band.
CASES = [(1.05, 2.0, 0.8), (0.95, -2.0, 1.7), (1.0, 0.4, 0.3)]


@pytest.fixture(scope="module")
def voice() -> Audio:
    return sing(MELODY, BPM, seed=1, start_s=ONE_S, jitter_ms=8.0)[0]


@lru_cache(maxsize=8)
def backing(ratio: float, semitones: float, offset_s: float) -> Audio:
    return accompany(MELODY, BPM * ratio, lead_in_s=offset_s + ONE_S / ratio, semitones=semitones, seed=3)


@pytest.fixture(scope="module")
def found(voice: Audio) -> list[Alignment]:
    return [measure(voice, backing(*case), RATE) for case in CASES]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_start_tempo_and_key_are_found(found: list[Alignment], number: int) -> None:
    ratio, semitones, offset_s = CASES[number]
    heard = found[number]
    assert abs(heard.offset_s - offset_s) <= 0.010
    assert abs(heard.tempo_ratio / ratio - 1.0) <= 0.003
    assert abs(heard.transpose_semitones - semitones) <= 0.1
    assert heard.tempo_told and heard.key_told and heard.within_beat_confidence >= 0.5
    assert heard.offset_confidence >= 0.6


@pytest.mark.parametrize("number", [0, 1])
def test_a_repaired_band_stays_with_the_voice_to_its_end(found: list[Alignment], voice: Audio, number: int) -> None:
    repair = found[number].repair
    assert repair is not None
    _, _, true_s = CASES[number]
    moved = stretched_alone(backing(*CASES[number])[:1], RATE, repair.stretch, repair.semitones)
    # Where the voice would truly have to stand, from how the band was made.
    apart_ms = 1000.0 * (found[number].offset_s - true_s) * repair.stretch
    apart_at_end_ms = apart_ms + 1000.0 * found[number].voice_s * (1.0 - repair.stretch / CASES[number][0])
    assert abs(apart_ms) <= 20.0 and abs(apart_at_end_ms) <= 20.0
    left = drift_after(voice, moved, RATE, found[number].offset_s * repair.stretch, BPM)
    assert max(abs(part) for part in line_ms(left, found[number].voice_s)) <= 20.0


def test_a_band_that_fits_is_left_alone(voice: Audio) -> None:
    heard = measure(voice, backing(1.0, 0.0, 0.0), RATE)
    assert heard.repair is None and heard.refused is None
    assert abs(straight(heard.drift)[1]) < 0.5


def test_what_is_too_far_is_refused_in_words(voice: Audio) -> None:
    fast = measure(voice, backing(1.09, 0.0, 0.0), RATE)
    high = measure(voice, backing(1.0, 4.0, 0.0), RATE)
    assert fast.refused is not None and fast.refused.code == "align.tempo_too_far" and fast.repair is None
    assert high.refused is not None and high.refused.code == "align.key_too_far" and high.repair is None
    assert "+9.0%" in fast.refused.words and "+4 semitones" in high.refused.words


def test_a_typed_tempo_wins(voice: Audio) -> None:
    band = backing(1.0, 0.0, 0.0)
    typed = measure(voice, band, RATE, voice_bpm=BPM / 1.03)
    assert typed.tempo_ratio == pytest.approx(1.03, abs=0.001) and typed.tempo_confidence == 1.0
    doubled = measure(voice, band, RATE, voice_bpm=2 * BPM)
    assert doubled.tempo_ratio == pytest.approx(1.0, abs=0.001)


def test_a_drone_without_a_beat_tells_no_tempo(voice: Audio) -> None:
    at = np.arange(voice.shape[1]) / RATE
    drone = np.stack([0.1 * np.sin(2 * np.pi * 220.0 * at)] * 2).astype(np.float32)
    heard = measure(voice, drone, RATE)
    assert not heard.tempo_told and heard.repair is None and heard.refused is None
    meant = measure(voice, drone, RATE, voice_bpm=BPM)
    assert meant.refused is not None and meant.refused.code == "align.no_common_beat"


def test_music_alone_tells_the_start_of_what_was_cut_anywhere(voice: Audio) -> None:
    band = backing(1.0, 0.4, 0.3)[:, round(0.1 * RATE) : -2 * RATE]
    heard = measure(voice, band, RATE)
    assert abs(heard.offset_s - 0.2) <= 0.010 and heard.offset_confidence >= 0.6


def test_a_voice_that_has_nothing_to_do_with_its_band_is_not_placed_for_sure() -> None:
    other, _ = sing(tune(7, seed=9), BPM, seed=4, start_s=0.29, jitter_ms=120.0)
    heard = measure(other, backing(1.0, 0.4, 0.3)[:, RATE:], RATE)
    assert heard.offset_confidence < 0.5 and heard.others_s


def test_a_silent_voice_tells_nothing() -> None:
    silence = np.zeros((1, 20 * RATE), np.float32)
    heard = measure(silence, backing(1.0, 0.0, 0.0), RATE)
    assert not heard.tempo_told and not heard.key_told and heard.within_beat_confidence < 0.5
    assert heard.repair is None and heard.refused is None
    assert "can not be heard" in heard.to_json()["words"][0]
