"""Matching tone by spectra alone: gains per frequency, and the filter that has them."""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.dsp.spectrum import Spectrum

Power = NDArray[np.float64]

AUDIBLE_HZ = (28.0, 18_500.0)
"""Where tone is matched; beyond, the gain stays what it is at the edge."""
MOST_DB = 18.0
SMOOTHING_OCTAVES = 0.3
FIR_TAPS = 8191
"""Long enough to tell third octaves apart in the bass."""
QUIET = 1e-7
"""Relative power at which a band counts as empty: it is neither raised nor asked for."""


def smoothed(tone: Spectrum) -> Power:
    """Density averaged over a third of an octave around each bin, with slopes rather than edges."""
    power = tone.power
    for _ in range(2):
        power = _averaged(tone.frequencies_hz, power, SMOOTHING_OCTAVES / 2.0)
    return power


def matching_gains_db(mix: Spectrum, goal: Power, reach_hz: float = AUDIBLE_HZ[1]) -> Power:
    """Gains that give `mix` the (smooth) shape of `goal` between 28 Hz and `reach_hz`, without its level."""
    heard = smoothed(mix)
    inside = (mix.frequencies_hz >= AUDIBLE_HZ[0]) & (mix.frequencies_hz <= reach_hz)
    if not heard.any():
        return np.zeros_like(heard)
    mine, wanted = heard / heard[inside].max(), goal / goal[inside].max()
    return _without_level(10.0 * np.log10((wanted + QUIET) / (mine + QUIET)), mix.frequencies_hz, inside)


def gains_between_db(before: Spectrum, after: Spectrum, reach_hz: float = AUDIBLE_HZ[1]) -> Power:
    """What somebody's filter did to a song, without the change of level: gains per bin."""
    inside = (before.frequencies_hz >= AUDIBLE_HZ[0]) & (before.frequencies_hz <= reach_hz)
    if not before.power[inside].any() or not after.power[inside].any():
        return np.zeros_like(before.power)
    mine, its = before.power / before.power[inside].max(), after.power / after.power[inside].max()
    return _without_level(10.0 * np.log10((its + QUIET) / (mine + QUIET)), before.frequencies_hz, inside)


def filtered_power(tone: Spectrum, gains_db: Power) -> Spectrum:
    """What a spectrum becomes behind a filter."""
    return Spectrum(tone.frequencies_hz, tone.power * 10.0 ** (gains_db / 10.0))


def fir_of(gains_db: Power) -> Audio:
    """The linear-phase filter with these gains at evenly spaced frequencies from 0 to half the sample rate."""
    impulse = np.fft.fftshift(np.fft.irfft(10.0 ** (gains_db / 20.0)))
    middle = impulse.size // 2
    reach = min(FIR_TAPS // 2, middle - 1)
    centred = impulse[middle - reach : middle + reach + 1]
    return np.asarray(centred * np.hanning(centred.size + 2)[1:-1], dtype=np.float32)


def _without_level(gains_db: Power, frequencies_hz: NDArray[np.float64], inside: NDArray[np.bool_]) -> Power:
    """Centred over octaves and held at the edges of `inside`."""
    weight = inside / np.maximum(frequencies_hz, 1.0)
    gains_db = np.clip(gains_db - np.average(gains_db, weights=weight), -MOST_DB, MOST_DB)
    return np.asarray(np.interp(frequencies_hz, frequencies_hz[inside], gains_db[inside]))


def _averaged(frequencies_hz: NDArray[np.float64], power: Power, octaves: float) -> Power:
    step_hz = float(frequencies_hz[1])
    edges = np.concatenate([frequencies_hz - step_hz / 2.0, [frequencies_hz[-1] + step_hz / 2.0]])
    below = np.concatenate([[0.0], np.cumsum(power)])
    low, high = (frequencies_hz * 2.0 ** (sign * octaves / 2.0) for sign in (-1.0, 1.0))
    low, high = np.minimum(low, frequencies_hz - step_hz / 2.0), np.maximum(high, frequencies_hz + step_hz / 2.0)
    high = np.minimum(high, edges[-1])
    between = np.interp(high, edges, below) - np.interp(low, edges, below)
    return np.asarray(between / ((high - low) / step_hz))
