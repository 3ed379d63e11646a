"""Rich tones without a sine for every harmonic of every sample."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_POINTS = 1 << 15


def harmonics(phase: NDArray[np.float64], levels: Sequence[float]) -> NDArray[np.float64]:
    """Sum of `levels[k - 1] * sin(k * phase)`, read from one period of it; true to a few millionths for 24 of them."""
    period = np.linspace(0.0, 2.0 * np.pi, _POINTS + 1)
    table = np.sum([level * np.sin(k * period) for k, level in enumerate(levels, start=1)], axis=0)
    at = (phase * (_POINTS / (2.0 * np.pi))) % _POINTS
    low = np.minimum(at.astype(np.int64), _POINTS - 1)
    return table[low] + (at - low) * (table[low + 1] - table[low])
