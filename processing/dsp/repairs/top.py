"""A new top octave from the one below it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from processing.dsp.blocks import partly
from processing.dsp.levels import Audio, stereo
from processing.dsp.new_band import CROSSFADE_HZ, with_new_band
from processing.dsp.repairs.frames import FRAME, HOP, Spectra, frequencies_hz, through_frames
from processing.dsp.spectrum import spectrum

HIGHEST_CUTOFF_HZ = 13_000.0
"""Above this what is copied up is further from the truth than nothing."""
LOWEST_CUTOFF_HZ = 3_000.0
TOP_HZ = 20_000.0
STEEPEST_DB, FLATTEST_DB = -24.0, -10.0
"""How far the level may fall per octave beyond the cut."""
EDGE_HZ = 1_500.0
STEADY_FRAMES = 5
WITHIN_EDGE_HZ = 200.0
"""A recording's own last hertz before its edge are half damped already."""


def extend_band(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """`audio` (2, samples) with highs above the edge at which it ends."""
    cutoff_hz = edge_hz(audio, rate)
    return partly(audio, with_copied_top(audio, rate, cutoff_hz), amount)


def edge_hz(audio: Audio, rate: int) -> float:
    """Where the recording ends: a little below the highest frequency that is heard."""
    return spectrum(audio, rate).bandwidth_hz() - WITHIN_EDGE_HZ


def with_copied_top(
    audio: Audio, rate: int, cutoff_hz: float, tell: Callable[[float], None] = lambda _fraction: None
) -> Audio:
    """The octave below the cut copied upwards, as loud as the slope of the song says. `audio` is (1 or 2, samples).

    A cut above 13 kHz, or below 3 kHz, gives the very same samples back.
    """
    if not LOWEST_CUTOFF_HZ <= cutoff_hz < min(HIGHEST_CUTOFF_HZ, 0.45 * rate):
        return audio
    hz = frequencies_hz(rate)
    frames = max(1, audio.shape[1] // HOP)
    done = 0

    def change(middle: Spectra, side: Spectra) -> tuple[Spectra, Spectra]:
        nonlocal done
        tell(min(1.0, done / frames))
        done += middle.shape[0]
        gains = _gains(np.abs(middle) ** 2 + np.abs(side) ** 2, hz, cutoff_hz)
        return _copied(middle, hz, cutoff_hz) * gains, _copied(side, hz, cutoff_hz) * gains

    new = through_frames(stereo(audio), change)
    return with_new_band(audio, new[: audio.shape[0]], rate, cutoff_hz)


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
