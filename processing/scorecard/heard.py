"""One look at the spectrum of a candidate that all musical measures share: band levels, attacks and chroma.

Powers of left and right are added, so nothing here depends on how the channels stand to each other in phase;
attacks are judged against the level around them, so nothing here depends on how loud a section is.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from processing.dsp.levels import Audio, stereo
from processing.dsp.resample import resample

RATE = 22_050
HOP = 110
FRAME = 512
FPS = RATE / HOP
BANDS = 24
CHROMA_RATE = 11_025
CHROMA_FRAME = 4096
CHROMA_HOP = 1024
CHROMA_FPS = CHROMA_RATE / CHROMA_HOP
Curve = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """`bands` (frames, BANDS) mean power at FPS; `attacks` (frames,) at FPS; `chroma` (frames, 12) at CHROMA_FPS."""

    bands: NDArray[np.float32]
    attacks: Curve
    chroma: NDArray[np.float32]
    edges_hz: NDArray[np.float64]


def listen(audio: Audio, rate: int) -> Heard:
    """Look at `(1 or 2, samples)`; 64 MB for three minutes beside the audio itself."""
    both = resample(stereo(np.atleast_2d(audio)), rate, RATE)
    edges_hz = np.geomspace(60.0, 10_800.0, BANDS + 1)
    bands = _band_powers(both, edges_hz)
    low = resample(both, RATE, CHROMA_RATE)
    return Heard(bands, _attacks(bands), _chroma(low), edges_hz)


def _spectra(channel: Curve, size: int, hop: int) -> list[NDArray[np.float32]]:
    """Power spectra around every multiple of `hop`, in blocks."""
    padded = np.pad(channel, (size // 2, size))
    count = len(channel) // hop + 1
    views = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop][:count]
    window = np.hanning(size).astype(np.float32)
    return [
        np.asarray(np.abs(np.fft.rfft(views[k : k + 512] * window, axis=1)) ** 2 / size, np.float32)
        for k in range(0, count, 512)
    ]


def _band_powers(both: Audio, edges_hz: NDArray[np.float64]) -> NDArray[np.float32]:
    bins = np.rint(edges_hz / RATE * FRAME).astype(int)
    total: NDArray[np.float32] = np.zeros(1, np.float32)
    for channel in both:
        blocks = [
            np.stack([p[:, a : max(b, a + 1)].sum(axis=1) for a, b in pairwise(bins)], axis=1)
            for p in _spectra(channel, FRAME, HOP)
        ]
        total = total + np.concatenate(blocks)
    return np.asarray(total, np.float32)


def _attacks(bands: NDArray[np.float32]) -> Curve:
    """How suddenly sound begins: rises of the band levels over 10 ms, against the loudest of the last seconds."""
    around = scipy.ndimage.maximum_filter1d(bands.sum(axis=1), int(4 * FPS))[:, None] * 1e-3
    level = np.log(bands / np.maximum(around, 1e-12) + 1.0)
    rise = np.zeros_like(level)
    rise[2:] = np.maximum(level[2:] - level[:-2], 0)
    curve = rise.sum(axis=1)
    curve = np.maximum(curve - scipy.ndimage.uniform_filter1d(curve, int(0.4 * FPS)), 0)
    spread = float(curve.std())
    return np.asarray(curve / spread if spread > 1e-9 else curve * 0, np.float32)


def _chroma(both: Audio) -> NDArray[np.float32]:
    """Strength of the twelve pitch classes from spectral peaks between 80 Hz and 2 kHz; each frame's largest is 1."""
    frequency = np.fft.rfftfreq(CHROMA_FRAME, 1 / CHROMA_RATE)
    inside = np.flatnonzero((frequency > 80) & (frequency < 2000))
    midi = 69 + 12 * np.log2(frequency[inside] / 440)
    near = np.round(midi)
    fit = np.maximum(1 - 2.5 * np.abs(midi - near), 0) / np.sqrt(frequency[inside])
    classes = np.zeros((len(inside), 12), np.float32)
    classes[np.arange(len(inside)), near.astype(int) % 12] = fit
    pieces = [_spectra(channel, CHROMA_FRAME, CHROMA_HOP) for channel in both]
    rows = []
    for left, right in zip(*pieces, strict=True):
        size = np.sqrt(left + right)
        peak = (size[:, inside] > size[:, inside - 1]) & (size[:, inside] >= size[:, inside + 1])
        rows.append((size[:, inside] * peak) @ classes)
    chroma = np.concatenate(rows)
    return np.asarray(chroma / np.maximum(chroma.max(axis=1, keepdims=True), 1e-6), np.float32)
