"""What a master did to its mix, as a few hundred numbers: so that an instrumental or a voice can be treated alike."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from processing.dsp.levels import Audio
from processing.dsp.limiter import limit
from processing.dsp.spectrum import SPECTRUM_POINTS
from processing.engines.master.blend import toned
from processing.engines.master.loudness_target import Finished
from processing.engines.master.tone import Power, fir_of

POINTS_HZ = np.geomspace(20.0, 20_000.0, 181)
"""Eighteen to the octave: finer than any gain curve here bends."""


def chain_of(middle_db: Power, side_db: Power, frequencies_hz: Power, done: Finished) -> dict[str, Any]:
    """JSON-ready: gains of mid and side at `POINTS_HZ`, the drive into the limiter, and its ceiling."""
    return {
        "middle_db": np.round(np.interp(POINTS_HZ, frequencies_hz, middle_db), 3).tolist(),
        "side_db": np.round(np.interp(POINTS_HZ, frequencies_hz, side_db), 3).tolist(),
        "drive_db": round(done.drive_db, 3),
        "ceiling_dbtp": round(done.ceiling_dbtp, 3),
    }


def through(chain: Mapping[str, Any], audio: Audio, sample_rate: int) -> Audio:
    """`audio` (2, samples) with the same tone, width, gain and ceiling; same length, no delay."""
    frequencies = np.fft.rfftfreq(SPECTRUM_POINTS, 1.0 / sample_rate)
    middle_fir, side_fir = (
        fir_of(np.interp(frequencies, POINTS_HZ, np.asarray(chain[name]))) for name in ("middle_db", "side_db")
    )
    shaped = toned(audio, middle_fir, side_fir)
    return limit(shaped, sample_rate, ceiling_dbtp=float(chain["ceiling_dbtp"]), drive_db=float(chain["drive_db"]))
