"""Noise under a voice: how much there is, taken out of its spectrum, and the pauses closed where it moves.

Steady noise (hiss, hum, a room) is measured where the voice lets it through and taken out by the decision-directed
log-spectral-amplitude estimator. Noise that moves cannot be told from a voice that way; it is turned down between the
phrases, where nobody sings.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, percentile_filter
from scipy.special import exp1

from processing.dsp.blocks import partly
from processing.dsp.levels import Audio
from processing.dsp.on_disk import let_go, like
from processing.dsp.pauses import with_quiet_pauses

FRAME = 2048
HOP = 512
QUANTILE = 0.2
"""Share of the time in which a voice leaves a band alone, even while it sings."""
REACH_S = 3.0
"""The floor is read from this long before to this long after."""
COARSE = 8
"""Frames per step of the floor: about a twelfth of a second."""
PAUSE_SHARE, PAUSE_OVER = 0.06, 1.3
SMOOTHING = 0.96
"""How much of the last frame's voice the next one is expected to have."""
LEAST_GAIN = 10 ** (-24 / 20)
BLOCK_S = 20.0
MARGIN_S = 2.0 * REACH_S

Power = NDArray[np.float64]
Tell = Callable[[float], None]
_LEAST_PRIOR = 10 ** (-25 / 10)


def denoise(audio: Audio, rate: int, amount: float = 1.0, tell: Tell = lambda _fraction: None) -> Audio:
    """`audio` (channels, samples) with less noise; `amount` 0..1 is how much of it is heard."""
    if amount <= 0.0 or audio.shape[1] == 0:
        return audio
    return partly(audio, with_quiet_pauses(without_steady_noise(audio, rate, tell), rate), amount)


def without_steady_noise(audio: Audio, rate: int, tell: Tell = lambda _fraction: None) -> Audio:
    """`audio` (channels, samples) with steady noise taken out, in blocks; one gain for all channels keeps the image.

    `tell` is called with 0..1 and may raise to stop the work.
    """
    samples = audio.shape[1]
    step, margin = _frames_in(BLOCK_S, rate) * HOP, _frames_in(MARGIN_S, rate) * HOP
    out = like(audio)
    for start in range(0, samples, step):
        tell(start / samples)
        stop = min(samples, start + step)
        first, last = max(0, start - margin), min(samples, stop + margin)
        cleaned = _cleaned(audio[:, first:last], rate)
        out[:, start:stop] = cleaned[:, start - first : stop - first]
        let_go(audio)
        let_go(out)
    return out


def _cleaned(audio: Audio, rate: int) -> Audio:
    spectra = _analysed(audio)
    power = np.sum(spectra.real**2 + spectra.imag**2, axis=0, dtype=np.float64) / audio.shape[0]
    gain = voice_gain(power, noise_floor(power, rate))
    return _synthesised(spectra * gain.astype(np.float32), audio.shape[1])


def noise_floor(power: Power, rate: int) -> Power:
    """Mean power of what stands steadily under the voice, per frame and bin; `power` is (frames, bins).

    A low quantile over time of smoothed power, scaled to the mean that noise of that quantile has. A floor that is
    far from what the neighbours in frequency have is a held tone or a hum: both are kept as they are measured.
    """
    frames = power.shape[0]
    steps = max(1, -(-frames // COARSE))
    padded = np.pad(power, ((0, steps * COARSE - frames), (0, 0)), mode="edge")
    coarse = padded.reshape(steps, COARSE, -1).mean(axis=1)
    reach = min(2 * _frames_in(REACH_S, rate) // COARSE + 1, 2 * steps - 1)
    low = percentile_filter(coarse, 100 * QUANTILE, size=(max(1, reach), 1), mode="nearest")
    floor = low * _mean_over_quantile(COARSE * HOP / FRAME)
    floor = np.exp(gaussian_filter1d(np.log(floor + 1e-20), 4.0, axis=0, mode="nearest"))
    return np.repeat(np.minimum(floor, PAUSE_OVER * _in_pauses(coarse)), COARSE, axis=0)[:frames]


def _in_pauses(coarse: Power) -> Power:
    """Mean power per bin in the quietest moments: whatever stands over it is sung, however long it is held."""
    total = coarse.sum(axis=1)
    quietest = np.argsort(total)[: max(1, round(PAUSE_SHARE * total.size))]
    return np.asarray(coarse[quietest].mean(axis=0))


def _mean_over_quantile(independent_frames: float) -> float:
    """Mean over `QUANTILE` of the power of noise that was averaged over so many independent frames (a gamma law)."""
    # Wilson and Hilferty's cube: the quantile of a chi-square with 2n degrees of freedom, over its mean.
    degrees = 2.0 * independent_frames
    return float((1.0 - 2.0 / (9.0 * degrees) + _BELOW * np.sqrt(2.0 / (9.0 * degrees))) ** -3)


def voice_gain(power: Power, floor: Power) -> NDArray[np.float64]:
    """What Ephraim and Malah's log-spectral-amplitude estimator leaves of each cell, 0.06 to 1."""
    gains = np.empty_like(power)
    voice = np.zeros(power.shape[1])
    for number, (seen, noise) in enumerate(zip(power, floor, strict=True)):
        noise = noise + 1e-20
        above = np.minimum(seen / noise, 1e4)
        prior = SMOOTHING * np.minimum(voice / noise, 1e6) + (1.0 - SMOOTHING) * np.maximum(above - 1.0, 0.0)
        prior = np.maximum(prior, _LEAST_PRIOR)
        share = prior / (1.0 + prior)
        gain = np.clip(share * np.exp(0.5 * exp1(np.maximum(share * above, 1e-8))), LEAST_GAIN, 1.0)
        gains[number] = gain
        voice = gain * gain * seen
    return gains


def _frames_in(length_s: float, rate: int) -> int:
    return round(length_s * rate / HOP)


def _analysed(audio: Audio) -> NDArray[np.complex64]:
    """Square-root Hann frames, shape (channels, frames, bins)."""
    padded = np.pad(audio, ((0, 0), (FRAME, FRAME + -audio.shape[1] % HOP)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, FRAME, axis=1)[:, ::HOP]
    return np.fft.rfft(windows * _WINDOW, axis=2).astype(np.complex64)


def _synthesised(spectra: NDArray[np.complex64], samples: int) -> Audio:
    channels, frames, _ = spectra.shape
    out = np.zeros((channels, frames * HOP + FRAME), np.float32)
    scale = np.float32(HOP / float(np.sum(_WINDOW**2)))
    pieces = np.fft.irfft(spectra, FRAME, axis=2).astype(np.float32) * (_WINDOW * scale)
    overlap = FRAME // HOP
    for part in range(overlap):
        # Every frame's part-th quarter lands that many hops after its start.
        quarter = pieces[:, :, part * HOP : (part + 1) * HOP].reshape(channels, -1)
        out[:, part * HOP : part * HOP + quarter.shape[1]] += quarter
    return out[:, FRAME : FRAME + samples]


_WINDOW = np.sqrt(np.hanning(FRAME + 1)[:-1]).astype(np.float32)
# The standard normal's value below which QUANTILE of it lies.
_BELOW = -0.8416
