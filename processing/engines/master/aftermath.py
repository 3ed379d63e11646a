"""Listening to the finished master of a rescue: what came out worse than was foreseen is held back once more.

Caps and image are settled on spectra, before loudness. The limiter behind draws its gain where the drums are and so
weighs anew what sounds between them: half a decibel more between 200 and 500 Hz is six points of a hundred.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.dsp.pathologies.diagnosis import MUD_LIMIT_DB, SHIMMER_LIMIT_DB, WIDE_BASS_WITH_HOLES_DB
from processing.dsp.pathologies.fault import HEALTHY, severity
from processing.dsp.pathologies.reading import read_song
from processing.engines.master import image
from processing.engines.master.blend import Blend
from processing.engines.master.caps import REGIONS, WORSE_MOST, weight_of

AIM_MOST = 1.0
"""A turn aims this far above the mix, and comes out a little higher: its bell reaches over the region's edges."""
MOST_DB = 3.0
"""What one turn takes away at the most."""
SIDE_DB = 1.5
"""Taken from the whole side where more is lost in mono."""
MONO_LOSS_LIMIT_LU = 2.0
SIDE_SHARES = (0.5, 1.0)
"""How much of the side's rise is taken back, turn by turn; there are as many turns."""
IMAGE = image.LIMITS | {"mono_loss": MONO_LOSS_LIMIT_LU}


@dataclass(frozen=True)
class Trim:
    """Where a number lies that less of one region brings down, of both middle and side or of the side alone."""

    code: str
    reach_hz: tuple[float, float]
    limit: float
    side_alone: bool
    words: str

    def excess_db(self, before: dict[str, float], after: dict[str, float]) -> float:
        """How far the number lies above what a turn aims at; 0 where it is not worse than it may be."""
        rise = after[self.code] - before[self.code]
        if rise <= WORSE_MOST:
            return 0.0
        return min((rise - AIM_MOST) * (self.limit - HEALTHY[self.code]) / 50.0, MOST_DB)


TRIMS = (
    Trim("mud", (200.0, 500.0), MUD_LIMIT_DB, False, REGIONS[0].words),
    Trim("shimmer", (8_000.0, 12_000.0), SHIMMER_LIMIT_DB, False, REGIONS[1].words),
    Trim("wide_bass", (20.0, 150.0), WIDE_BASS_WITH_HOLES_DB, True, image.held_words()[0]),
)

LIMITS = IMAGE | {trim.code: trim.limit for trim in TRIMS}


def severities(song: Audio, rate: int) -> dict[str, float]:
    """What a match, a width or a limiter can make worse, as a diagnosis counts it, 0 to 100. It is read as there:
    on a short song other frames are another number."""
    whole = read_song(song, rate).whole
    values = {
        "mono_holes": whole.holes,
        "incoherent_highs": whole.highs,
        "hard_panning": whole.hard,
        "mono_loss": whole.loss_lu,
        "mud": whole.mud_db,
        "shimmer": whole.shimmer_db,
        "wide_bass": whole.bass_side_db,
    }
    return {code: severity(code, value, LIMITS[code]) for code, value in values.items()}


def held_back(
    blend: Blend, before: dict[str, float], after: dict[str, float], frequencies_hz: NDArray[np.float64], share: float
) -> Blend:
    """With less of what became worse: of the side's rise so much of it, of a region as many decibels as it lies too
    high. The very blend where nothing did."""
    for trim in TRIMS:
        excess_db = trim.excess_db(before, after)
        if excess_db > 0.0:
            less_db = excess_db * weight_of(frequencies_hz, trim.reach_hz)
            blend = blend.lowered(np.zeros_like(less_db) if trim.side_alone else less_db, less_db, trim.words)
    if any(after[code] > before[code] + WORSE_MOST for code in IMAGE):
        blend = blend.drawn_together(share)
    if after["mono_loss"] > before["mono_loss"] + WORSE_MOST:
        # A tone that favours where the song is wide loses more in mono, though no side rose over its middle.
        blend = blend.lowered(
            np.zeros_like(frequencies_hz), np.full_like(frequencies_hz, SIDE_DB), image.held_words()[0]
        )
    return blend
