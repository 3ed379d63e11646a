"""Count samples that stand at full scale, how many in a row, and where a wave stands still there: the marks that
clipping leaves."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, sample_peak

FULL_SCALE = 0.9999
CLIPPING_RUN = 3
STILL, KINK = 0.9999, 1e-3
LONG_RUN = 24
"""Half a millisecond at 48 kHz: a loud master that was shaved on purpose is seldom flat for as long."""
HEARD_CEILING = 0.05
LONGEST_RUN = 1 << 16
"""No flat peak is as long; what stands still for longer is followed no further back."""


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


@dataclass
class FlatPeaks:
    """Feed blocks `(channels, samples)` in order. Where a wave stands still for three samples or more at full scale, or
    at the ceiling of its channel where it was turned down afterwards: clipping cuts flat, while the peaks that a lossy
    format or a limiter leaves there still move."""

    channels: list["_Ceiling"] = field(default_factory=list)

    def feed(self, block: Audio) -> None:
        if not self.channels:
            self.channels = [_Ceiling() for _ in block]
        for ceiling, channel in zip(self.channels, block, strict=True):
            ceiling.feed(channel)

    def times_s(self, rate: int) -> NDArray[np.float64]:
        """Where they begin, of both channels together; asked when all blocks were fed."""
        found = [ceiling.flat() for ceiling in self.channels]
        return np.sort(np.concatenate([np.zeros(0), *found])) / rate


@dataclass
class _Ceiling:
    """One channel. How high its ceiling is stands at the end only: a run is dropped when the wave rises over it."""

    height: float = 0.0
    samples: int = 0
    _tail: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    _runs: list[tuple[int, int, float, float]] = field(default_factory=list)
    """Where each begins, how long it is, how high, and the larger step into it or out of it."""

    @property
    def level(self) -> float:
        return self.height if self.height < FULL_SCALE else 1.0

    def feed(self, channel: NDArray[np.float32]) -> None:
        part = np.concatenate([self._tail, channel])
        before, self.height = self.level, max(self.height, sample_peak(part[np.newaxis]))
        if self.level > before:
            self._runs = [run for run in self._runs if run[2] >= STILL * self.level]
        first, self.samples = self.samples - self._tail.size, self.samples + channel.size
        kept = self._note(part, first) if self._is_high(part) else part.size - 2
        self._tail = part[max(0, kept, part.size - LONGEST_RUN) :].copy()

    def flat(self) -> NDArray[np.float64]:
        """Where they begin. Of a sound that was turned down only long ones count, that the wave runs into steeply: a
        master that was shaved on purpose is still for a few samples, and so is the crest of a low tone."""
        if self._is_high(self._tail):
            self._note(self._tail, self.samples - self._tail.size, is_end=True)
        turned_down, level, self._tail = self.level < 1.0, self.level, self._tail[:0]
        least, kink = (LONG_RUN, KINK * level) if turned_down else (CLIPPING_RUN, -1.0)
        return np.array([at for at, count, high, step in self._runs
                         if count >= least and step > kink and high >= STILL * level], np.float64)  # fmt: skip

    def _is_high(self, part: NDArray[np.float32]) -> bool:
        return part.size >= CLIPPING_RUN and self.level > HEARD_CEILING and (
            sample_peak(part[np.newaxis]) >= STILL * self.level
        )  # fmt: skip

    def _note(self, part: NDArray[np.float32], first: int, *, is_end: bool = False) -> int:
        """Note the runs of `part` that are over; where to begin again, so that one that goes on is seen whole."""
        still = (np.abs(part[1:]) >= STILL * self.level) & (np.abs(np.diff(part)) < 1e-4 * self.level)
        edges = np.diff(still.astype(np.int8), prepend=0, append=0)
        starts, stops = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
        goes_on = bool(still[-1]) and not is_end
        steps = np.abs(np.diff(part, prepend=part[:1], append=part[-1:]))
        for start, stop in zip(starts[: starts.size - goes_on], stops, strict=False):
            if (count := int(stop - start) + 1) >= CLIPPING_RUN:
                step = float(max(steps[start], steps[stop + 1]))
                self._runs.append((first + int(start), count, abs(float(part[start])), step))
        return int(starts[-1]) - 1 if goes_on else part.size - 2
