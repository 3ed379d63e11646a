"""Attacks that begin softly are sharpened, band by band."""

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from processing.dsp.dynamics import HOP, with_gain_curve
from processing.dsp.filters import convolved, curve_fir
from processing.dsp.levels import Audio

CROSSOVERS_HZ = (180.0, 2_500.0)
LARGEST_GAIN_DB = 5.0
FAST_MS, SLOW_MS = 4.0, 60.0
_FLOOR = 1e-9


def sharpen_transients(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """Up to 5 dB more while a band rises: louder by as much as its level now exceeds the level just before.

    Peaks may grow by 3 dB: a limiter has to follow.
    """
    out = np.zeros_like(audio)
    for band in _bands(audio, rate):
        power = np.add.reduceat((band.astype(np.float64) ** 2).mean(axis=0), np.arange(0, band.shape[1], HOP)) / HOP
        fast = uniform_filter1d(power, max(1, round(FAST_MS / 1e3 * rate / HOP)))
        slow = uniform_filter1d(power, max(3, round(SLOW_MS / 1e3 * rate / HOP)))
        before = minimum_filter1d(slow, max(3, round(SLOW_MS / 1e3 * rate / HOP)), origin=0)
        rise_db = 10 * np.log10((fast + _FLOOR) / (before + _FLOOR))
        gain_db = amount * np.clip((rise_db - 2.0) * 0.6, 0.0, LARGEST_GAIN_DB)
        out += with_gain_curve(band, gain_db)
    return out


def _bands(audio: Audio, rate: int) -> list[Audio]:
    """Three bands that add up to the input exactly: linear-phase low-passes and what is left."""
    low_hz, high_hz = CROSSOVERS_HZ
    lows = [_low(audio, rate, hz) for hz in (low_hz, high_hz)]
    return [lows[0], lows[1] - lows[0], audio - lows[1]]


def _low(audio: Audio, rate: int, hz: float) -> Audio:
    fir = curve_fir((hz * 0.7, hz, hz * 1.5, hz * 3), (0.0, -3.0, -18.0, -60.0), rate, taps=2049)
    return np.stack([convolved(channel, fir) for channel in audio])
