"""When a voice comes in and when a band changes, at the pace of phrases: what tells one beat from another.

Where sounds begin repeats with every beat. That a singer comes in after a rest while the drums enter or the chord
turns does not. Both are steps of level between the quarter of a second before and the one after.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from processing.dsp.alignment.frames import FPS, RATE, heard_in_frames
from processing.dsp.alignment.laid import products, stretched
from processing.dsp.levels import Audio

_FRAME = 512
_EDGES_HZ = (0.0, 150.0, 400.0, 1_000.0, 2_500.0, 6_000.0)
_STEP_S = 0.25
_FLOOR = 1e-4  # of the mean power: fainter is silence

Steps = NDArray[np.float64]


def steps(audio: Audio, rate: int) -> Steps:
    """By how many dB each of five bands is louder after a moment than before it: `(frames, 5)`, FPS a second."""
    hz = np.fft.rfftfreq(_FRAME, 1.0 / RATE)
    bands = np.stack([(hz >= low) & (hz < high) for low, high in pairwise(_EDGES_HZ)], axis=1)
    power = heard_in_frames(audio, rate, _FRAME, lambda magnitudes: magnitudes**2 @ bands).astype(np.float64)
    level_db = 10.0 * np.log10(power + _FLOOR * power.mean(axis=0) + 1e-9)
    wide = round(_STEP_S * FPS)
    sums = np.cumsum(np.pad(level_db, ((wide + 1, wide), (0, 0)), mode="edge"), axis=0)
    return np.asarray((sums[2 * wide :] - 2 * sums[wide:-wide] + sums[: -2 * wide]) / wide)


def coming_in(voice: Steps, band: Steps, ratio: float, lags_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """How well the voice's entries meet changes of the band when it is laid at each lag."""
    enters = stretched(np.maximum(voice.mean(axis=1), 0.0)[:, None], ratio)
    changes = np.sqrt(np.square(band).mean(axis=1, keepdims=True))
    return products(enters - enters.mean(), changes - changes.mean(), lags_s * FPS)
