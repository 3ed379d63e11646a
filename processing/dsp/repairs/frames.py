"""Short-time spectra in and out: what changes nothing gives the same samples back, and memory stays small."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio

FRAME = 2048
HOP = 512
_FRAMES_AT_ONCE = 384

Spectra = NDArray[np.complex128]
Change = Callable[[Spectra, Spectra], tuple[Spectra, Spectra]]
"""Given mid and side spectra (frames, bins) of a block, returns them changed. Blocks overlap by `MARGIN` frames, so a
change may look that far around."""
MARGIN = 24


def through_frames(audio: Audio, change: Change) -> Audio:
    """`audio` (2, samples) through `change` and back, same length. Square-root Hann windows on both sides."""
    samples = audio.shape[1]
    window = np.sqrt(np.hanning(FRAME + 1)[:-1])
    scale = HOP / float(np.sum(window**2))
    padded = np.pad(audio, ((0, 0), (FRAME, 2 * FRAME))).astype(np.float64)
    middle, side = (padded[0] + padded[1]) / 2, (padded[0] - padded[1]) / 2
    count = (padded.shape[1] - FRAME) // HOP + 1
    out = np.zeros((2, padded.shape[1]))
    for start in range(0, count, _FRAMES_AT_ONCE):
        first, last = max(0, start - MARGIN), min(count, start + _FRAMES_AT_ONCE + MARGIN)
        mid_frames, side_frames = (_frames(part, first, last) * window for part in (middle, side))
        changed = change(np.fft.rfft(mid_frames, axis=1), np.fft.rfft(side_frames, axis=1))
        stop = min(count, start + _FRAMES_AT_ONCE)
        for row, spectra in zip(out, changed, strict=True):
            pieces = np.fft.irfft(spectra[start - first : stop - first], FRAME, axis=1) * (window * scale)
            for number, piece in enumerate(pieces, start):
                row[number * HOP : number * HOP + FRAME] += piece
    left, right = out[0] + out[1], out[0] - out[1]
    return np.stack([left, right])[:, FRAME : FRAME + samples].astype(np.float32)


def _frames(signal: NDArray[np.float64], first: int, last: int) -> NDArray[np.float64]:
    part = signal[first * HOP : (last - 1) * HOP + FRAME]
    return np.lib.stride_tricks.sliding_window_view(part, FRAME)[::HOP]


def frequencies_hz(rate: int) -> NDArray[np.float64]:
    return np.asarray(np.fft.rfftfreq(FRAME, 1.0 / rate))
