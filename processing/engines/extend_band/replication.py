"""A new top octave from the one below it: weights-free, for recordings that end below 13 kHz."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from processing.dsp.levels import stereo
from processing.dsp.new_band import CROSSFADE_HZ, with_new_band
from processing.dsp.repairs.frames import FRAME, HOP, Spectra, frequencies_hz, through_frames
from processing.engines.contracts import Audio, Progress, silent

HIGHEST_CUTOFF_HZ = 13_000.0
"""Above this what is copied up is further from the truth than nothing."""
LOWEST_CUTOFF_HZ = 3_000.0
TOP_HZ = 20_000.0
STEEPEST_DB, FLATTEST_DB = -24.0, -10.0
"""How far the level may fall per octave beyond the cut."""
EDGE_HZ = 1_500.0
STEADY_FRAMES = 5


class Replication:
    """Copies the octave below the cut upwards, as loud as the slope of the song says. No model involved."""

    def extend(
        self, audio: Audio, sample_rate: int, *, cutoff_hz: float, seed: int = 0, progress: Progress = silent
    ) -> Audio:
        """`audio` is (1 or 2, samples). A cut above 13 kHz, or below 3 kHz, gives the very same samples back."""
        if not LOWEST_CUTOFF_HZ <= cutoff_hz < min(HIGHEST_CUTOFF_HZ, 0.45 * sample_rate):
            return audio
        hz = frequencies_hz(sample_rate)
        frames = max(1, audio.shape[1] // HOP)
        done = 0

        def change(middle: Spectra, side: Spectra) -> tuple[Spectra, Spectra]:
            nonlocal done
            progress(min(1.0, done / frames), "Continuing the highs")
            done += middle.shape[0]
            gains = _gains(np.abs(middle) ** 2 + np.abs(side) ** 2, hz, cutoff_hz)
            return _copied(middle, hz, cutoff_hz) * gains, _copied(side, hz, cutoff_hz) * gains

        new = through_frames(stereo(audio), change)
        return with_new_band(audio, new[: audio.shape[0]], sample_rate, cutoff_hz)


def _copied(spectra: Spectra, hz: NDArray[np.float64], cutoff_hz: float) -> Spectra:
    """Each bin above the cut takes the one so many whole octave-widths below it.

    The shift is a multiple of four bins: then the phase of a copied tone turns from frame to frame as its own would.
    """
    step_hz = float(hz[1])
    edge = int((cutoff_hz - CROSSFADE_HZ) / step_hz)
    turn = FRAME // HOP
    shift = max(turn, edge // 2 // turn * turn)
    source = np.arange(hz.size)
    beyond = source >= edge
    source[beyond] -= shift * (1 + (source[beyond] - edge) // shift)
    return spectra[:, source]


def _gains(power: NDArray[np.float64], hz: NDArray[np.float64], cutoff_hz: float) -> NDArray[np.float64]:
    """Per frame and bin, what brings a copied bin to the level that the slope below the cut foretells."""
    edge_hz = cutoff_hz - CROSSFADE_HZ
    smooth = uniform_filter1d(power, STEADY_FRAMES, axis=0)
    edge_db = _density_db(smooth, hz, edge_hz - EDGE_HZ, edge_hz)
    octave_below_db = _density_db(smooth, hz, (edge_hz - EDGE_HZ) / 2, edge_hz / 2)
    slope_db = np.clip(edge_db - octave_below_db, STEEPEST_DB, FLATTEST_DB)
    octaves = np.log2(np.maximum(hz, edge_hz) / edge_hz)
    wanted_db = edge_db[:, np.newaxis] + np.outer(slope_db, octaves)
    # What the copies are at: the smoothed envelope of the source, shifted as the copies are.
    envelope = uniform_filter1d(smooth, 33, axis=1)
    copied = np.maximum(np.abs(_copied(envelope, hz, cutoff_hz)), 1e-20)
    gain = 10 ** (wanted_db / 20) / np.sqrt(copied)
    return np.clip(gain, 0.0, 4.0) * np.clip((TOP_HZ - hz) / 1_000.0, 0.0, 1.0)


def _density_db(
    power: NDArray[np.float64], hz: NDArray[np.float64], low_hz: float, high_hz: float
) -> NDArray[np.float64]:
    inside = power[:, (hz >= low_hz) & (hz < high_hz)].mean(axis=1)
    return np.asarray(10 * np.log10(np.maximum(inside, 1e-20)))
