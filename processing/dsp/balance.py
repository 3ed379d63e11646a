"""Third-octave balances as numbers, for who compares them without hearing a sound: numpy alone."""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import FLOOR_DB

CENTRES_HZ = np.round(1000.0 * 10.0 ** (np.arange(-16, 14) / 10.0), 1)  # 25 Hz to 20 kHz
COMPARED = slice(1, 29)  # 31.5 Hz to 16 kHz: beyond them level is mostly codec and rumble


def balance_distance_db(first_db: NDArray[np.float64], second_db: NDArray[np.float64]) -> float:
    """RMS distance in dB of two third-octave balances after their difference in level is removed."""
    difference = (np.maximum(first_db, FLOOR_DB) - np.maximum(second_db, FLOOR_DB))[COMPARED]
    return float(np.std(difference))
