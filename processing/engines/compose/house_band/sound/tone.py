"""The tone of the whole: two gentle shelves, the same for every stem, that bring the balance near that of masters."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from processing.engines.compose.house_band.score import Dynamics
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, lift
from processing.engines.compose.house_band.sound.waves import Doubles, Samples

BANDS_HZ = ((1_000.0, 2_500.0), (2_500.0, 6_000.0), (6_000.0, 14_000.0))
TARGET_DB = (-9.5, -12.5, -17.0)
"""Share of the energy that finished records have in these bands; our own reading of many styles, not one record."""
CORNERS_HZ = (900.0, 5_500.0)
STEPS_DB = np.arange(-2.0, 7.5, 0.5)
STRENGTH = 0.75
FRAME = 8_192


def shelves_db(mix: Samples, sections: Sequence[Dynamics]) -> tuple[float, float]:
    """Gains of the two shelves that bring verses (or all, where there is none) nearest to the target.

    `mix` is (2, samples) at 48 kHz. The answer goes three quarters of the way: songs may differ.
    """
    power = _power(mix, [s for s in sections if s.kind == "verse"])
    if power is None:
        return 0.0, 0.0
    hz = np.asarray(np.fft.rfftfreq(FRAME, 1 / SAMPLE_RATE), np.float64)
    best = min(product(STEPS_DB, STEPS_DB), key=lambda pair: _distance(power, hz, pair))
    return STRENGTH * float(best[0]), STRENGTH * float(best[1])


def shelve(stem: Samples, gains_db: tuple[float, float]) -> None:
    """Apply the shelves in place."""
    for corner, gain_db in zip(CORNERS_HZ, gains_db, strict=True):
        if gain_db:
            for side in stem:
                lift(side, corner, 10 ** (gain_db / 20))


def _power(mix: Samples, verses: Sequence[Dynamics]) -> Doubles | None:
    """Mean power spectrum of the middle of the image, from every other frame."""
    spans = [(round(s.start_s * SAMPLE_RATE), round(s.end_s * SAMPLE_RATE)) for s in verses] or [(0, mix.shape[1])]
    window = np.hanning(FRAME).astype(np.float32)
    total = np.zeros(FRAME // 2 + 1)
    for start, stop in spans:
        for at in range(start, min(stop, mix.shape[1]) - FRAME, 2 * FRAME):
            frame = (mix[0, at : at + FRAME] + mix[1, at : at + FRAME]) * window
            total += np.abs(np.fft.rfft(frame)) ** 2
    return total if total.any() else None


def _distance(power: Doubles, hz: Doubles, gains_db: Sequence[float]) -> float:
    shaped = power.copy()
    for corner, gain_db in zip(CORNERS_HZ, gains_db, strict=True):
        over = 1j * hz / corner
        shaped *= np.abs((1 + 10 ** (gain_db / 20) * over) / (1 + over)) ** 2
    total = shaped[hz > 20].sum()
    shares = [10 * np.log10(shaped[(hz >= low) & (hz < high)].sum() / total + 1e-9) for low, high in BANDS_HZ]
    apart = sum((share - target) ** 2 for share, target in zip(shares, TARGET_DB, strict=True))
    return float(apart + 0.15 * (gains_db[0] ** 2 + gains_db[1] ** 2))
