"""K-weighted energy and the gate of ITU-R BS.1770-4: what every reading of loudness is made of."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.dsp.loops import recursive

STEPS = 4
"""Gating blocks of 0.4 s begin every 0.1 s."""
ABSOLUTE_LUFS, RELATIVE_LU, OFFSET_LUFS = -70.0, -10.0, -0.691


@cache
def k_weighting(rate: int) -> NDArray[np.float64]:
    """The two sections of BS.1770 at any rate: a shelf for the head, a high-pass for the ear. Shape (2, 6)."""
    gain, shelf_q, shelf_hz = 3.999843853973347, 0.7071752369554196, 1681.974450955533
    warped, high = np.tan(np.pi * shelf_hz / rate), 10.0 ** (gain / 20.0)
    middle = high**0.4996667741545416
    norm = 1.0 + warped / shelf_q + warped * warped
    shelf = [
        (high + middle * warped / shelf_q + warped * warped) / norm,
        2.0 * (warped * warped - high) / norm,
        (high - middle * warped / shelf_q + warped * warped) / norm,
        1.0,
        2.0 * (warped * warped - 1.0) / norm,
        (1.0 - warped / shelf_q + warped * warped) / norm,
    ]
    ear_q, ear = 0.5003270373238773, np.tan(np.pi * 38.13547087602444 / rate)
    norm = 1.0 + ear / ear_q + ear * ear
    highpass = [1.0, -2.0, 1.0, 1.0, 2.0 * (ear * ear - 1.0) / norm, (1.0 - ear / ear_q + ear * ear) / norm]
    return np.array([shelf, highpass])


class KWeighted:
    """Streams blocks of `(1 or 2, samples)`, of one width, into sums of squares per tenth of a second or per `parts` of
    it. Mono counts twice, as it will be heard. Samples after the last whole tenth are left out.
    """

    def __init__(self, rate: int, parts: int = 1) -> None:
        self.step = (rate + 5) // 10
        self._sections = k_weighting(rate)
        self._edges = np.linspace(0, self.step, parts + 1).astype(np.int64)
        self._states = np.zeros((2, 4))
        self._rest: Audio | None = None
        self._sums: list[NDArray[np.float64]] = []

    def feed(self, block: Audio) -> None:
        block = np.atleast_2d(block)
        if block.shape[0] not in (1, 2):
            raise ValueError(f"audio must be (1 or 2, samples), not {block.shape}")
        audio = block if self._rest is None else np.concatenate([self._rest, block], axis=1)
        steps = audio.shape[1] // self.step
        starts = np.arange(steps)[:, None] * self.step
        edges = np.append((starts + self._edges[:-1]).reshape(-1), steps * self.step)
        sums = np.zeros(edges.size - 1)
        for row, state in zip(audio, self._states, strict=False):
            recursive.energies(np.require(row, np.float32, ["C", "W"]), self._sections, edges, state, sums)
        self._sums.append(sums * (2.0 if audio.shape[0] == 1 else 1.0))
        self._rest = audio[:, steps * self.step :]

    def sums(self) -> NDArray[np.float64]:
        return np.concatenate(self._sums) if self._sums else np.zeros(0)


def gated_lufs(audio: Audio, rate: int) -> float:
    """Integrated loudness of (1 or 2, samples), at least 0.4 s long; -70 for silence."""
    weighted = KWeighted(rate)
    weighted.feed(audio)
    return integrated(weighted.sums(), weighted.step)


def integrated(energy: NDArray[np.float64], step: int) -> float:
    """Integrated loudness of energies per tenth of a second, which `step` samples make up."""
    blocks = windows(energy, STEPS)[STEPS - 1 :] / (STEPS * step)
    loud = blocks[blocks > _power(ABSOLUTE_LUFS)]
    if not loud.size:
        return ABSOLUTE_LUFS
    gated = loud[loud >= loud.mean() * 10.0 ** (RELATIVE_LU / 10.0)]
    return float(levels(np.atleast_1d(gated.mean()))[0])


def windows(energy: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Energy of the last `count` values at each value; what would lie before the first counts as silence."""
    total: NDArray[np.float64] = np.cumsum(energy)
    energies = np.zeros_like(total)
    np.maximum(total - np.concatenate([np.zeros(count), total])[: total.size], 0.0, out=energies)
    return energies


def levels(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """In LUFS, nothing below the absolute gate; broken power reads the gate."""
    heard = np.where(power > _power(ABSOLUTE_LUFS), power, _power(ABSOLUTE_LUFS))
    return np.asarray(OFFSET_LUFS + 10.0 * np.log10(heard), dtype=np.float64)


def _power(level_lufs: float) -> float:
    return float(10.0 ** ((level_lufs - OFFSET_LUFS) / 10.0))
