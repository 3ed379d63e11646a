"""What bands of a console's equaliser do to the spectrum."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from processing.console.settings import Band
from processing.engines.propose_mix.likeness import BANDS_HZ


def band_db(band: Band, freqs_hz: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """What a band of the console does to each frequency, in dB."""
    amplitude = 10.0 ** (band.gain_db / 40.0)
    corner = 2.0 * np.pi * band.freq_hz / sample_rate
    alpha, cosine = np.sin(corner) / (2.0 * band.q), np.cos(corner)
    if band.kind == "peak":
        above = np.array([1 + alpha * amplitude, -2 * cosine, 1 - alpha * amplitude])
        below = np.array([1 + alpha / amplitude, -2 * cosine, 1 - alpha / amplitude])
    else:
        side = 1.0 if band.kind == "low_shelf" else -1.0
        root = 2.0 * np.sqrt(amplitude) * alpha
        more, less = amplitude + 1.0, amplitude - 1.0
        above = amplitude * np.array(
            [
                more - side * less * cosine + root,
                2 * side * (less - side * more * cosine),
                more - side * less * cosine - root,
            ]
        )
        below = np.array(
            [
                more + side * less * cosine + root,
                -2 * side * (less + side * more * cosine),
                more + side * less * cosine - root,
            ]
        )
    turn = np.exp(-2j * np.pi * freqs_hz / sample_rate)
    response = np.polyval(above[::-1], turn) / np.polyval(below[::-1], turn)
    return np.asarray(20.0 * np.log10(np.abs(response)))


def curves(bands: Sequence[Band], sample_rate: int) -> NDArray[np.float64]:
    """(bands of EQ, third octaves): dB for each dB of gain. Small gains bend a curve in proportion."""
    freqs_hz = np.minimum(BANDS_HZ, 0.45 * sample_rate)
    tried = [band_db(replace(band, gain_db=band.gain_db or 3.0), freqs_hz, sample_rate) for band in bands]
    return np.array([curve / (band.gain_db or 3.0) for band, curve in zip(bands, tried, strict=True)])
