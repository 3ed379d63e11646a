"""Repairs of tone that follow the music: only what stands out is taken, only while it does."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from processing.dsp.levels import Audio
from processing.dsp.repairs.frames import Spectra, frequencies_hz, through_frames

MUD_ALLOWED_DB = 3.0
LARGEST_MUD_CUT_DB = 7.0
SHIMMER_ALLOWED_DB = -4.0
LARGEST_SHIMMER_CUT_DB = 5.0
STEADY_FRAMES = 9


def de_mud(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """A dynamic cut between 200 and 500 Hz, only where it stands more than 3 dB over the line of its neighbours."""
    hz = frequencies_hz(rate)
    bell = _bell(hz, 320.0, 0.75)

    def change(middle: Spectra, side: Spectra) -> tuple[Spectra, Spectra]:
        power = np.abs(middle) ** 2 + np.abs(side) ** 2
        here = _band_db(power, hz, 200.0, 500.0)
        line = (_band_db(power, hz, 100.0, 200.0) + _band_db(power, hz, 500.0, 1000.0)) / 2
        excess = uniform_filter1d(here - line - MUD_ALLOWED_DB, STEADY_FRAMES)
        cut_db = np.clip(excess, 0.0, LARGEST_MUD_CUT_DB) * amount
        gain = 10 ** (-np.outer(cut_db, bell) / 20)
        return middle * gain, side * gain

    return through_frames(audio, change)


def de_shimmer(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """Less between 8 and 12 kHz while it stands still: cymbals and consonants move, a metallic haze does not."""
    hz = frequencies_hz(rate)
    bell = _bell(hz, 9_800.0, 0.45)

    def change(middle: Spectra, side: Spectra) -> tuple[Spectra, Spectra]:
        power = np.abs(middle) ** 2 + np.abs(side) ** 2
        haze = _band_db(power, hz, 8_000.0, 12_000.0)
        excess = haze - _band_db(power, hz, 2_000.0, 5_000.0) - SHIMMER_ALLOWED_DB
        moving = np.abs(haze - uniform_filter1d(haze, STEADY_FRAMES))
        cut_db = np.clip(excess, 0.0, LARGEST_SHIMMER_CUT_DB) * np.clip(1.0 - moving / 6.0, 0.0, 1.0) * amount
        gain = 10 ** (-np.outer(uniform_filter1d(cut_db, 5), bell) / 20)
        return middle * gain, side * gain

    return through_frames(audio, change)


def _bell(hz: NDArray[np.float64], centre_hz: float, width_octaves: float) -> NDArray[np.float64]:
    distance = np.log2(np.maximum(hz, 1.0) / centre_hz) / width_octaves
    return np.asarray(np.exp(-0.5 * distance**2))


def _band_db(power: NDArray[np.float64], hz: NDArray[np.float64], low_hz: float, high_hz: float) -> NDArray[np.float64]:
    inside = power[:, (hz >= low_hz) & (hz < high_hz)].sum(axis=1)
    return np.asarray(10 * np.log10(inside + 1e-12))
