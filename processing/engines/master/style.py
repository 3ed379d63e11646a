"""Style targets of our own, for songs without a reference: a third-octave balance and a width per genre.

The balance follows what commercial masters share: a plateau below 100 Hz, a fall of about 2 dB per octave (in third
octaves) to 4 kHz and a steeper one above. Genres bend it.
"""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.balance import CENTRES_HZ
from processing.dsp.spectrum import Spectrum

ANCHORS_HZ = (25.0, 31.5, 50.0, 63.0, 100.0, 200.0, 400.0, 800.0, 1600.0, 3150.0, 6300.0, 10000.0, 16000.0, 20000.0)
COMMON_DB = (-14.0, -9.0, -1.5, 0.0, 0.0, -2.5, -4.5, -6.5, -8.5, -10.5, -13.5, -16.0, -22.0, -30.0)
BENDS_DB = {
    "pop": {},
    "hip_hop": {31.5: 4.0, 50.0: 3.0, 100.0: 1.0, 800.0: -1.0},
    "house": {31.5: 2.0, 50.0: 2.0, 63.0: 2.0, 10000.0: 1.0},
    "rock": {31.5: -5.0, 50.0: -2.5, 400.0: 1.0, 1600.0: 1.5, 3150.0: 1.5},
    "rnb": {31.5: 3.0, 50.0: 2.0, 3150.0: -1.0},
    "lofi": {31.5: -2.0, 400.0: 1.0, 6300.0: -2.0, 10000.0: -5.0, 16000.0: -9.0, 20000.0: -12.0},
}
SIDE_OVER_MID_DB = {"pop": -9.0, "hip_hop": -11.0, "house": -9.0, "rock": -9.0, "rnb": -9.0, "lofi": -10.0}
STRENGTH = 0.8
MOST_DB = 6.0
FIRST_HZ, LAST_HZ = 31.5, 16000.0
MOST_WIDENING_DB = 3.0
LEAST_SIDE_DB = -50.0


def target_balance_db(genre: str) -> NDArray[np.float64]:
    """Level of each third octave in CENTRES_HZ; an unknown genre reads as pop."""
    bends = BENDS_DB.get(genre, BENDS_DB["pop"])
    anchors = [level + bends.get(hz, 0.0) for hz, level in zip(ANCHORS_HZ, COMMON_DB, strict=True)]
    return np.interp(np.log(CENTRES_HZ), np.log(ANCHORS_HZ), anchors)


def style_gains_db(heard: Spectrum, genre: str) -> NDArray[np.float64]:
    """Gains per bin toward the genre's balance: 80 % of the way, at most 6 dB."""
    gains_db = _gains_db(target_balance_db(genre) - heard.third_octaves_db())
    return np.interp(np.log(np.maximum(heard.frequencies_hz, 1.0)), np.log(CENTRES_HZ), gains_db)


def style_side_over_mid_db(genre: str, now_db: float) -> float | None:
    """The side level to aim at, at most 3 dB away; None for a mono mix, there is nothing to widen."""
    if now_db < LEAST_SIDE_DB:
        return None
    wanted_db = SIDE_OVER_MID_DB.get(genre, SIDE_OVER_MID_DB["pop"])
    return now_db + float(np.clip(STRENGTH * (wanted_db - now_db), -MOST_WIDENING_DB, MOST_WIDENING_DB))


def _gains_db(missing_db: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smoothed over neighbours, without the common level, and nothing where there is hardly any music."""
    inside = (CENTRES_HZ >= FIRST_HZ) & (CENTRES_HZ <= LAST_HZ)
    centred = np.where(inside, missing_db - float(np.median(missing_db[inside])), 0.0)
    smooth = np.convolve(np.pad(centred, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    return np.asarray(np.clip(STRENGTH * smooth, -MOST_DB, MOST_DB) * inside)
