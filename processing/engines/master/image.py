"""What a match of width may not do: let left and right come apart where the song holds together.

A reference that is wide at the top would raise the side there until a loudspeaker that plays both loses it. So the side
may lie under the middle as far as released music has it (docs/sound.md), or as the song had it, and no higher.
That is decided on spectra. What they can not tell, such as a side that is only an echo of the middle, is found by
listening to the song afterwards.
"""

import numpy as np

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio
from processing.dsp.pathologies.cells import CellSums, cell_sums
from processing.dsp.pathologies.diagnosis import HARD_LIMIT, HAZE_LIMIT, HOLES_LIMIT
from processing.dsp.pathologies.fault import severity
from processing.engines.master.caps import WORSE_MOST
from processing.engines.master.profile import Profile
from processing.engines.master.tone import QUIET, Power, smoothed

MOST_SIDE_DB = ((150.0, -12.0), (300.0, -8.0), (2_000.0, -8.0), (4_000.0, -12.0))
"""Side over middle by frequency. -12 dB is a likeness of left and right of 0.88; released music has 0.89 at the top."""
HEARD_DB = 0.5
"""Less than this is held back without a word."""
BLOCK_S = 10.0
LIMITS = {"mono_holes": HOLES_LIMIT, "incoherent_highs": HAZE_LIMIT, "hard_panning": HARD_LIMIT}


def held_together(mix: Profile, middle_db: Power, side_db: Power) -> tuple[Power, tuple[str, ...]]:
    """The side's gains (dB per bin), lowered where they need it, and what was held back in words."""
    corners_hz, most_db = zip(*MOST_SIDE_DB, strict=True)
    octaves = np.log2(np.maximum(mix.side.frequencies_hz, 1.0))
    own_db = _db(smoothed(mix.side)) - _db(smoothed(mix.middle))
    allowed_db = np.maximum(own_db, np.interp(octaves, np.log2(corners_hz), most_db))
    over_db = np.maximum(own_db + side_db - middle_db - allowed_db, 0.0)
    # Where nothing sounds nothing comes apart.
    heard = smoothed(mix.whole) > QUIET * max(float(mix.whole.power.max()), 1e-20)
    return side_db - over_db, held_words() if float((over_db * heard).max()) > HEARD_DB else ()


def held_words() -> tuple[str, ...]:
    return ("Width: held back where left and right would have come apart.",)


def apart(song: Audio, rate: int) -> dict[str, float]:
    """How badly left and right of `song` (2, samples) come apart, each number as a diagnosis counts it, 0 to 100."""
    sums = CellSums()
    for span in stretches(song, block=round(BLOCK_S * rate)):
        sums.add(cell_sums(song, rate, span.start, span.stop))
    return {code: severity(code, getattr(sums, code), limit) for code, limit in LIMITS.items()}


def is_worse(before: dict[str, float], after: dict[str, float]) -> bool:
    return any(after[code] > before[code] + WORSE_MOST for code in LIMITS)


def _db(power: Power) -> Power:
    return np.asarray(10.0 * np.log10(power + 1e-20))
