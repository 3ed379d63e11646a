"""Curves laid upon each other: on one clock, and at many shifts at once."""

import numpy as np
from numpy.typing import NDArray

Curves = NDArray[np.float64]


def stretched(curves: Curves, ratio: float) -> Curves:
    """Rows of the voice's clock laid on the clock of a band that plays `ratio` times as fast."""
    if ratio == 1.0:
        return curves
    at = np.arange(int(len(curves) / ratio)) * ratio
    low = np.minimum(at.astype(int), len(curves) - 2)
    share = (at - low)[:, None]
    return np.asarray(curves[low] * (1.0 - share) + curves[low + 1] * share)


def products(ours: Curves, theirs: Curves, lags: Curves) -> Curves:
    """The products of two sets of curves `(frames, kinds)`, summed, with ours moved by each of `lags` frames."""
    size = 1 << int(np.ceil(np.log2(len(ours) + len(theirs) + 1)))
    moved = np.fft.rfft(theirs, size, axis=0) * np.conj(np.fft.rfft(ours, size, axis=0))
    same = np.fft.irfft(moved.sum(axis=1), size)
    return np.asarray(np.interp(np.mod(lags, size), np.arange(size + 1), np.append(same, same[0])))
