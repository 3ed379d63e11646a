"""Levels in plain numpy: decibels and gains, RMS and peak, channel folding. Audio is float32 `(channels, samples)`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]

FLOOR_DB = -120.0
"""What digital silence reads on every level meter here: JSON has no minus infinity."""


def db_to_gain(level_db: float) -> float:
    return float(10.0 ** (level_db / 20.0))


def gain_to_db(gain: float, floor_db: float = FLOOR_DB) -> float:
    """Decibels of a linear amplitude; zero, negative and tiny values read `floor_db`."""
    if not gain > 0.0:
        return floor_db
    return max(floor_db, 20.0 * float(np.log10(gain)))


def power_to_db(power: float, floor_db: float = FLOOR_DB) -> float:
    """Decibels of a linear power (mean square)."""
    return gain_to_db(float(np.sqrt(power)), floor_db) if power > 0.0 else floor_db


def rms(audio: NDArray[Any]) -> float:
    """Root mean square over all channels, 0.0 for an empty array."""
    if audio.size == 0:
        return 0.0
    return float(np.sqrt(inner(audio, audio) / audio.size))


def inner(first: NDArray[np.floating[Any]], second: NDArray[np.floating[Any]]) -> float:
    """Sum of products in float64. Not `np.dot`: BLAS starts threads that cost more than they bring here."""
    return float(np.einsum("i,i->", first.reshape(-1), second.reshape(-1), dtype=np.float64))


def rms_db(audio: NDArray[Any]) -> float:
    return gain_to_db(rms(audio))


def sample_peak(audio: NDArray[Any]) -> float:
    """Largest absolute sample, without an absolute copy of the audio."""
    return max(float(audio.max()), -float(audio.min())) if audio.size else 0.0


def sample_peak_db(audio: NDArray[Any]) -> float:
    return gain_to_db(sample_peak(audio))


def with_gain_db(audio: Audio, level_db: float) -> Audio:
    return (audio * np.float32(db_to_gain(level_db))).astype(np.float32, copy=False)


def stereo(audio: Audio) -> Audio:
    """Two channels: mono becomes dual mono, stereo passes. Raises ValueError for other shapes."""
    if audio.ndim == 1:
        audio = audio[np.newaxis, :]
    if audio.ndim != 2 or audio.shape[0] not in (1, 2):
        raise ValueError(f"audio must be (1 or 2, samples), not {audio.shape}")
    if audio.shape[0] == 1:
        audio = np.repeat(audio, 2, axis=0)
    return np.ascontiguousarray(audio, dtype=np.float32)


def mono(audio: Audio) -> Audio:
    """The mean of all channels as a 1-D array."""
    if audio.ndim == 1:
        return np.ascontiguousarray(audio, dtype=np.float32)
    if audio.shape[0] == 1:
        return np.ascontiguousarray(audio[0], dtype=np.float32)
    if audio.shape[0] == 2:
        return np.asarray((audio[0] + audio[1]) * np.float32(0.5), dtype=np.float32)
    return np.asarray(audio.mean(axis=0), dtype=np.float32)


def seconds(audio: Audio, rate: int) -> float:
    return float(audio.shape[-1]) / rate


def fitted(audio: Audio, samples: int) -> Audio:
    """Exactly `samples` long: cut at the end, or silence added at the end."""
    missing = samples - audio.shape[-1]
    if missing <= 0:
        return audio[..., :samples]
    return np.pad(audio, [(0, 0)] * (audio.ndim - 1) + [(0, missing)])


def faded(audio: Audio, rate: int, *, in_s: float = 0.0, out_s: float = 0.0) -> Audio:
    """A copy with raised-cosine fades at its ends."""
    result = np.array(audio, dtype=np.float32)
    length = result.shape[-1]
    for seconds_long, at_end in ((in_s, False), (out_s, True)):
        samples = min(length, round(seconds_long * rate))
        if samples <= 0:
            continue
        ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(samples) + 0.5) / samples)).astype(np.float32)
        if at_end:
            result[..., length - samples :] *= ramp[::-1]
        else:
            result[..., :samples] *= ramp
    return result
