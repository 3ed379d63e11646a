"""Mains hum: narrow notches on its lines, wherever they stand out of the quiet parts or through the music."""

import numpy as np
from scipy.signal import iirnotch, tf2sos

from processing.dsp.blocks import partly
from processing.dsp.filters import filtered
from processing.dsp.levels import Audio
from processing.dsp.pathologies.quiet import hum_lines_db

HARMONICS = 12
NOTCHED_DB = 6.0
"""A harmonic that stands less than this over its surroundings is left alone."""
WIDTH_HZ, BASS_WIDTH_HZ, BASS_TO_HZ = 2.0, 1.5, 120.0
"""Narrower where the bass has most of its sound; higher up what the mains are off their frequency is more hertz."""


def de_hum(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """`audio` (2, samples) without the lines of 50 or 60 Hz that the diagnosis tells of; the same samples if none."""
    heights_db = hum_lines_db(audio, rate, HARMONICS)
    if next(iter(heights_db.values()), 0.0) <= NOTCHED_DB:
        return audio  # without its first line it is no hum but what the music holds there
    lines_hz = [hz for hz, height_db in heights_db.items() if height_db > NOTCHED_DB]
    sections = np.concatenate([tf2sos(*iirnotch(hz, hz / _width_hz(hz), fs=rate)) for hz in lines_hz])
    return partly(audio, filtered(sections, audio), amount)


def _width_hz(line_hz: float) -> float:
    return BASS_WIDTH_HZ if line_hz <= BASS_TO_HZ else WIDTH_HZ
