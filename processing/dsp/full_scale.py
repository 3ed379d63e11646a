"""Count samples that stand at full scale, and how many in a row: the mark that clipping leaves."""

from dataclasses import dataclass

import numpy as np

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, sample_peak

FULL_SCALE = 0.9999
CLIPPING_RUN = 3


@dataclass
class FullScaleRuns:
    """Feed blocks `(channels, samples)` in order. A run is counted in any channel and across block borders."""

    samples: int = 0
    longest: int = 0
    runs: int = 0
    _open: int = 0

    def feed(self, block: Audio) -> None:
        if block.shape[1] == 0:
            return
        if sample_peak(block) < FULL_SCALE:
            self._open = 0
            return
        full = np.abs(block) >= FULL_SCALE
        self.samples += int(full.sum())
        either = np.concatenate([[False], full.any(axis=0), [False]])
        edges = np.flatnonzero(np.diff(either.astype(np.int8)))
        lengths = edges[1::2] - edges[::2]
        carried = self._open if either[1] else 0
        lengths[0] += carried
        self.runs += int((lengths >= CLIPPING_RUN).sum()) - int(carried >= CLIPPING_RUN)
        self.longest = max(self.longest, int(lengths.max()))
        self._open = int(lengths[-1]) if either[-2] else 0


def full_scale_runs(audio: Audio) -> FullScaleRuns:
    runs, wide = FullScaleRuns(), np.atleast_2d(audio)
    for span in stretches(wide):
        runs.feed(wide[:, span])
    return runs
