"""Rides: the moves of a fader in the course of a song."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio
from processing.dsp.loops import straight

Curve = NDArray[np.float64]

HOP = 64
"""Samples between two values of a curve; between them the gain moves in a straight line."""
RAMP_S = 0.25
"""A move ends on the border: the first beat of a section stands at its level, and where one ride ends as another begins
the two cross without a bump. Half a beat at 120 BPM is slow enough not to be heard as a step."""


def fader_curve(
    rides: Sequence[tuple[float, float, float]], sample_rate: int, samples: int, *, within_db: tuple[float, float]
) -> Curve:
    """Linear gains at every `HOP`-th sample, one of them past the end. `rides` are (start in s, end in s, gain in dB);
    where they overlap they add up, as far as `within_db` allows. What stands at a sample depends on its time alone."""
    at_s: Curve = np.arange(samples // HOP + 2, dtype=np.float64) * (HOP / sample_rate)
    total_db = np.zeros(at_s.size)
    for start_s, end_s, gain_db in rides:
        total_db += gain_db * (_risen(at_s, start_s) - _risen(at_s, end_s))
    return np.asarray(10.0 ** (np.clip(total_db, *within_db) / 20.0))


def add_ridden(total: Audio, audio: Audio, curve: Curve, gains: tuple[float, float]) -> None:
    """Add `audio` (2, samples) to `total` under a moving fader, each side at its own gain (linear)."""
    for span in stretches(audio, total):
        for target, row, gain in zip(total, audio, gains, strict=True):
            straight.add_row_lines(target[span], row[span], curve[span.start // HOP :], HOP, gain)


def _risen(at_s: Curve, border_s: float) -> Curve:
    """0 before the ramp that ends at `border_s`, 1 from there on; what begins with the song is there from the start."""
    if border_s <= 0.0:
        return np.ones_like(at_s)
    share = np.clip((at_s - border_s) / RAMP_S + 1.0, 0.0, 1.0)
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * share))
