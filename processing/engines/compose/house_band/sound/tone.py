"""The tone of the whole: three gentle shelves, the same for every stem, that bring the balance near that of masters."""

from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np

from processing.engines.compose.house_band.score import Dynamics
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, lift
from processing.engines.compose.house_band.sound.waves import Doubles, Samples

BANDS_HZ = ((20.0, 150.0), (1_000.0, 2_500.0), (2_500.0, 6_000.0), (6_000.0, 14_000.0), (1_000.0, 10_000.0))
TARGET_DB = (-4.5, -9.5, -12.5, -17.0, -7.5)
"""Share of the energy that finished records have in these bands; our own reading of many styles, not one record."""
CORNERS_HZ = (180.0, 900.0, 5_500.0)
GAINS_DB = np.array(list(product(np.arange(0.0, 7.0, 1.0), np.arange(-2.0, 7.5, 0.5), np.arange(-2.0, 6.0, 0.5))))
"""Gains that are tried above the three corners. The first one is a way to take weight off the bottom."""
STRENGTH = 0.85
RELUCTANCE = 0.06
FRAME = 8_192
EDGES_HZ = np.geomspace(20.0, 20_000.0, 91)
CENTRES_HZ = np.sqrt(EDGES_HZ[1:] * EDGES_HZ[:-1])
WITHIN = np.array([np.greater_equal(CENTRES_HZ, low) & np.less(CENTRES_HZ, high) for low, high in BANDS_HZ])

Shelves = tuple[float, ...]
"""One gain in dB per corner."""


def shelves_db(mix: Samples, sections: Sequence[Dynamics]) -> Shelves:
    """Gains of the shelves that bring verses (or all, where there is none) nearest to the target.

    `mix` is (2, samples) at 48 kHz. The answer goes most of the way: songs may differ.
    """
    power = _power(mix, [s for s in sections if s.kind == "verse"])
    if power is None:
        return tuple(0.0 for _ in CORNERS_HZ)
    best = GAINS_DB[np.argmin(_distances(power))]
    return tuple(STRENGTH * float(gain) for gain in best)


def shelve(stem: Samples, gains_db: Shelves) -> None:
    """Apply the shelves in place."""
    for corner, gain_db in zip(CORNERS_HZ, gains_db, strict=True):
        if gain_db:
            for side in stem:
                lift(side, corner, 10 ** (gain_db / 20))


def _power(mix: Samples, verses: Sequence[Dynamics]) -> Doubles | None:
    """Power of the middle of the image in narrow bands between `EDGES_HZ`, from every other frame."""
    spans = [(round(s.start_s * SAMPLE_RATE), round(s.end_s * SAMPLE_RATE)) for s in verses] or [(0, mix.shape[1])]
    window = np.hanning(FRAME).astype(np.float32)
    total = np.zeros(FRAME // 2 + 1)
    for start, stop in spans:
        for at in range(start, min(stop, mix.shape[1]) - FRAME, 2 * FRAME):
            frame = (mix[0, at : at + FRAME] + mix[1, at : at + FRAME]) * window
            total += np.abs(np.fft.rfft(frame)) ** 2
    hz = np.fft.rfftfreq(FRAME, 1 / SAMPLE_RATE)
    bands, _ = np.histogram(hz, EDGES_HZ, weights=total)
    return np.asarray(bands) if total.any() else None


def _distances(power: Doubles) -> Doubles:
    """How far from the target the tone would be under each of `GAINS_DB`, in the same order."""
    shaped = _responses() * power
    shares = 10 * np.log10(shaped @ WITHIN.T / shaped.sum(axis=1, keepdims=True) + 1e-9)
    return np.asarray(np.sum((shares - TARGET_DB) ** 2, axis=1) + RELUCTANCE * np.sum(GAINS_DB**2, axis=1))


@cache
def _responses() -> Doubles:
    """The power gain in every narrow band under each of `GAINS_DB`."""
    over = (CENTRES_HZ / np.array(CORNERS_HZ)[:, None]) ** 2
    shelves = (1 + 10 ** (GAINS_DB[:, :, None] / 10) * over) / (1 + over)
    return np.asarray(shelves.prod(axis=1))
