"""A track's compressor tried out once at several thresholds, so that any threshold between them is arithmetic."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from processing.console.settings import TrackSettings
from processing.dsp.dynamics import HOP as CONTROL
from processing.dsp.dynamics import Compression, compression_db, follow, peak_curve_db
from processing.dsp.levels import Audio
from processing.engines.propose_mix.likeness import FRAME, HOP
from processing.engines.render_mix.strip import Rack, compression, processed

THRESHOLDS_DB = (-9.0, -6.0, -3.0, 0.0, 3.0, 6.0, 9.0)
"""Moves of a threshold at which a compressor is tried out; between them the gain is drawn straight."""


class TriedCompressor:
    """What the compressor of `track` does to `audio`, moment by moment; nothing where the track has none."""

    def __init__(self, audio: Audio, track: TrackSettings, rack: Rack, frames: int) -> None:
        self._compressor = track.compressor
        self._tried_db = np.zeros((1, frames))
        if track.compressor is None:
            return
        before = replace(bare(track), sidechain=None, unmasking=None, width=1.0)
        peaks_db = peak_curve_db(processed(audio, before, rack))
        device = compression(track.compressor)
        moved = [replace(device, threshold_db=device.threshold_db + by) for by in THRESHOLDS_DB]
        self._tried_db = np.array([_per_frame(_gain_db(peaks_db, one, rack.sample_rate), frames) for one in moved])

    def gain_db(self, threshold_db: float | None) -> NDArray[np.float64]:
        """Per frame, at that threshold; None is the one that the track is set to."""
        tried = self._tried_db
        if self._compressor is None:
            return np.asarray(tried[0])
        moved_db = 0.0 if threshold_db is None else threshold_db - self._compressor.threshold_db
        at = float(np.interp(moved_db, THRESHOLDS_DB, np.arange(len(THRESHOLDS_DB))))
        below = min(int(at), len(THRESHOLDS_DB) - 2)
        share = at - below
        return np.asarray((1.0 - share) * tried[below] + share * tried[below + 1])


def bare(track: TrackSettings) -> TrackSettings:
    """The track without the devices that a search turns."""
    return replace(track, compressor=None, eq=())


def _gain_db(peaks_db: NDArray[np.float64], device: Compression, sample_rate: int) -> NDArray[np.float64]:
    reduction = follow(-compression_db(peaks_db, device), device.attack_ms, device.release_ms, sample_rate)
    return np.asarray(device.makeup_db - reduction)


def _per_frame(gain_db: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    """Mean gain over each analysis frame."""
    starts, length = np.arange(frames) * HOP // CONTROL, FRAME // CONTROL
    total = np.concatenate([[0.0], np.cumsum(gain_db)])
    ends = np.minimum(starts + length, gain_db.size)
    return np.asarray((total[ends] - total[np.minimum(starts, gain_db.size - 1)]) / np.maximum(1, ends - starts))
