"""Dynamic EQ that listens to itself: bells that move while their own band stands over a threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from processing.dsp.blocks import copied, stretches
from processing.dsp.dynamics import HOP, band_power, follow
from processing.dsp.filters import Curve, peak_sections
from processing.dsp.levels import Audio
from processing.dsp.loops import moving

SHARE = 0.5
"""Of what stands over the threshold: as a compressor of 2:1 would take."""


@dataclass(frozen=True)
class Bell:
    """`range_db` is how far it moves at most: down when negative, up when positive."""

    freq_hz: float
    q: float
    threshold_db: float
    range_db: float
    attack_ms: float
    release_ms: float


def moved_bells(audio: Audio, sample_rate: int, bells: Sequence[Bell], out: Audio | None = None) -> Audio:
    """`audio` (channels, samples) with each bell at work; all channels by one gain. In place with `out=audio`."""
    out = out if out is audio else copied(audio)
    for bell in bells:
        section = peak_sections(min(bell.freq_hz, 0.45 * sample_rate), bell.q, sample_rate)
        power = band_power(out, section)
        over_db = 10.0 * np.log10(_gathered(power) + 1e-12) - bell.threshold_db
        wanted_db = np.clip(SHARE * over_db, 0.0, abs(bell.range_db))
        moved_db = np.copysign(1.0, bell.range_db) * follow(wanted_db, bell.attack_ms, bell.release_ms, sample_rate)
        share = 10.0 ** (moved_db / 20.0) - 1.0
        states = np.zeros((out.shape[0], 2))
        for span in stretches(out):
            for row, state in zip(out[:, span], states, strict=True):
                moving.add_band(row.copy(), section[0], share[span.start // HOP :], HOP, row, state)
    return out


def _gathered(power: Curve) -> Curve:
    """Power over four hops (5 ms), so that the wave of a low note does not show."""
    return np.convolve(power, np.full(4, 0.25), mode="same") if power.size >= 4 else power
