"""Repairs of the stereo image. Each takes and gives `(2, samples)`; `amount` 0..1 is how much of it is heard."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter, uniform_filter1d

from processing.dsp.blocks import by_blocks, stretches
from processing.dsp.filters import convolved, through_fir
from processing.dsp.levels import Audio, inner
from processing.dsp.repairs.frames import Spectra, frequencies_hz, through_frames

BASS_HZ = 140.0
LARGEST_BASS_GAIN = 10 ** (3.0 / 20)
FOLD_FROM, FOLD_WHOLLY = 0.2, 0.06
"""Share of a cell's power that is left in mono: above the first nothing is folded, below the second all of it."""
HIGHS_FROM_HZ, HIGHS_WHOLLY_HZ = 3_500.0, 5_000.0
WANTED_COHERENCE = 0.8
LARGEST_NARROWING_DB = 9.0
HARD_FROM_DB, HARD_WHOLLY_DB = 12.0, 20.0
"""Sides less far apart than the first are left alone."""
SOFT_SIDE = 0.6
"""A side this much smaller leaves 12 dB between left and right."""
NEW_SIDE = 10 ** (-16 / 20)
SPREAD_S = 0.004


def mono_bass(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """Bass to the middle: below 140 Hz one signal is left, the strongest mixture of mid and side, so that a bass that
    lies in the side alone is not lost. It gains the energy of what is left out, by at most 3 dB."""
    taps = _lowpass(BASS_HZ, rate)

    def low(inside: slice, part: Audio) -> Audio:
        return np.stack([convolved(row, taps, inside) for row in _middle_and_side(part)])

    lows = through_fir(low, audio, fir=taps)
    mid_share, side_share, gain = _strongest(lows)

    def folded(part: Audio, low_part: Audio) -> Audio:
        (middle, side), (low_middle, low_side) = _middle_and_side(part), low_part
        bass = mid_share * low_middle + side_share * low_side
        middle = middle + np.float32(amount) * (gain * bass - low_middle)
        side = side - np.float32(amount) * low_side
        return np.stack([middle + side, middle - side])

    return by_blocks(folded, audio, lows)


def _strongest(lows: Audio) -> tuple[np.float32, np.float32, np.float32]:
    """How much of mid and of side makes the strongest mixture of `lows`, and what gives it the energy of both."""
    mid_power = side_power = both = 0.0
    for span in stretches(lows):
        middle, side = lows[:, span]
        mid_power += inner(middle, middle)
        side_power += inner(side, side)
        both += inner(middle, side)
    turn = 0.5 * np.arctan2(2.0 * both, mid_power - side_power)
    cos, sin = np.cos(turn), np.sin(turn)
    power = cos**2 * mid_power + sin**2 * side_power + 2.0 * cos * sin * both
    gain = min(np.sqrt((mid_power + side_power) / power), LARGEST_BASS_GAIN) if power > 0 else 1.0
    return np.float32(cos), np.float32(sin), np.float32(gain)


def _middle_and_side(part: Audio) -> tuple[Audio, Audio]:
    return (part[0] + part[1]) * np.float32(0.5), (part[0] - part[1]) * np.float32(0.5)


def fold_antiphase(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """Where left and right cancel out, half of the side's power moves into the mid.

    The polarity alternates from third octave to third octave, so that the folded parts spread over both loudspeakers.
    """
    hz = frequencies_hz(rate)
    polarity = np.where(np.floor(3 * np.log2(np.maximum(hz, 20.0) / 20.0)) % 2 == 0, 1.0, -1.0)

    def change(middle: Spectra, side: Spectra) -> tuple[Spectra, Spectra]:
        in_mono = _smooth(middle)
        left_over = in_mono / np.maximum(in_mono + _smooth(side), 1e-20)
        share = amount * np.clip((FOLD_FROM - left_over) / (FOLD_FROM - FOLD_WHOLLY), 0.0, 1.0)
        # Powers add up to what they were: cos² + sin² = 1, an eighth of a turn at most.
        turn = share * np.pi / 4
        return middle + np.sin(turn) * polarity * side, side * np.cos(turn)

    return through_frames(audio, change)


def narrow_highs(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """Above 4 kHz the side steps back where left and right have nothing in common, by at most 9 dB."""
    hz = frequencies_hz(rate)
    reach = np.clip((hz - HIGHS_FROM_HZ) / (HIGHS_WHOLLY_HZ - HIGHS_FROM_HZ), 0.0, 1.0)
    floor = 10 ** (-LARGEST_NARROWING_DB / 20)

    def change(middle: Spectra, side: Spectra) -> tuple[Spectra, Spectra]:
        mid_power = uniform_filter1d(_smooth(middle), 19, axis=0)
        side_power = uniform_filter1d(_smooth(side), 19, axis=0)
        # With a side of gain g the likeness of left and right is (M - g²S) / (M + g²S).
        wanted = mid_power * (1 - WANTED_COHERENCE) / (1 + WANTED_COHERENCE)
        # The moving mean leaves tiny negative powers in silence behind loud music.
        gain = np.clip(np.sqrt(np.maximum(wanted, 0.0) / np.maximum(side_power, 1e-20)), floor, 1.0)
        return middle, side * (1.0 - amount * reach * (1.0 - gain))

    return through_frames(audio, change)


def soften_panning(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """What comes from one side alone is let through to the other 12 dB softer; its power stays."""

    def change(middle: Spectra, side: Spectra) -> tuple[Spectra, Spectra]:
        left, right = (np.maximum(_smooth(part), 1e-20) for part in (middle + side, middle - side))
        apart_db = 10 * np.abs(np.log10(left / right))
        share = amount * np.clip((apart_db - HARD_FROM_DB) / (HARD_WHOLLY_DB - HARD_FROM_DB), 0.0, 1.0)
        narrowed = 1.0 - (1.0 - SOFT_SIDE) * share
        mid_power, side_power = np.abs(middle) ** 2, np.abs(side) ** 2
        kept = np.sqrt((mid_power + side_power) / np.maximum(mid_power + narrowed**2 * side_power, 1e-20))
        return middle * kept, side * narrowed * kept

    return through_frames(audio, change)


def widen(audio: Audio, rate: int, amount: float = 1.0) -> Audio:
    """A side made of the mid, out of phase with itself in time: what one loudspeaker plays stays the very same."""
    spread = _spread(rate)

    def widened(inside: slice, part: Audio) -> Audio:
        side = np.float32(amount * NEW_SIDE) * convolved(_middle_and_side(part)[0], spread, inside)
        return np.stack([part[0, inside] + side, part[1, inside] - side])

    return through_fir(widened, audio, fir=spread)


def _spread(rate: int) -> NDArray[np.float32]:
    """A short burst of noise with a flat spectrum above 300 Hz: it spreads a sound without colouring it."""
    taps = round(SPREAD_S * rate) // 2 * 2 + 1
    dice = np.random.default_rng(5)
    hz = np.fft.rfftfreq(taps, 1.0 / rate)
    turned = np.exp(2j * np.pi * dice.random(hz.size)) * np.clip((hz - 200.0) / 200.0, 0.0, 1.0)
    burst = np.fft.irfft(turned, taps) * np.hanning(taps)
    return np.asarray(burst / np.sqrt(np.sum(burst**2)), dtype=np.float32)


def _smooth(spectra: Spectra) -> NDArray[np.float64]:
    return np.asarray(uniform_filter(np.abs(spectra) ** 2, 3))


def _lowpass(cutoff_hz: float, rate: int, taps: int = 8193) -> NDArray[np.float32]:
    """A linear-phase low-pass that is down by 60 dB an octave above its corner."""
    time = (np.arange(taps) - taps // 2) / rate
    kernel = 2 * cutoff_hz / rate * np.sinc(2 * cutoff_hz * time) * np.blackman(taps)
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)
