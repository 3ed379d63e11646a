"""Style targets of our own, for songs without a reference: a third-octave balance and a width per genre.

The balance follows what commercial masters share: a plateau below 100 Hz, a fall of about 2 dB per octave (in third
octaves) to 4 kHz and a steeper one above. Genres bend it.
"""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.filters import convolved, curve_fir
from processing.dsp.levels import Audio, power_to_db
from processing.dsp.spectrum import CENTRES_HZ, spectrum
from processing.dsp.stereo import mid_side

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


def target_balance_db(genre: str) -> NDArray[np.float64]:
    """Level of each third octave in CENTRES_HZ; an unknown genre reads as pop."""
    bends = BENDS_DB.get(genre, BENDS_DB["pop"])
    anchors = [level + bends.get(hz, 0.0) for hz, level in zip(ANCHORS_HZ, COMMON_DB, strict=True)]
    return np.interp(np.log(CENTRES_HZ), np.log(ANCHORS_HZ), anchors)


def styled(mix: Audio, sample_rate: int, genre: str) -> Audio:
    """`mix` moved toward the genre's balance (80 % of the way, at most 6 dB) and width, same shape, no delay."""
    middle, side = mid_side(mix)
    heard = spectrum(mix, sample_rate).third_octaves_db()
    gains = _gains_db(target_balance_db(genre) - heard)
    fir = curve_fir(CENTRES_HZ.tolist(), gains.tolist(), sample_rate)
    middle, side = convolved(middle[0], fir), convolved(side[0], fir)
    side = side * np.float32(10.0 ** (_widening_db(middle, side, genre) / 20.0))
    return np.stack([middle + side, middle - side])


def _gains_db(missing_db: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smoothed over neighbours, without the common level, and nothing where there is hardly any music."""
    inside = (CENTRES_HZ >= FIRST_HZ) & (CENTRES_HZ <= LAST_HZ)
    centred = np.where(inside, missing_db - float(np.median(missing_db[inside])), 0.0)
    smooth = np.convolve(np.pad(centred, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    return np.asarray(np.clip(STRENGTH * smooth, -MOST_DB, MOST_DB) * inside)


def _widening_db(middle: NDArray[np.float32], side: NDArray[np.float32], genre: str) -> float:
    """Side gain toward the genre's width; a mono mix stays mono, there is nothing to widen."""
    middle_power, side_power = float(np.mean(middle**2)), float(np.mean(side**2))
    if side_power < 1e-5 * middle_power:
        return 0.0
    wanted_db = (
        SIDE_OVER_MID_DB.get(genre, SIDE_OVER_MID_DB["pop"]) + power_to_db(middle_power) - power_to_db(side_power)
    )
    return float(np.clip(STRENGTH * wanted_db, -MOST_WIDENING_DB, MOST_WIDENING_DB))
