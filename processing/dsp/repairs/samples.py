"""Repairs of single samples: clicks are bridged, flat peaks rounded, a wave off its centre line is set back."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicHermiteSpline

from processing.dsp.filters import highpass
from processing.dsp.full_scale import FULL_SCALE
from processing.dsp.levels import Audio, sample_peak

CLICK_REACH_S = 0.0006
CROWNS_TO = 0.95
OFFSET_CORNER_HZ = 15.0


def de_click(audio: Audio, rate: int, times_s: Sequence[float]) -> Audio:
    """Bridge 0.6 ms on either side of each click by a smooth curve."""
    out = audio.copy()
    reach = max(4, round(CLICK_REACH_S * rate))
    for time_s in times_s:
        at = round(time_s * rate)
        for channel in out:
            _bridge(channel, max(2, at - reach // 2), min(channel.size - 3, at + reach))
    return out


def de_clip(audio: Audio) -> Audio:
    """Give flat peaks a crown, in line with how the wave runs into them, and turn the whole down below full scale."""
    out = audio.copy()
    for channel in out:
        full = np.concatenate([[False], np.abs(channel) >= FULL_SCALE, [False]])
        edges = np.flatnonzero(np.diff(full.astype(np.int8)))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            if stop - start >= 3 and start >= 2 and stop < channel.size - 3:
                _bridge(channel, int(start), int(stop), only_beyond=True)
    peak = sample_peak(out)
    return out * np.float32(CROWNS_TO / peak) if peak >= FULL_SCALE else out


def without_offset(audio: Audio, rate: int) -> Audio:
    """No constant part and nothing below 15 Hz."""
    return highpass(audio - audio.mean(axis=1, keepdims=True), rate, OFFSET_CORNER_HZ)


def _bridge(channel: NDArray[np.float32], start: int, stop: int, *, only_beyond: bool = False) -> None:
    """Replace samples `start` to `stop` by the cubic that meets the wave and its slope on both sides."""
    if stop <= start:
        return
    knots = [start - 1, stop]
    slopes = [float(channel[start - 1] - channel[start - 2]), float(channel[stop + 1] - channel[stop])]
    curve = CubicHermiteSpline(knots, [float(channel[k]) for k in knots], slopes)(np.arange(start, stop))
    if only_beyond:
        sign = np.sign(channel[start])
        curve = sign * np.maximum(sign * curve, sign * channel[start:stop])
    channel[start:stop] = curve
