"""What a stereo image is worth on one loudspeaker. Audio is `(2, samples)`; mono reads as a perfect centre."""

import numpy as np

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, inner, power_to_db, stereo
from processing.dsp.loudness import SILENCE_LUFS, folded_lufs, integrated_lufs
from processing.dsp.spectrum import Spectrum, SpectrumMeter

LOW_HZ = 120.0


def correlation(audio: Audio) -> float:
    """Correlation of left and right, -1..1; 1 for mono and for silence."""
    left, right = stereo(np.atleast_2d(audio))
    scale = float(np.sqrt(inner(left, left) * inner(right, right)))
    return inner(left, right) / scale if scale > 0.0 else 1.0


def mono_loss_lu(audio: Audio, rate: int, *, whole_lufs: float | None = None) -> float:
    """How much quieter the song is when folded to one loudspeaker: 0 for a centre, 3 for unrelated sides.

    `whole_lufs` is its loudness in stereo, where that is known already.
    """
    whole_lufs = integrated_lufs(audio, rate) if whole_lufs is None else whole_lufs
    if whole_lufs <= SILENCE_LUFS:
        return 0.0
    return whole_lufs - folded_lufs(audio, rate)


def mid_side(audio: Audio) -> tuple[Audio, Audio]:
    """Mid and side, each `(1, samples)`, scaled so that left = mid + side."""
    left, right = stereo(np.atleast_2d(audio))
    return ((left + right) * np.float32(0.5))[np.newaxis], ((left - right) * np.float32(0.5))[np.newaxis]


def mid_side_spectra(audio: Audio, rate: int) -> tuple[Spectrum, Spectrum]:
    """The spectra of mid and side."""
    meters = SpectrumMeter(rate), SpectrumMeter(rate)
    for span in stretches(audio):
        for meter, part in zip(meters, mid_side(audio[..., span]), strict=True):
            meter.feed(part)
    middle, side = (meter.finish() for meter in meters)
    return middle, side


def low_side_db(audio: Audio, rate: int) -> float:
    """Side over mid below 120 Hz in dB: near 0 and above is bass that a club or a phone will lose."""
    return side_over_mid_db(*mid_side_spectra(audio, rate))


def side_over_mid_db(middle: Spectrum, side: Spectrum, *, high_hz: float = LOW_HZ) -> float:
    """The same from spectra; -60 where there is no side, +60 where there is no mid."""
    side_db = power_to_db(side.band_power(20.0, high_hz))
    return float(np.clip(side_db - power_to_db(middle.band_power(20.0, high_hz)), -60.0, 60.0))
