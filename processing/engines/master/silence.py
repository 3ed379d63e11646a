"""What is silent in a song stays silent in its master.

A filter that is linear in phase rings for a tenth of a second to both sides of a sound. Beside music nobody hears it;
in a pause it stands alone, and with the middle and the side behind filters of their own it can be all side.
"""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio

HOP_S = 0.01
SILENT_PEAK = 3e-5
"""-90 dBFS."""
LEAST_HOPS = 10
AT_ONCE = 1_000


class Sounding:
    """Where a song (2, samples) sounds: 1 in the music, 0 in its pauses, with short slopes that lie in the pauses."""

    def __init__(self, song: Audio, sample_rate: int) -> None:
        self._hop = round(HOP_S * sample_rate)
        self._hops = _without_pauses(_peaks(song, self._hop))

    @property
    def throughout(self) -> bool:
        return bool(self._hops.all())

    def share(self, span: slice) -> NDArray[np.float32]:
        """Per sample of a stretch."""
        at = (np.arange(span.start, span.stop) + 0.5) / self._hop - 0.5
        return np.interp(at, np.arange(self._hops.size), self._hops).astype(np.float32)


def kept_silent(mix: Audio, shaped: Audio, sample_rate: int) -> None:
    """In place: where `mix` pauses, `shaped` has the very samples of the mix."""
    sounding = Sounding(mix, sample_rate)
    for span in () if sounding.throughout else stretches(mix, shaped):
        shaped[:, span] += (np.float32(1.0) - sounding.share(span)) * (mix[:, span] - shaped[:, span])


def _without_pauses(peaks: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 or 0 for each hop. A pause within the music keeps its first and last one: there lie the slopes."""
    padded = np.concatenate([[False], peaks < SILENT_PEAK, [False]]).astype(np.int8)
    sounding = np.ones(peaks.size)
    for start, stop in np.flatnonzero(np.diff(padded)).reshape(-1, 2):
        if stop - start >= LEAST_HOPS:
            sounding[start + (start > 0) : stop - (stop < peaks.size)] = 0.0
    return sounding


def _peaks(song: Audio, hop: int) -> NDArray[np.float64]:
    """The peak of each hop, of which the last may be shorter."""
    peaks = []
    for span in stretches(song, block=AT_ONCE * hop):
        part = np.abs(song[:, span]).max(axis=0)
        peaks.append(np.maximum.reduceat(part, np.arange(0, part.size, hop)))
    return np.concatenate(peaks).astype(np.float64)
