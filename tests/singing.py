"""A singer made of arithmetic: notes with harmonics, formants, vibrato, consonants and breath, all from one seed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.signal
from numpy.typing import NDArray

from tests.tones import harmonics

RATE = 48_000


@dataclass(frozen=True)
class Sung:
    """One note on paper: start and length in beats, MIDI pitch. `tied` notes follow without a consonant."""

    beat: float
    beats: float
    midi: float
    tied: bool = False


def sing(
    melody: Sequence[Sung],
    bpm: float,
    *,
    seed: int = 0,
    start_s: float = 0.5,
    jitter_ms: float = 0.0,
    cents: float = 0.0,
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Mono audio (1, samples) and the true start of every note in seconds; consonants come before it."""
    random = np.random.default_rng(seed)
    beat_s = 60.0 / bpm
    starts_s = np.array([start_s + note.beat * beat_s for note in melody])
    starts_s = np.maximum(0.0, starts_s + random.normal(0.0, jitter_ms / 1000.0, len(melody)))
    end_s = max(start + note.beats * beat_s for start, note in zip(starts_s, melody, strict=True)) + 1.0
    audio = random.standard_normal(round(end_s * RATE)) * 2e-4
    for start, note in zip(starts_s, melody, strict=True):
        vowel = _vowel(
            note.midi + cents / 100.0, note.beats * beat_s * 0.96, random, attack_s=0.01 if note.tied else 0.03
        )
        _add(audio, vowel, start)
        if not note.tied:
            _add(audio, _consonant(random), start - 0.06)
    return audio[np.newaxis].astype(np.float32), starts_s


def _vowel(midi: float, duration_s: float, random: np.random.Generator, *, attack_s: float) -> NDArray[np.float64]:
    at = np.arange(round(duration_s * RATE)) / RATE
    depth = 0.25 * np.clip((at - 0.25) / 0.2, 0.0, 1.0)  # vibrato comes late
    pitch = midi + depth * np.sin(2 * np.pi * 5.5 * at) + 0.03 * random.standard_normal()
    phase = 2 * np.pi * np.cumsum(440.0 * 2.0 ** ((pitch - 69.0) / 12.0)) / RATE
    tone = harmonics(phase, [1.0 / k for k in range(1, 16)])
    for centre, width in ((random.uniform(500, 800), 120.0), (random.uniform(1000, 1900), 180.0)):
        b, a = scipy.signal.iirpeak(centre, centre / width, fs=RATE)
        tone = tone + 1.5 * scipy.signal.lfilter(b, a, tone)
    edge = np.clip(at / attack_s, 0.0, 1.0) * np.clip((at[-1] - at) / 0.05, 0.0, 1.0)
    return np.asarray(0.08 * tone * edge * (1.0 - 0.3 * at / max(at[-1], 1e-3)))


def _consonant(random: np.random.Generator) -> NDArray[np.float64]:
    noise = random.standard_normal(round(0.05 * RATE)) * np.hanning(round(0.05 * RATE))
    sos = scipy.signal.butter(2, 4500.0, "highpass", fs=RATE, output="sos")
    return np.asarray(0.05 * scipy.signal.sosfilt(sos, noise))


def _add(audio: NDArray[np.float64], sound: NDArray[np.float64], start_s: float) -> None:
    start = max(0, round(start_s * RATE))
    sound = sound[: len(audio) - start]
    audio[start : start + len(sound)] += sound


def tune(bars: int, *, seed: int = 0, tonic: int = 57, scale: Sequence[int] = (0, 2, 4, 5, 7, 9, 11)) -> list[Sung]:
    """A singable line of 4/4 bars: long notes on "one", eighths and rests elsewhere, steps rather than leaps."""
    random = np.random.default_rng(seed)
    degree, melody = 0, []
    for bar in range(bars):
        rhythm = [[(0, 1.5), (1.5, 0.5), (2, 1), (3, 0.5)], [(0, 2), (2, 0.5), (2.5, 1)], [(0, 1), (1, 1), (2, 1.5)]]
        for beat, beats in rhythm[int(random.integers(3))]:
            if bar % 4 == 3 and beat == 2:
                degree = 0  # phrases come to rest on the tonic
            octave, step = divmod(degree, len(scale))
            melody.append(Sung(4 * bar + beat, beats, tonic + 12 * octave + scale[step]))
            degree = int(np.clip(degree + random.integers(-2, 3), -4, 8))
    return melody
