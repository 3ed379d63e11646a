"""A recording below a cut and another above it, joined without a seam."""

import numpy as np
from scipy.signal import firwin

from processing.dsp.filters import convolved, through_fir
from processing.dsp.levels import Audio

CROSSFADE_HZ = 300.0
_STOP_DB = 80.0


def with_new_band(audio: Audio, new: Audio, rate: int, cutoff_hz: float) -> Audio:
    """`audio` below `cutoff_hz`, `new` above it, both (channels, samples); the crossfade lies in the 300 Hz below.

    Linear-phase and complementary: where both are alike nothing changes.
    """
    fir = _highpass(cutoff_hz - CROSSFADE_HZ / 2, rate)

    def joined(inside: slice, own: Audio, other: Audio) -> Audio:
        return own[:, inside] + np.stack([convolved(row, fir, inside) for row in other - own])

    return through_fir(joined, audio, new, fir=fir)


def _highpass(hz: float, rate: int) -> Audio:
    taps = int(np.ceil((_STOP_DB - 7.95) / (2.285 * 2 * np.pi * CROSSFADE_HZ / rate))) // 2 * 2 + 1
    kernel = firwin(taps, hz, pass_zero=False, window=("kaiser", 0.1102 * (_STOP_DB - 8.7)), fs=rate)
    return np.asarray(kernel, dtype=np.float32)
