"""Repairs of single samples: clicks are bridged, flat peaks rounded, a wave off its centre line is set back."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicHermiteSpline

from processing.dsp.blocks import by_blocks, changes, copied, means, peak_of
from processing.dsp.filters import highpass
from processing.dsp.full_scale import FULL_SCALE
from processing.dsp.levels import Audio
from processing.dsp.on_disk import let_go

CLICK_REACH_S = 0.0006
CROWNS_TO = 0.95
OFFSET_CORNER_HZ = 15.0


def de_click(audio: Audio, rate: int, times_s: Sequence[float]) -> Audio:
    """Bridge 0.6 ms on either side of each click by a smooth curve."""
    out = copied(audio)
    reach = max(4, round(CLICK_REACH_S * rate))
    for time_s in times_s:
        at = round(time_s * rate)
        for channel in out:
            _bridge(channel, max(2, at - reach // 2), min(channel.size - 3, at + reach))
        let_go(out)
    return out


def de_clip(audio: Audio) -> Audio:
    """Give flat peaks a crown, in line with how the wave runs into them, and turn the whole down below full scale."""
    out = copied(audio)
    for channel in out:
        edges = changes(channel[np.newaxis], lambda part: np.abs(part[0]) >= FULL_SCALE)
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            if stop - start >= 3 and start >= 2 and stop < channel.size - 3:
                _bridge(channel, int(start), int(stop), only_beyond=True)
    let_go(out)
    peak = peak_of(out)
    return by_blocks(lambda part: part * np.float32(CROWNS_TO / peak), out) if peak >= FULL_SCALE else out


def without_offset(audio: Audio, rate: int) -> Audio:
    """No constant part and nothing below 15 Hz."""
    offsets = means(audio).astype(np.float32)[:, np.newaxis]
    return highpass(by_blocks(lambda part: part - offsets, audio), rate, OFFSET_CORNER_HZ)


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
