"""Numbers of tone, image and attacks behind a diagnosis. Each stays finite for silence and short clips."""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.k_weighting import k_power
from processing.dsp.spectrum import Spectrum
from processing.dsp.stereo import LOW_HZ, side_over_mid_db

RISE_S = 0.01
STROKE_BLOCKS = 5
IMAGE_HZ = (200.0, 14_000.0)
HEARD_BASS_DB = -45.0
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


def buried_db(song: Spectrum) -> float:
    """Level between 200 and 500 Hz over that between 500 and 1000 Hz: below 0 it buries nothing."""
    return _over(song, (200.0, 500.0), (500.0, 1_000.0))


def onset_rise_db(levels_db: Curve) -> float:
    """How fast attacks rise, in dB per 10 ms, from levels once per 10 ms: the 95th percentile over the louder half.
    0 when it is too short to tell."""
    return _rise_db(levels_db, 1, 95.0)


def sharpest_rise_db(levels_db: Curve) -> float:
    """The same of the sharpest in a hundred moments: where notes are rare, these are their attacks."""
    return _rise_db(levels_db, 1, 99.0)


def stroke_rise_db(levels_db: Curve) -> float:
    """How far attacks rise within 50 ms: a stroke that begins softly is still a stroke, a swell is none."""
    return _rise_db(levels_db, STROKE_BLOCKS, 95.0)


def _rise_db(levels_db: Curve, blocks: int, percentile: float) -> float:
    if levels_db.size < 20:
        return 0.0
    rises = (levels_db[blocks:] - levels_db[:-blocks])[levels_db[blocks:] > np.median(levels_db)]
    return float(np.percentile(rises, percentile)) if rises.size else 0.0


def cliff_db(song: Spectrum) -> float:
    """How far the level falls within 1.5 kHz around the upper edge, beyond the slope before it: a lossy encoder's
    low-pass falls off a cliff, instruments fade. 0 when the edge lies above 19.5 kHz."""
    edge = song.bandwidth_hz()
    if not 3_500.0 < edge < 19_500.0:
        return 0.0
    below = song.band_db(edge - 2_000.0, edge - 1_000.0)
    further = song.band_db(edge - 3_000.0, edge - 2_000.0)
    return max(0.0, below - song.band_db(edge + 200.0, edge + 1_200.0) - max(0.0, further - below))


def bass_side_db(middle: Spectrum, side: Spectrum, tone: Spectrum) -> float:
    """Side over mid of the bass; -60 where there is none to speak of, as in a voice alone."""
    has_bass = tone.band_db(20.0, LOW_HZ) > tone.band_db(20.0, 20_000.0) + HEARD_BASS_DB
    return side_over_mid_db(middle, side) if has_bass else -60.0


def loss_lu(tone: Spectrum, middle: Spectrum, rate: int) -> float:
    """Loudness lost when both sides are heard from one place; 0 for silence."""
    weights = k_power(tone.frequencies_hz, rate)
    whole, folded = (float(np.dot(one.power, weights)) for one in (tone, middle))
    return float(np.clip(10.0 * np.log10(whole / max(folded, 1e-30)), 0.0, 60.0)) if whole > 1e-12 else 0.0


def side_db(side: Spectrum, middle: Spectrum) -> float:
    """Side over mid in dB where an image is heard; 0 for silence, -60 where there is no side."""
    return float(np.clip(side.band_db(*IMAGE_HZ) - middle.band_db(*IMAGE_HZ), -60.0, 60.0))


def _over(song: Spectrum, band_hz: tuple[float, float], other_hz: tuple[float, float]) -> float:
    here, there = song.band_db(*band_hz), song.band_db(*other_hz)
    return here - there if there > SILENCE_DB else SILENCE_DB
