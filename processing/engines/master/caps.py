"""What a match of tone may not do: lift a region until a diagnosis would call it a fault.

Mud and shimmer are levels of one region over its neighbours. Where a match would make either worse than the song had
it, its curve is held level over region and neighbours together, as far as that takes: held all the way, the song keeps
there what it had. Everything is decided on spectra.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from processing.dsp.pathologies import numbers
from processing.dsp.pathologies.diagnosis import MUD_LIMIT_DB, SHIMMER_LIMIT_DB
from processing.dsp.pathologies.fault import severity
from processing.dsp.spectrum import Spectrum
from processing.engines.master.tone import Power

WORSE_MOST = 4.0
"""Of a hundred, one less than is promised."""
FORESEEN_MOST = 1.0
"""The same where it is foreseen from spectra: the limiter behind and a finer measure have added up to three."""
EDGE_OCTAVES = 0.5
STEPS = 7

Curves = tuple[Power, Power]
Listen = Callable[[Curves], Spectrum]


@dataclass(frozen=True)
class Region:
    """`reach_hz` is the region with the neighbours it is measured against."""

    code: str
    reach_hz: tuple[float, float]
    limit_db: float
    number_db: Callable[[Spectrum], float]
    words: str

    def severity(self, song: Spectrum) -> float:
        """As the diagnosis counts, 0 to 100."""
        return severity(self.code, self.number_db(song), self.limit_db)


REGIONS = (
    Region(
        "mud",
        (100.0, 1_000.0),
        MUD_LIMIT_DB,
        numbers.mud_db,
        "Tone: held back between 100 Hz and 1 kHz, where the full match would have made the song muddy.",
    ),
    Region(
        "shimmer",
        (2_000.0, 12_000.0),
        SHIMMER_LIMIT_DB,
        numbers.shimmer_db,
        "Tone: held back between 2 and 12 kHz, where the full match would have made the song sound metallic.",
    ),
)


def capped(song: Spectrum, curves: Curves, listen: Listen) -> tuple[Curves, tuple[str, ...]]:
    """Gains (dB) for mid and side that make none of the regions worse, and what was held back in words. `song` as it
    came; `listen` tells what it becomes behind two curves."""
    words = []
    for region in REGIONS:
        most = region.severity(song) + FORESEEN_MOST
        held = _least(partial(_held, song, curves, region), most, region, listen)
        if held > 0.0:
            curves = _held(song, curves, region, held)
            words.append(region.words)
    return curves, tuple(words)


def _least(at: Callable[[float], Curves], most: float, region: Region, listen: Listen) -> float:
    """The least share 0..1 that keeps a region below `most`; all of it where nothing less does."""
    if region.severity(listen(at(0.0))) <= most:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if region.severity(listen(at(middle))) <= most else (middle, high)
    return high


def _held(song: Spectrum, curves: Curves, region: Region, share: float) -> Curves:
    """Both curves drawn towards their mean over the region and its neighbours."""
    weight, octaves = weight_of(song.frequencies_hz, region.reach_hz), 1.0 / np.maximum(song.frequencies_hz, 1.0)
    inside = octaves * (weight >= 1.0)
    middle_db, side_db = (
        curve + share * weight * (float(np.average(curve, weights=inside)) - curve) for curve in curves
    )
    return middle_db, side_db


def weight_of(frequencies_hz: NDArray[np.float64], reach_hz: tuple[float, float]) -> Power:
    """1 within the reach, falling to 0 over half an octave beyond."""
    octaves = np.log2(np.maximum(frequencies_hz, 1.0))
    low, high = np.log2(reach_hz)
    outside = np.maximum(np.maximum(low - octaves, octaves - high), 0.0)
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.minimum(outside / EDGE_OCTAVES, 1.0)))
