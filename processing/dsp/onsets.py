"""When things begin: syllables in a voice, strokes in a whole recording.

For a voice only the vowel band counts: singers place the vowel on the beat and the consonant before it.
"""

from dataclasses import dataclass

import numpy as np
import scipy.signal
from numpy.typing import NDArray

from processing.dsp.levels import Audio, mono
from processing.dsp.pitch import HOP_S, PitchTrack
from processing.dsp.resample import resample

ENVELOPE_RATE = 400
_RATE = 8_000
_VOWELS_HZ = (120.0, 3_000.0)
_SMOOTHING_S = 0.0125
_RANGE_DB = 45.0
_RISE_SPAN_S = 0.03
_LEAST_RISE_DB = 4.0
_LEAST_APART_S = 0.09
_LOOK_BACK_S = 0.12
_LOOK_AHEAD_S = 0.09
_FOOT = 0.25  # an attack is heard to begin when a quarter of its rise is done
_STRONG_RISE_DB = 18.0
_VOICED_WITHIN_S = 0.08


@dataclass(frozen=True)
class Onset:
    """`weight` 0..1: how clearly something begins here, and how long it is until the next."""

    time_s: float
    weight: float


def syllables(audio: Audio, rate: int, track: PitchTrack) -> tuple[Onset, ...]:
    """Beginnings of sung syllables: rises of level in the vowel band that are followed by a voiced sound."""
    amplitude = vowel_envelope(audio, rate)
    floor = max(1e-5, float(np.percentile(amplitude, 99)) * 10.0 ** (-_RANGE_DB / 20.0)) if amplitude.size else 1e-5
    level_db = 20.0 * np.log10(np.maximum(amplitude, floor))
    span = round(_RISE_SPAN_S * ENVELOPE_RATE)
    padded = np.pad(level_db, span, constant_values=20.0 * np.log10(floor))
    rise = padded[2 * span :] - padded[: -2 * span]
    peaks, _ = scipy.signal.find_peaks(rise, height=_LEAST_RISE_DB, distance=round(_LEAST_APART_S * ENVELOPE_RATE))
    found = []
    for peak in peaks:
        time_s = _foot(amplitude, int(peak)) / ENVELOPE_RATE
        if _voiced_after(track, time_s):
            found.append((time_s, min(1.0, float(rise[peak]) / _STRONG_RISE_DB)))
    return weighted(found)


def vowel_envelope(audio: Audio, rate: int) -> NDArray[np.float64]:
    """Smooth amplitude between 120 Hz and 3 kHz, 400 values a second, without delay."""
    signal = resample(mono(audio), rate, _RATE)
    if len(signal) < _RATE // 10:
        return np.zeros(0)
    band = scipy.signal.sosfiltfilt(scipy.signal.butter(2, _VOWELS_HZ, "bandpass", fs=_RATE, output="sos"), signal)
    window = np.hanning(round(_SMOOTHING_S * _RATE) * 2 + 1)
    power = scipy.signal.fftconvolve(band * band, window / window.sum(), mode="same")
    return np.asarray(np.sqrt(np.maximum(power[:: _RATE // ENVELOPE_RATE], 0.0)), dtype=np.float64)


def weighted(found: list[tuple[float, float]]) -> tuple[Onset, ...]:
    """Give each (time_s, clearness) more weight the longer it lasts: long notes mark the beat."""
    times_s = [time_s for time_s, _ in found]
    lasting = np.minimum(np.diff([*times_s, (times_s[-1] if times_s else 0.0) + 0.5]), 0.8)
    return tuple(
        Onset(round(float(time_s), 4), round(float(clearness * np.sqrt(length / 0.8)), 4))
        for (time_s, clearness), length in zip(found, lasting, strict=True)
    )


def _foot(amplitude: NDArray[np.float64], peak: int) -> float:
    """Index (fractional) where the rise around `peak` has climbed by its first quarter."""
    first = max(0, peak - round(_LOOK_BACK_S * ENVELOPE_RATE))
    last = min(len(amplitude), peak + round(_LOOK_AHEAD_S * ENVELOPE_RATE))
    top = peak + int(np.argmax(amplitude[peak:last])) if peak < last else peak
    bottom = first + int(np.argmin(amplitude[first : peak + 1]))
    wanted = amplitude[bottom] + _FOOT * (amplitude[top] - amplitude[bottom])
    below = np.flatnonzero(amplitude[bottom : top + 1] < wanted)
    if not below.size or bottom + below[-1] + 1 > top:
        return float(peak)
    at = bottom + int(below[-1])
    step = amplitude[at + 1] - amplitude[at]
    return at + float((wanted - amplitude[at]) / step) if step > 0 else float(at)


def _voiced_after(track: PitchTrack, time_s: float) -> bool:
    first = round(time_s / HOP_S)
    ahead = track.voiced[first : first + round(_VOICED_WITHIN_S / HOP_S) + 1]
    return bool(ahead.sum() >= 3)
