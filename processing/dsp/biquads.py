"""The console's equaliser as biquad sections (count, 6; a0 = 1): the same curves as pedalboard's filters."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Sections = NDArray[np.float64]


def section(b: Sequence[float], a: Sequence[float]) -> Sections:
    return np.array([*b, *a], dtype=np.float64)[np.newaxis] / a[0]


def first_highpass(cutoff_hz: float, sample_rate: int) -> Sections:
    """6 dB per octave, 3 dB down at the corner."""
    n = _corner(cutoff_hz, sample_rate)
    return section([1.0, -1.0, 0.0], [n + 1.0, n - 1.0, 0.0])


def first_lowpass(cutoff_hz: float, sample_rate: int, gain: float = 1.0) -> Sections:
    """6 dB per octave, 3 dB down at the corner, times `gain`."""
    n = _corner(cutoff_hz, sample_rate)
    return section([n * gain, n * gain, 0.0], [n + 1.0, n - 1.0, 0.0])


def soft_highpass(cutoff_hz: float, sample_rate: int) -> Sections:
    """12 dB per octave, 6 dB down at the corner: two first-order ones in a row."""
    n = _corner(cutoff_hz, sample_rate)
    up, down = n + 1.0, n - 1.0
    return section([1.0, -2.0, 1.0], [up * up, 2.0 * up * down, down * down])


def _corner(cutoff_hz: float, sample_rate: int) -> float:
    return float(np.tan(np.pi * min(cutoff_hz, 0.49 * sample_rate) / sample_rate))


def peak(freq_hz: float, gain_db: float, q: float, sample_rate: int) -> Sections:
    root, angle = 10.0 ** (gain_db / 40.0), _angle(freq_hz, sample_rate)
    alpha, cosine = 0.5 * np.sin(angle) / q, np.cos(angle)
    numerator = [1.0 + alpha * root, -2.0 * cosine, 1.0 - alpha * root]
    return section(numerator, [1.0 + alpha / root, -2.0 * cosine, 1.0 - alpha / root])


def low_shelf(corner_hz: float, gain_db: float, q: float, sample_rate: int) -> Sections:
    root, minus, plus, turned, beta = _shelf(corner_hz, gain_db, q, sample_rate)
    cosine_minus, cosine_plus = turned * minus, turned * plus
    b = [root * (plus - cosine_minus + beta), 2.0 * root * (minus - cosine_plus), root * (plus - cosine_minus - beta)]
    return section(b, [plus + cosine_minus + beta, -2.0 * (minus + cosine_plus), plus + cosine_minus - beta])


def high_shelf(corner_hz: float, gain_db: float, q: float, sample_rate: int) -> Sections:
    root, minus, plus, turned, beta = _shelf(corner_hz, gain_db, q, sample_rate)
    cosine_minus, cosine_plus = turned * minus, turned * plus
    b = [root * (plus + cosine_minus + beta), -2.0 * root * (minus + cosine_plus), root * (plus + cosine_minus - beta)]
    return section(b, [plus - cosine_minus + beta, 2.0 * (minus - cosine_plus), plus - cosine_minus - beta])


def _shelf(corner_hz: float, gain_db: float, q: float, sample_rate: int) -> tuple[float, float, float, float, float]:
    root, angle = 10.0 ** (gain_db / 40.0), _angle(corner_hz, sample_rate)
    return root, root - 1.0, root + 1.0, float(np.cos(angle)), float(np.sin(angle) * np.sqrt(root) / q)


def _angle(freq_hz: float, sample_rate: int) -> float:
    return 2.0 * np.pi * min(freq_hz, 0.49 * sample_rate) / sample_rate


KINDS = {"peak": peak, "low_shelf": low_shelf, "high_shelf": high_shelf}
