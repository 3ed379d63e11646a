"""A backing heard in a take through the singer's headphones: where it is heard, it gives the start to the sample.

In each of the voice's quietest moments the backing is looked for by phase alone. One such moment proves nothing (two
clicks on a grid fit as well); the same place in most of them is no chance.
"""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio, mono
from processing.dsp.resample import resample

_RATE = 12_000
_MOMENT_S = 0.75
_MOMENTS = 12
_LEAST_MOMENTS = 4
_LOWEST_HZ = 300.0
_LEAST_LEVEL = 1e-5
_SAME_S = 0.001
_AGREE = 0.4


def bleed_at_s(voice: Audio, band: Audio, rate: int, around_s: float, reach_s: float) -> float | None:
    """Where the voice's own time 0 lies in the band, when most quiet moments hold the band at one and the same place.

    The band must run as fast as when the voice was recorded; None where it is not heard.
    """
    take, played = (resample(mono(audio), rate, _RATE) for audio in (voice, band))
    wide = round(_MOMENT_S * _RATE)
    count = len(take) // wide
    if not count:
        return None
    moments = take[: count * wide].reshape(count, wide)
    level = np.sqrt(np.square(moments, dtype=np.float64).mean(axis=1))
    quiet = [int(one) for one in np.argsort(level) if level[one] > _LEAST_LEVEL][:_MOMENTS]
    heard = [_place(moments[one], played, one * _MOMENT_S + around_s, reach_s) for one in quiet]
    found_s = np.array([place - one * _MOMENT_S for place, one in zip(heard, quiet, strict=True) if place is not None])
    if len(found_s) < _LEAST_MOMENTS:
        return None
    middle_s = float(found_s[np.argmax((np.abs(found_s[:, None] - found_s[None, :]) <= _SAME_S).sum(axis=1))])
    same = np.abs(found_s - middle_s) <= _SAME_S
    return round(float(np.median(found_s[same])), 5) if same.mean() >= _AGREE else None


def _place(moment: NDArray[np.float32], band: NDArray[np.float32], at_s: float, reach_s: float) -> float | None:
    """Where in the band this moment fits best within `reach_s` of `at_s`; None where the band rests there."""
    first = max(0, round((at_s - reach_s) * _RATE))
    here = band[first : round((at_s + reach_s) * _RATE) + len(moment)]
    if len(here) < len(moment) or float(np.abs(here).max()) < _LEAST_LEVEL:
        return None
    size = 1 << int(np.ceil(np.log2(len(here) + len(moment))))
    both = np.fft.rfft(here, size) * np.conj(np.fft.rfft(moment * np.hanning(len(moment)), size))
    both[: int(_LOWEST_HZ * size / _RATE)] = 0.0
    alike = np.fft.irfft(both / np.maximum(np.abs(both), 1e-12), size)[: len(here) - len(moment) + 1]
    return (first + int(np.abs(alike).argmax())) / _RATE
