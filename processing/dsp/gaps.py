"""The silence between two songs of an album: what their ends already hold, and what the tempo asks for."""

from dataclasses import dataclass

import numpy as np

from processing.dsp.beats import beats
from processing.dsp.levels import Audio, db_to_gain

SILENT_DBFS = -60.0
LISTEN_S = 30.0
SURE = 0.3
"""Confidence of the beat below which its tempo decides nothing."""
PLAIN_PAUSE_S = 2.0
PAUSE_S = (1.5, 3.5)
BEATS_PER_BAR = 4


@dataclass(frozen=True)
class Ends:
    """Silence before the first and after the last sound, and the tempo of the last half minute (0: none heard)."""

    head_s: float
    tail_s: float
    bpm: float


def ends(audio: Audio, rate: int) -> Ends:
    """Listen to the ends of a song `(channels, samples)`. Silence is all below -60 dBFS."""
    loud = np.flatnonzero(np.abs(audio).max(axis=0) > db_to_gain(SILENT_DBFS))
    if not loud.size:
        return Ends(audio.shape[1] / rate, 0.0, 0.0)
    first, last = int(loud[0]), int(loud[-1]) + 1
    pulse = beats(audio[:, max(first, last - round(LISTEN_S * rate)) : last], rate)
    bpm = pulse.bpm if pulse.confidence >= SURE else 0.0
    return Ends(round(first / rate, 3), round((audio.shape[1] - last) / rate, 3), bpm)


def pause_s(bpm: float) -> float:
    """Whole bars of the song that ends, between 1.5 and 3.5 s, so that the next one falls on its pulse."""
    if bpm <= 0.0:
        return PLAIN_PAUSE_S
    bar_s = BEATS_PER_BAR * 60.0 / bpm
    bars = max(1.0, np.ceil(PAUSE_S[0] / bar_s))
    return float(min(bars * bar_s, PAUSE_S[1]))


def gap_s(before: Ends, after: Ends) -> float:
    """What to put between two files so that, with the silence they hold, the pause is right. Never below 0."""
    return round(max(0.0, pause_s(before.bpm) - before.tail_s - after.head_s), 2)
