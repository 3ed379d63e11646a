"""Kick against bass: how much they clash, and ducking one under the other."""

import numpy as np

from processing.dsp.dynamics import HOP, follow, quarter_power, with_gain_curve
from processing.dsp.filters import QUARTER, Curve, band_sections, quarter
from processing.dsp.levels import Audio

KICK_BAND_HZ = (40.0, 120.0)
CLASH_MARGIN_DB = 6.0
"""A bass less than this below the kick in the kick's band takes away the kick's weight."""


def kick_curve(drums: Audio, sample_rate: int) -> Curve:
    """0..1 per hop: how strongly the kick sounds, relative to the drums' own loud kicks (so at any level)."""
    power = _low_power(drums, sample_rate)
    level_db = 10.0 * np.log10(power + 1e-12)
    loud_db = float(np.percentile(level_db, 98.0))
    if loud_db < -100.0:
        return np.zeros_like(level_db)
    return np.clip((level_db - (loud_db - 14.0)) / 8.0, 0.0, 1.0)


def clash(drums: Audio, bass: Audio, sample_rate: int) -> float:
    """Share 0..1 of kick moments in which the bass covers the kick between 40 and 120 Hz, at the given levels."""
    kicking = kick_curve(drums, sample_rate) > 0.5
    if not kicking.any():
        return 0.0
    kick_db = 10.0 * np.log10(_low_power(drums, sample_rate) + 1e-12)
    bass_db = 10.0 * np.log10(_low_power(bass, sample_rate) + 1e-12)
    return float(np.mean(bass_db[kicking] > kick_db[kicking] - CLASH_MARGIN_DB))


def duck(
    audio: Audio,
    sample_rate: int,
    key: Curve,
    *,
    depth_db: float,
    attack_ms: float = 2.0,
    release_ms: float = 120.0,
    out: Audio | None = None,
) -> Audio:
    """Lower `audio` by `depth_db` where `key` (0..1 per hop) is 1; in place with `out=audio`."""
    smooth = follow(key, attack_ms, release_ms, sample_rate)
    return with_gain_curve(audio, -depth_db * smooth, out)


def _low_power(audio: Audio, sample_rate: int) -> Curve:
    """Power in the kick's band, smoothed over 20 ms so that the wave itself does not show."""
    sections = band_sections(*KICK_BAND_HZ, sample_rate // QUARTER)
    power = quarter_power(quarter(audio), sections, -(-audio.shape[-1] // HOP))
    window = max(1, round(0.020 * sample_rate / HOP))
    return np.convolve(power, np.ones(window) / window, mode="same")
