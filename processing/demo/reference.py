"""A short finished-sounding track to compare with: the house band in another key, through a simple mastering chain."""

import numpy as np

from processing.dsp.limiter import limit
from processing.dsp.loudness import gain_to_target_db
from processing.engines.compose.house_band.engine import HouseBand
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE
from processing.engines.compose.house_band.sound.tone import shelve
from processing.engines.contracts import Audio, Section, SongPlan

BPM = 100.0
KEY = "G major"
LOUDNESS_LUFS = -11.5
FORM = (("verse", 4), ("chorus", 4), ("verse", 4), ("chorus", 4))


def plan() -> SongPlan:
    bar_s = 4 * 60.0 / BPM
    sections: list[Section] = []
    at_s = 0.0
    for kind, bars in FORM:
        sections.append(Section(kind.title(), kind, bars, at_s, at_s + bars * bar_s))
        at_s += bars * bar_s
    return SongPlan("Reference", "pop", "hopeful", BPM, "4/4", KEY, tuple(sections), at_s)


def reference(*, seed: int) -> Audio:
    """(2, samples) at 48 kHz, about 40 s: balanced brighter, denser and louder than the band leaves the studio."""
    stems = HouseBand("synth").compose(plan(), seed=seed).stems
    mix = np.zeros_like(stems["drums"])
    for stem in stems.values():
        mix += stem
    shelve(mix, (0.0, 0.5, 1.5))
    # Parallel density: a soft-clipped copy under the mix lifts what is quiet.
    mix += np.float32(0.35) * np.tanh(np.float32(4.0) * mix)
    drive_db = gain_to_target_db(mix, SAMPLE_RATE, LOUDNESS_LUFS)
    return limit(mix, SAMPLE_RATE, ceiling_dbtp=-1.0, drive_db=drive_db)
