"""Hearing a voice: notes, key, tempo and grid of a singer made of arithmetic."""

import json

import numpy as np
import pytest

from processing.dsp.grid import distance_s, fit_grid
from processing.dsp.onsets import Onset, vowel_envelope
from processing.dsp.pitch import track_pitch
from processing.dsp.tempo import propose_tempo
from processing.dsp.voice import hear
from processing.engines.contracts import SungNote
from tests.singing import RATE, Sung, sing, tune

MINOR = (0, 2, 3, 5, 7, 8, 10)


@pytest.mark.parametrize("frequency_hz", [80.0, 220.0, 440.0, 950.0])
def test_pitch_of_a_steady_tone(frequency_hz: float) -> None:
    at = np.arange(RATE) / RATE
    tone = sum(np.sin(2 * np.pi * frequency_hz * k * at) / k for k in range(1, 8)) * 0.1
    track = track_pitch(np.asarray(tone, dtype=np.float32), RATE)
    middle = track.midi[10:-10]
    assert np.abs(middle - (69 + 12 * np.log2(frequency_hz / 440))).max() < 0.05


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(0).standard_normal(2 * RATE).astype(np.float32) * 0.1
    assert track_pitch(noise, RATE).voiced.mean() < 0.1
    assert not track_pitch(noise * 0, RATE).voiced.any() and vowel_envelope(noise[:100], RATE).size == 0


@pytest.mark.parametrize(("seed", "tonic", "cents"), [(0, 57, 0.0), (4, 65, -30.0), (1, 45, 40.0)])
def test_notes_are_those_on_paper(seed: int, tonic: int, cents: float) -> None:
    melody = tune(6, seed=seed, tonic=tonic)
    audio, starts_s = sing(melody, 100.0, seed=seed, cents=cents)
    heard = hear(audio, RATE, bpm=100.0)
    assert len(heard.notes) == len(melody) and heard.tuning_cents == pytest.approx(cents, abs=5.0)
    for note, paper, start_s in zip(heard.notes, melody, starts_s, strict=True):
        assert abs(note.start_s - start_s) < 0.02
        assert round(note.midi - heard.tuning_cents / 100) == paper.midi


def test_tied_notes_are_parted_by_pitch_alone() -> None:
    melody = [Sung(beat, 1, 57 + 2 * (beat % 3), tied=beat > 0) for beat in range(8)]
    audio, starts_s = sing(melody, 90.0)
    heard = hear(audio, RATE, bpm=90.0)
    assert [round(note.midi) for note in heard.notes] == [paper.midi for paper in melody]
    assert np.abs([note.start_s for note in heard.notes] - starts_s).max() < 0.04


@pytest.mark.parametrize(
    ("tonic", "scale", "key"), [(57, None, "A major"), (62, MINOR, "D minor"), (52, None, "E major")]
)
def test_key_is_heard_and_trusted(tonic: int, scale: tuple[int, ...] | None, key: str) -> None:
    melody = tune(8, seed=tonic, tonic=tonic, **({"scale": scale} if scale else {}))
    heard = hear(sing(melody, 110.0, seed=tonic)[0], RATE, bpm=110.0)
    assert key in [fit.key for fit in heard.keys[:2]] and heard.key_trusted


def test_gliding_speech_has_no_trusted_key() -> None:
    at = np.arange(6 * RATE) / RATE
    pitch = 50 + 6 * np.sin(2 * np.pi * 1.3 * at) + 3 * np.sin(2 * np.pi * 0.41 * at)
    phase = 2 * np.pi * np.cumsum(440 * 2 ** ((pitch - 69) / 12)) / RATE
    speech = sum(np.sin(k * phase) / k for k in range(1, 12)) * 0.1 * (np.sin(2 * np.pi * 2.1 * at) > -0.5)
    heard = hear(np.asarray(speech, dtype=np.float32), RATE, bpm=100.0)
    assert heard.held_share < 0.5 and not heard.key_trusted


@pytest.mark.parametrize(("seed", "bpm"), [(0, 92.0), (2, 75.0), (3, 140.0), (4, 104.5)])
@pytest.mark.parametrize("jitter_ms", [0.0, 25.0])
def test_grid_agrees_with_the_singer_at_start_and_end(seed: int, bpm: float, jitter_ms: float) -> None:
    audio, _ = sing(tune(8, seed=seed), bpm, seed=seed, start_s=0.73, jitter_ms=jitter_ms)
    grid = hear(audio, RATE, bpm=bpm).grid
    beat_s = 60.0 / bpm
    assert abs(distance_s(np.array([grid.downbeat_s]), 4 * beat_s, 0.73)[0]) < 0.02
    assert abs(grid.error_start_ms) < 20.0 and abs(grid.error_end_ms) < 20.0
    assert grid.downbeat_s == pytest.approx(0.73, abs=0.02) and 0 <= grid.offset_s < beat_s


@pytest.mark.parametrize(("seed", "bpm"), [(1, 120.0), (4, 104.5)])
def test_tempo_of_a_steady_singer(seed: int, bpm: float) -> None:
    audio, _ = sing(tune(10, seed=seed), bpm, seed=seed, jitter_ms=12.0)
    tempo = hear(audio, RATE).tempo
    assert tempo.bpm == pytest.approx(bpm, rel=0.005) and tempo.confidence > 0.5


def test_free_singing_is_not_believed() -> None:
    random = np.random.default_rng(8)
    times_s = np.cumsum(random.uniform(0.15, 0.9, 60))
    assert propose_tempo([Onset(float(at), 0.5) for at in times_s]).confidence < 0.4
    assert propose_tempo([Onset(1.0, 1.0)]).confidence == 0.0


def test_wrong_tempo_shows_as_drift_or_doubt() -> None:
    onsets = [Onset(0.5 + beat * 0.5, 1.0) for beat in range(40)]
    right, wrong = fit_grid(onsets, 120.0), fit_grid(onsets, 120.2)
    assert abs(right.error_start_ms) < 1.0 and right.confidence > 0.99
    assert wrong.error_start_ms * wrong.error_end_ms < 0.0


def test_six_eight_counts_two_beats_of_three() -> None:
    onsets = [Onset(1.0 + step * 0.25, 1.0 if step % 6 == 0 else 0.4) for step in range(48)]
    grid = fit_grid(onsets, 80.0, 2)
    assert grid.downbeat_s == pytest.approx(1.0, abs=0.01) and grid.confidence > 0.99


@pytest.mark.parametrize("onsets", [[], [Onset(0.8, 1.0)], [Onset(0.1 * n, 0.0) for n in range(6)]])
def test_hardly_any_onsets_give_a_grid_without_confidence(onsets: list[Onset]) -> None:
    grid = fit_grid(onsets, 120.0)
    assert grid.confidence == 0.0 and grid.downbeat_s == (onsets[0].time_s if onsets else 0.0)


def test_phrases_and_rests_and_json() -> None:
    melody = [*tune(2), *(Sung(n.beat + 16, n.beats, n.midi) for n in tune(2))]
    heard = hear(sing(melody, 120.0)[0], RATE)
    told = json.loads(json.dumps(heard.to_json(), allow_nan=False))
    assert len(told["phrases"]) == 2 and len(told["rests"]) >= 1
    assert told["rests"][0]["start_s"] == told["phrases"][0]["end_s"]
    assert [SungNote(**note) for note in told["notes"]] == list(heard.notes)
    assert set(told["tempo"]) == {"bpm", "confidence", "ranked"} and told["key"]["trusted"] in (True, False)


@pytest.mark.parametrize("seconds", [0.02, 2.0])
def test_silence_is_heard_as_nothing(seconds: float) -> None:
    heard = hear(np.zeros((2, round(seconds * RATE)), dtype=np.float32), RATE)
    assert not heard.notes and not heard.keys and not heard.phrases and not heard.key_trusted
    json.dumps(heard.to_json(), allow_nan=False)
