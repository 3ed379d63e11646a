"""Which key: from sung notes, or from a whole recording. Every answer is a ranked list, since two keys often fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio, mono
from processing.dsp.resample import resample
from processing.engines.contracts import SungNote

NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
# How well each degree is expected in the key: Temperley's revision (1999) of the Krumhansl-Kessler profiles.
_PROFILES = {
    "major": (5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0),
    "minor": (5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0),
}
_RATE = 11_025
_FRAME = 8_192
_HOP = 4_096
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 2_000.0


@dataclass(frozen=True)
class KeyFit:
    """`score` is a correlation (-1..1) with the key's profile; `in_scale_share` the share of sound on its scale."""

    key: str
    score: float
    in_scale_share: float


def rank_keys(weights: NDArray[np.float64]) -> tuple[KeyFit, ...]:
    """All 24 keys, best first, for twelve weights (C, C# … B). No weight at all gives an empty ranking."""
    total = float(weights.sum())
    if total <= 0.0:
        return ()
    fits = []
    for tonic, name in enumerate(NAMES):
        turned = np.roll(weights, -tonic)
        for mode, profile in _PROFILES.items():
            share = float(turned[list(SCALES[mode])].sum()) / total
            fits.append(KeyFit(f"{name} {mode}", round(_agreement(turned, profile), 4), round(share, 4)))
    return tuple(sorted(fits, key=lambda fit: -fit.score))


def key_of_notes(notes: Iterable[SungNote], held: Iterable[SungNote], tuning_cents: float) -> tuple[KeyFit, ...]:
    """Keys for a sung melody: its notes and, once more, the stretches in which the pitch stands still."""
    return rank_keys(_pitch_classes(notes, tuning_cents) + _pitch_classes(held, tuning_cents))


def _pitch_classes(notes: Iterable[SungNote], tuning_cents: float) -> NDArray[np.float64]:
    """Each note counts by its length, the last of a phrase more, since phrases come to rest."""
    sung = tuple(notes)
    weights = np.zeros(12)
    for note, following in zip_longest(sung, sung[1:]):
        rests = following is None or following.start_s - note.end_s > 0.35
        length_s = min(note.end_s - note.start_s, 1.5)
        pitch_class = round(note.midi - tuning_cents / 100.0) % 12
        weights[pitch_class] += length_s * note.confidence * (1.5 if rests else 1.0)
    return weights


def key_of_audio(audio: Audio, rate: int) -> tuple[KeyFit, ...]:
    """Keys for a whole recording, from the peaks of its spectra (corrected for its common tuning)."""
    signal = resample(mono(audio), rate, _RATE)
    if len(signal) < _FRAME:
        signal = np.pad(signal, (0, _FRAME - len(signal)))
    frames = np.lib.stride_tricks.sliding_window_view(signal, _FRAME)[::_HOP]
    pitches, sizes = [], []
    window = np.hanning(_FRAME).astype(np.float32)
    for start in range(0, len(frames), 128):
        midi, size = _spectral_peaks(np.abs(np.fft.rfft(frames[start : start + 128] * window, axis=1)))
        pitches.append(midi)
        sizes.append(size)
    midi, size = np.concatenate(pitches), np.concatenate(sizes)
    if not size.any():
        return ()
    tuning = np.angle((size * np.exp(2j * np.pi * midi)).sum()) / (2 * np.pi)
    classes = np.round(midi - tuning).astype(int) % 12
    return rank_keys(np.bincount(classes, weights=size, minlength=12).astype(np.float64))


def _agreement(weights: NDArray[np.float64], profile: tuple[float, ...]) -> float:
    if np.ptp(weights) == 0.0:
        return 0.0
    return float(np.corrcoef(weights, profile)[0, 1])


def _spectral_peaks(magnitude: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """MIDI pitch and weight of every local maximum. Each frame counts alike, whatever its level; harmonics fade."""
    bin_hz = _RATE / _FRAME
    low, high = int(_LOWEST_HZ / bin_hz), int(_HIGHEST_HZ / bin_hz)
    middle, left, right = magnitude[:, low:high], magnitude[:, low - 1 : high - 1], magnitude[:, low + 1 : high + 1]
    loudest = middle.max(axis=1, keepdims=True)
    peak = (middle > left) & (middle >= right) & (middle > 0.05 * loudest) & (loudest > 1e-4)
    a, b, c = (np.log(np.maximum(part[peak], 1e-12)) for part in (left, middle, right))
    place = np.nonzero(peak)[1] + low + 0.5 * (a - c) / np.minimum(a - 2 * b + c, -1e-9)
    midi = 69.0 + 12.0 * np.log2(place * bin_hz / 440.0)
    weight = np.sqrt(middle / np.maximum(loudest, 1e-12))[peak] * (440.0 / (440.0 + place * bin_hz))
    return midi, weight.astype(np.float64)
