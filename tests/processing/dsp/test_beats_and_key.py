"""Beat and key of whole recordings."""

import numpy as np
import pytest

from processing.dsp.beats import beats, described
from processing.dsp.key import key_of_audio, rank_keys

RATE = 48_000


def groove(bpm: float, *, jitter_ms: float = 0.0, seconds: float = 24.0) -> tuple[np.ndarray, np.ndarray]:
    """Kick and snare in turn on the beats, a soft hat between."""
    random = np.random.default_rng(6)
    times_s = 0.4 + np.arange(int((seconds - 1) * bpm / 60)) * 60 / bpm
    times_s = times_s + random.normal(0, jitter_ms / 1000, len(times_s))
    audio, at = random.standard_normal(round(seconds * RATE)) * 1e-4, np.arange(4_800) / RATE
    strokes = (np.sin(2 * np.pi * 60 * at) * np.exp(-30 * at), random.standard_normal(4_800) * np.exp(-50 * at) * 0.4)
    for beat, time_s in enumerate(times_s):
        start, between = round(time_s * RATE), round((time_s + 30 / bpm) * RATE)
        audio[start : start + 4_800] += strokes[beat % 2]
        audio[between : between + 1_200] += random.standard_normal(1_200) * np.exp(-200 * at[:1_200]) * 0.1
    return audio[np.newaxis].astype(np.float32), times_s


@pytest.mark.parametrize("bpm", [90.0, 104.0, 128.0])
def test_beats_fall_where_they_are_played(bpm: float) -> None:
    audio, times_s = groove(bpm)
    found = beats(audio, RATE)
    assert found.bpm == pytest.approx(bpm, rel=0.001) and found.jitter_ms < 2.0 and found.drift_share < 0.003
    assert max(np.abs(found.times_s - time_s).min() for time_s in times_s) < 0.006 and found.confidence > 0.5


def test_jitter_is_measured() -> None:
    assert beats(groove(104.0, jitter_ms=8.0)[0], RATE).jitter_ms == pytest.approx(8.0, abs=3.0)


def test_a_given_tempo_is_followed() -> None:
    assert beats(groove(120.0)[0], RATE, bpm=60.0).bpm == pytest.approx(60.0, rel=0.005)


@pytest.mark.parametrize("seconds", [1.0, 6.0])
def test_silence_has_no_beat(seconds: float) -> None:
    found = beats(np.zeros((2, round(seconds * RATE)), dtype=np.float32), RATE)
    assert found.bpm == 0.0 and not found.times_s.size


def test_three_beats_say_nothing() -> None:
    assert described(np.array([0.0, 0.5, 1.0]), 0.9).bpm == 0.0


@pytest.mark.parametrize(
    ("chords", "key"), [((0, 5, 7, 0), "C major"), ((2, 7, 9, 2), "D major"), ((9, 9, 2, 9, 4, 9, 9), "A minor")]
)
@pytest.mark.parametrize("cents", [0.0, 30.0])
def test_key_of_played_chords(chords: tuple[int, ...], key: str, cents: float) -> None:
    third = 4 if key.endswith("major") else 3
    at = np.arange(RATE) / RATE
    played = [
        sum(
            np.sin(2 * np.pi * 220 * 2 ** ((root - 9 + step + cents / 100) / 12) * k * at) / k**2
            for step in (0, third, 7)
            for k in (1, 2, 3)
        )
        for root in chords
    ]
    ranked = key_of_audio(np.concatenate(played).astype(np.float32) * 0.1, RATE)
    # A minor and C major share their notes, so the relative may stand first.
    assert key in [fit.key for fit in ranked[: 1 if third == 4 else 2]]


def test_nothing_has_no_key() -> None:
    assert key_of_audio(np.zeros(RATE // 10, dtype=np.float32), RATE) == () == rank_keys(np.zeros(12))
    assert rank_keys(np.ones(12))[0].score == 0.0
