"""Repairs of single samples: clicks are bridged, flat peaks rounded, a wave off its centre line is set back."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicHermiteSpline
from scipy.linalg import solve_toeplitz, toeplitz

from processing.dsp.blocks import by_blocks, changes, copied, means, peak_of
from processing.dsp.filters import highpass
from processing.dsp.full_scale import FULL_SCALE
from processing.dsp.levels import Audio
from processing.dsp.on_disk import let_go

CLICK_REACH_S = 0.0006
ORDER, AROUND = 32, 1024
"""How many samples foretell the next, learnt from so many on either side."""
CROWNS_TO = 0.95
CROWN_MOST = 0.5
"""No crown stands higher over where it was cut than half of that: with cuts of 4 to 12 dB this came nearest to the
truth."""
OFFSET_CORNER_HZ = 15.0


def de_click(audio: Audio, rate: int, times_s: Sequence[float]) -> Audio:
    """Replace 0.3 ms before and 0.6 ms behind each click by what the sound around it foretells."""
    out = copied(audio)
    reach = max(4, round(CLICK_REACH_S * rate))
    for time_s in times_s:
        at = round(time_s * rate)
        for channel in out:
            _foretold(channel, max(2, at - reach // 2), min(channel.size - 3, at + reach))
        let_go(out)
    return out


def de_clip(audio: Audio) -> Audio:
    """Give flat peaks a crown, in line with how the wave runs into them, and turn the whole down below full scale.

    A channel that was turned down after it was cut is flat at its own ceiling.
    """
    out = copied(audio)
    for channel in out:
        flat = min(FULL_SCALE, FULL_SCALE * peak_of(channel[np.newaxis]))
        if flat <= 0.0:
            continue
        edges = changes(channel[np.newaxis], partial(_reaches, flat))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            if stop - start >= 3 and start >= 2 and stop < channel.size - 3:
                _crown(channel, int(start), int(stop))
    let_go(out)
    peak = peak_of(out)
    return by_blocks(lambda part: part * np.float32(CROWNS_TO / peak), out) if peak >= FULL_SCALE else out


def _reaches(level: float, part: Audio) -> NDArray[np.bool_]:
    return np.asarray(np.abs(part[0]) >= level)


def without_offset(audio: Audio, rate: int) -> Audio:
    """No constant part and nothing below 15 Hz."""
    offsets = means(audio).astype(np.float32)[:, np.newaxis]
    return highpass(by_blocks(lambda part: part - offsets, audio), rate, OFFSET_CORNER_HZ)


def _foretold(channel: NDArray[np.float32], start: int, stop: int) -> None:
    """Replace samples `start` to `stop` by those that a linear prediction of their surroundings errs least with; by a
    straight line where there is too little around them."""
    if stop <= start:
        return
    first, last, size = max(0, start - AROUND), min(channel.size, stop + AROUND), stop - start
    channel[start:stop] = np.linspace(channel[start - 1], channel[stop], size + 2)[1:-1]
    if start - first < ORDER or last - stop < ORDER or not np.any(channel[first:last]):
        return
    sound, gap = channel[first:last].astype(np.float64), slice(start - first, stop - first)
    for _ in range(2):
        row = _prediction(sound)
        # The errors that the gap takes part in, as a matrix over the samples from `ORDER` before it on.
        count = size + ORDER
        errors = toeplitz(np.r_[row[0], np.zeros(count - 1)], np.r_[row, np.zeros(count - 1)])
        near, inside = sound[gap.start - ORDER : gap.start + count].copy(), slice(ORDER, count)
        near[inside] = 0.0
        sound[gap] = np.linalg.lstsq(errors[:, inside], -errors @ near, rcond=None)[0]
    channel[start:stop] = sound[gap]


def _prediction(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """The filter whose output is the error of predicting each sample from the `ORDER` before it, its last tap first."""
    spectrum = np.fft.rfft(sound, 2 * sound.size)
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: ORDER + 1]
    likeness[0] *= 1.0 + 1e-9
    return np.asarray(np.r_[-solve_toeplitz(likeness[:-1], likeness[1:])[::-1], 1.0], dtype=np.float64)


def _crown(channel: NDArray[np.float32], start: int, stop: int) -> None:
    """Raise samples `start` to `stop` towards the cubic that meets the wave and its slope on both sides. A cubic over a
    long gap shoots far too high, so the higher it goes the less of it is believed."""
    knots = [start - 1, stop]
    slopes = [float(channel[start - 1] - channel[start - 2]), float(channel[stop + 1] - channel[stop])]
    curve = CubicHermiteSpline(knots, [float(channel[k]) for k in knots], slopes)(np.arange(start, stop))
    sign, flat = np.sign(channel[start]), channel[start:stop].copy()
    most = CROWN_MOST * float(np.abs(flat).max())
    over = np.maximum(sign * (curve - flat), 0.0)
    channel[start:stop] = flat + sign * most * over / (over + most)
