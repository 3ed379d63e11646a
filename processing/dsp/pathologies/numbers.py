"""Numbers of tone and attacks behind a diagnosis. Each stays finite for silence and short clips."""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.spectrum import Spectrum

RISE_S = 0.01
SILENCE_DB = -110.0

Curve = NDArray[np.float64]


def shimmer_db(song: Spectrum) -> float:
    """Level between 8 and 12 kHz over that between 2 and 5 kHz: metallic haze lifts it."""
    return _over(song, (8_000.0, 12_000.0), (2_000.0, 5_000.0))


def mud_db(song: Spectrum) -> float:
    """Level between 200 and 500 Hz over the line through its neighbours."""
    neighbours = (song.band_db(100.0, 200.0) + song.band_db(500.0, 1_000.0)) / 2
    here = song.band_db(200.0, 500.0)
    return here - neighbours if min(here, neighbours) > SILENCE_DB else 0.0


def onset_rise_db(levels_db: Curve) -> float:
    """How fast attacks rise, in dB per 10 ms, from levels once per 10 ms: the 95th percentile over the louder half.
    0 when it is too short to tell."""
    if levels_db.size < 20:
        return 0.0
    rises = np.diff(levels_db)[levels_db[1:] > np.median(levels_db)]
    return float(np.percentile(rises, 95.0)) if rises.size else 0.0


def cliff_db(song: Spectrum) -> float:
    """How far the level falls within 1.5 kHz around the upper edge, beyond the slope before it: a lossy encoder's
    low-pass falls off a cliff, instruments fade. 0 when the edge lies above 19.5 kHz."""
    edge = song.bandwidth_hz()
    if not 3_500.0 < edge < 19_500.0:
        return 0.0
    below = song.band_db(edge - 2_000.0, edge - 1_000.0)
    further = song.band_db(edge - 3_000.0, edge - 2_000.0)
    return max(0.0, below - song.band_db(edge + 200.0, edge + 1_200.0) - max(0.0, further - below))


def _over(song: Spectrum, band_hz: tuple[float, float], other_hz: tuple[float, float]) -> float:
    here, there = song.band_db(*band_hz), song.band_db(*other_hz)
    return here - there if there > SILENCE_DB else SILENCE_DB
