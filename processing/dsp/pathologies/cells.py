"""Where in time and frequency a stereo song works against itself: cells of the spectrum, read block by block."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from processing.dsp.levels import Audio, stereo

FRAME = 2048
HOP = 1024
# Long enough that edges do not matter, short enough to stay small: about 11 s of stereo at 48 kHz.
_FRAMES_AT_ONCE = 512
HOLE_POWER = 0.05
"""A cell is a hole when less than this share of the sides' power is left on one loudspeaker (-13 dB)."""
HEARD_POWER = 1e-4
"""Cells below this share of their band's mean are silence, which nobody misses."""
HOLE_BAND_HZ = (200.0, 14_000.0)
HIGHS_HZ = (4_000.0, 16_000.0)

Spectra = NDArray[np.complex64]


def spectra(audio: Audio) -> Iterator[Spectra]:
    """Hann frames of both sides, shape (2, frames, bins), in blocks."""
    sides = stereo(np.atleast_2d(audio))
    window = np.hanning(FRAME).astype(np.float32)
    count = max(0, (sides.shape[1] - FRAME) // HOP + 1)
    for start in range(0, count, _FRAMES_AT_ONCE):
        frames = min(_FRAMES_AT_ONCE, count - start)
        part = sides[:, start * HOP : start * HOP + (frames - 1) * HOP + FRAME]
        windows = np.lib.stride_tricks.sliding_window_view(part, FRAME, axis=1)[:, ::HOP]
        yield np.fft.rfft(windows * window, axis=2).astype(np.complex64)


def bins(rate: int, low_hz: float, high_hz: float) -> slice:
    """The bins between two frequencies."""
    first, last = np.searchsorted(np.fft.rfftfreq(FRAME, 1.0 / rate), (low_hz, high_hz))
    return slice(int(first), int(last))


def hole_shares(audio: Audio, rate: int) -> NDArray[np.float64]:
    """Per frame, the share of heard cells that vanish on one loudspeaker; empty for what is shorter than a frame.

    Power is averaged over three frames and three bins first: single cells cancel by chance in any wide recording.
    """
    part = bins(rate, *HOLE_BAND_HZ)
    shares: list[NDArray[np.float64]] = []
    for left, right in spectra(audio):
        sides = uniform_filter((np.abs(left[:, part]) ** 2 + np.abs(right[:, part]) ** 2) / 2, 3)
        middle = uniform_filter(np.abs((left[:, part] + right[:, part]) / 2) ** 2, 3)
        heard = sides > HEARD_POWER * sides.mean(axis=1, keepdims=True)
        holes = (middle < HOLE_POWER * sides) & heard
        shares.append(holes.sum(axis=1) / np.maximum(1, heard.sum(axis=1)))
    return np.concatenate(shares) if shares else np.zeros(0)


def coherence_of_highs(audio: Audio, rate: int) -> float:
    """How alike left and right are above 4 kHz, -1..1, weighted by power; 1 for mono and for silence."""
    part = bins(rate, *HIGHS_HZ)
    together, lefts, rights = 0.0, 0.0, 0.0
    for left, right in spectra(audio):
        together += float(np.sum((left[:, part] * np.conj(right[:, part])).real, dtype=np.float64))
        lefts += float(np.sum(np.abs(left[:, part]) ** 2, dtype=np.float64))
        rights += float(np.sum(np.abs(right[:, part]) ** 2, dtype=np.float64))
    scale = float(np.sqrt(lefts * rights))
    return together / scale if scale > 0.0 else 1.0
