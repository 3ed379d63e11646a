"""Beginnings of notes and what rings after them, each louder or softer; the same at every recording level."""

import numpy as np

from processing.dsp.dynamics import follow, peak_curve_db, with_gain_curve
from processing.dsp.levels import Audio

FLOOR_DB = -70.0
FULL_DB = 9.0
"""A level this far over (or under) its own recent past gets the whole of the change."""
QUICK_MS, CALM_MS, FALL_MS, RINGING_MS = 1.0, 30.0, 60.0, 400.0


def shape(audio: Audio, sample_rate: int, attack_db: float, sustain_db: float, out: Audio | None = None) -> Audio:
    """`attack_db` where the level of `audio` (channels, samples) rises quicker than a hand, `sustain_db` where it rings
    out; nothing in between. All channels share one gain. In place with `out=audio`."""
    level_db = np.maximum(peak_curve_db(audio), FLOOR_DB)
    quick = follow(level_db, QUICK_MS, FALL_MS, sample_rate)
    beginning = np.clip((quick - follow(level_db, CALM_MS, FALL_MS, sample_rate)) / FULL_DB, 0.0, 1.0)
    ringing = np.clip((follow(level_db, QUICK_MS, RINGING_MS, sample_rate) - quick) / FULL_DB, 0.0, 1.0)
    # What has died away is not rung out any longer: raising it would raise noise alone.
    ringing *= quick > FLOOR_DB + 6.0
    return with_gain_curve(audio, attack_db * beginning + sustain_db * ringing, out)
