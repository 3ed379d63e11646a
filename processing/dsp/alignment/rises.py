"""When sounds begin, heard in the same way in a voice and in a band, so that the two can be laid upon each other.

Only the bands of vowels count: a singer places the vowel on the beat and the consonant before it.
"""

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from processing.dsp.alignment.frames import FPS, RATE, heard_in_frames
from processing.dsp.levels import Audio

_FRAME = 256
_BANDS = 10
_LOWEST_HZ, _HIGHEST_HZ = 120.0, 3_000.0
_LOG_GAIN = 1000.0
_AROUND_S = 0.4  # what a rise stands out from

Rises = NDArray[np.float32]


def rises(audio: Audio, rate: int) -> Rises:
    """How suddenly each band gets louder: `(frames, bands)`, FPS frames a second, mean about 0, spread 1."""
    bands = _band_matrix()
    levels = heard_in_frames(audio, rate, _FRAME, lambda magnitudes: np.log1p(_LOG_GAIN * (magnitudes @ bands)))
    rise = np.zeros(levels.shape, np.float32)
    rise[1:-1] = np.maximum(levels[2:] - levels[:-2], 0.0)
    rise -= scipy.ndimage.uniform_filter1d(rise, int(_AROUND_S * FPS) | 1, axis=0)
    return np.asarray(rise / np.maximum(rise.std(axis=0), 1e-6), np.float32)


def strength(curves: Rises) -> NDArray[np.float64]:
    """All bands together, one value a frame, mean 0."""
    whole = np.maximum(curves, 0.0).sum(axis=1, dtype=np.float64)
    smooth = scipy.ndimage.gaussian_filter1d(whole, 1.0)
    return np.asarray(smooth - smooth.mean(), np.float64)


def _band_matrix() -> NDArray[np.float32]:
    edges_hz = np.geomspace(_LOWEST_HZ, _HIGHEST_HZ, _BANDS + 1)
    bins_hz = np.fft.rfftfreq(_FRAME, 1.0 / RATE)
    matrix = ((bins_hz[:, None] >= edges_hz[:-1]) & (bins_hz[:, None] < edges_hz[1:])).astype(np.float32)
    return np.asarray(matrix[:, matrix.any(axis=0)] / (_FRAME / 4), dtype=np.float32)
