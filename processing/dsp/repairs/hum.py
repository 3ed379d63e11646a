"""Mains hum: narrow notches on its lines, wherever they stand out of the quiet parts."""

import numpy as np
from scipy.signal import iirnotch, tf2sos

from processing.dsp.blocks import partly
from processing.dsp.filters import filtered
from processing.dsp.levels import Audio
from processing.dsp.pathologies.quiet import line_heights_db, line_over_floor_db, quiet_spectrum

HARMONICS = 12
NOTCHED_DB = 6.0
"""A harmonic that stands less than this over its surroundings is left alone."""
WIDTH_HZ = 2.0


def de_hum(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """`audio` (2, samples) without the lines of 50 or 60 Hz that the quiet parts show; the same samples if none."""
    seen = quiet_spectrum(audio, rate)
    if seen is None:
        return audio
    mains = max((50, 60), key=lambda hz: line_over_floor_db(seen, hz))
    heights = line_heights_db(seen, mains, HARMONICS)
    lines_hz = [mains * number for number, height in enumerate(heights, 1) if height > NOTCHED_DB]
    if not lines_hz:
        return audio
    sections = np.concatenate([tf2sos(*iirnotch(hz, hz / WIDTH_HZ, fs=rate)) for hz in lines_hz])
    return partly(audio, filtered(sections, audio), amount)
