"""Attacks that begin softly are sharpened, band by band."""

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from processing.dsp.blocks import stretches
from processing.dsp.dynamics import HOP, with_gain_curve
from processing.dsp.filters import Curve, curve_fir, each_convolved
from processing.dsp.levels import Audio
from processing.dsp.on_disk import like

CROSSOVERS_HZ = (180.0, 2_500.0)
LARGEST_GAIN_DB = 5.0
FAST_MS, SLOW_MS = 4.0, 60.0
_FLOOR = 1e-9


def sharpen_transients(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """Up to 5 dB more while a band rises: louder by as much as its level now exceeds the level just before.

    Peaks may grow by 3 dB: a limiter has to follow.
    """
    low_hz, high_hz = CROSSOVERS_HZ
    low, lower = (each_convolved(audio, _lowpass(hz, rate)) for hz in (low_hz, high_hz))
    # Three bands that add up to the input exactly: linear-phase low-passes and what is left.
    bands = (
        lambda span: low[:, span],
        lambda span: lower[:, span] - low[:, span],
        lambda span: audio[:, span] - lower[:, span],
    )
    out = like(audio)
    for band in bands:
        gain_db = amount * _gain_db(np.concatenate([_power(band(s)) for s in stretches(audio, low, lower)]), rate)
        for span in stretches(audio, low, lower, out):
            out[:, span] += with_gain_curve(band(span), gain_db[span.start // HOP :])
    return out


def _power(part: Audio) -> Curve:
    """Mean square of both channels per hop."""
    return np.add.reduceat((part.astype(np.float64) ** 2).mean(axis=0), np.arange(0, part.shape[1], HOP)) / HOP


def _gain_db(power: Curve, rate: int) -> Curve:
    fast = uniform_filter1d(power, max(1, round(FAST_MS / 1e3 * rate / HOP)))
    slow = uniform_filter1d(power, max(3, round(SLOW_MS / 1e3 * rate / HOP)))
    before = minimum_filter1d(slow, max(3, round(SLOW_MS / 1e3 * rate / HOP)), origin=0)
    rise_db = 10 * np.log10((fast + _FLOOR) / (before + _FLOOR))
    return np.asarray(np.clip((rise_db - 2.0) * 0.6, 0.0, LARGEST_GAIN_DB))


def _lowpass(hz: float, rate: int) -> Audio:
    return curve_fir((hz * 0.7, hz, hz * 1.5, hz * 3), (0.0, -3.0, -18.0, -60.0), rate, taps=2049)
