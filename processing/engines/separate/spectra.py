"""Short-time spectra of one chunk, and medians over them. Shapes: audio (channels, samples), spectra (channels, bins,
frames) complex64, masks (bins, frames) 0..1 for all channels alike."""

from typing import Any

import numpy as np
import scipy.fft
import scipy.ndimage
from numpy.typing import NDArray

from processing.dsp.levels import Audio

Spectrum = NDArray[np.complex64]
Mask = NDArray[np.float32]


def window_of(rate: int, seconds: float) -> int:
    """The power of two nearest to that long."""
    return int(2 ** round(np.log2(rate * seconds)))


def spectrum(audio: Audio, size: int) -> Spectrum:
    """Frames of `size` samples, a quarter apart; each sample lies in four of them."""
    hop = size // 4
    padded = np.pad(audio, ((0, 0), (size - hop, size)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size, axis=1)[:, ::hop]
    frames = frames[:, : audio.shape[1] // hop + 4]
    out = np.empty((audio.shape[0], size // 2 + 1, frames.shape[1]), np.complex64)
    hann = _hann(size)
    for channel, rows in enumerate(frames):
        out[channel] = scipy.fft.rfft(rows * hann, axis=1).T
    return out


def sound(spectra: Spectrum, size: int, samples: int) -> Audio:
    """Back from `spectrum`, exactly `samples` long."""
    hop, count = size // 4, spectra.shape[2]
    out = np.zeros((spectra.shape[0], hop * (count + 3)), np.float32)
    hann = _hann(size) * np.float32(2.0 / 3.0)  # squared Hann windows a quarter apart sum to 3/2
    for channel, one in enumerate(spectra):
        frames = (scipy.fft.irfft(one.T, size, axis=1) * hann).reshape(count, 4, hop)
        for quarter in range(4):
            out[channel, quarter * hop : (quarter + count) * hop] += frames[:, quarter].reshape(-1)
    return out[:, size - hop : size - hop + samples]


def magnitude(spectra: Spectrum) -> Mask:
    """Root mean square over the channels."""
    power = np.mean(np.square(spectra.real) + np.square(spectra.imag), axis=0)
    return np.asarray(np.sqrt(power), np.float32)


def steady(level: Mask, frames: int) -> Mask:
    """What lasts: the median over time."""
    return _median(level, frames)


def broad(level: Mask, bins: int) -> Mask:
    """What covers many frequencies at once: the median over frequency."""
    return _median(np.ascontiguousarray(level.T), bins).T


def share(one: Mask, other: Mask) -> Mask:
    """How much of a cell belongs to `one` rather than to `other`, by their powers."""
    ours, theirs = np.square(one), np.square(other)
    return np.asarray(ours / np.maximum(ours + theirs, 1e-20), np.float32)


def _median(rows: Mask, size: int) -> Mask:
    return np.stack([scipy.ndimage.median_filter(row, size, mode="nearest") for row in rows])


def _hann(size: int) -> NDArray[Any]:
    return (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(size) / size)).astype(np.float32)
