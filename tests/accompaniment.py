"""A band made of arithmetic under a sung melody: chords of its notes, bass, kick, snare and hat on a grid."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.singing import RATE, Sung


def accompany(
    melody: Sequence[Sung],
    bpm: float,
    *,
    lead_in_s: float = 0.0,
    semitones: float = 0.0,
    seed: int = 0,
) -> NDArray[np.float32]:
    """Stereo (2, samples), 4/4; its first "one" stands at `lead_in_s`, and everything tonal is moved by `semitones`."""
    random = np.random.default_rng(seed)
    beat_s, bars = 60.0 / bpm, 1 + int(max(note.beat for note in melody)) // 4
    out = random.standard_normal(round((lead_in_s + (bars + 1) * 4 * beat_s) * RATE)) * 1e-4
    for bar in range(bars):
        at_s = lead_in_s + 4 * bar * beat_s
        sung = [note.midi for note in melody if 4 * bar <= note.beat < 4 * bar + 4]
        for half in (0, 2):
            here = [n.midi for n in melody if 4 * bar + half <= n.beat < 4 * bar + half + 2] or sung
            chord = sorted({midi % 12 for midi in here})
            for midi in [48 + tone for tone in chord] + [60 + tone for tone in chord]:
                _add(out, _tone(midi + semitones, 1.9 * beat_s, 0.05), at_s + half * beat_s)
            _add(out, _tone(36 + chord[0] + semitones, 0.9 * beat_s, 0.15), at_s + half * beat_s)
        for beat in range(4):
            _add(out, _kick() if beat % 2 == 0 else _noise(random, 0.12, 0.04), at_s + beat * beat_s)
            for half in (0.0, 0.5):
                _add(out, _noise(random, 0.03, 0.01), at_s + (beat + half) * beat_s)
    return np.stack([out, out]).astype(np.float32)


@lru_cache(maxsize=64)
def _tone(midi: float, duration_s: float, level: float) -> NDArray[np.float64]:
    at = np.arange(round(duration_s * RATE)) / RATE
    hz = 440.0 * 2.0 ** ((midi - 69.0) / 12.0)
    tone = sum(np.sin(2 * np.pi * k * hz * at) / k**1.5 for k in range(1, 7))
    return np.asarray(level * tone * np.clip(at / 0.01, 0.0, 1.0) * np.exp(-1.5 * at / duration_s))


def _kick() -> NDArray[np.float64]:
    at = np.arange(round(0.15 * RATE)) / RATE
    return np.asarray(0.5 * np.sin(2 * np.pi * (50 * at + 6 * (1 - np.exp(-at / 0.02)))) * np.exp(-at / 0.05))


def _noise(random: np.random.Generator, level: float, decay_s: float) -> NDArray[np.float64]:
    at = np.arange(round(5 * decay_s * RATE)) / RATE
    return np.asarray(level * random.standard_normal(len(at)) * np.exp(-at / decay_s))


def _add(audio: NDArray[np.float64], sound: NDArray[np.float64], start_s: float) -> None:
    start = round(start_s * RATE)
    sound = sound[: len(audio) - start]
    audio[start : start + len(sound)] += sound
