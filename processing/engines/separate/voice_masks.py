"""Four ways to tell a voice from its backing without a trained model: by where it stands, by how it moves, by what does
not repeat, and by place and repetition together. None is right for every song; `split` picks one per song."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.engines.separate.spectra import (
    Mask,
    Spectrum,
    broad,
    magnitude,
    share,
    sound,
    spectrum,
    steady,
    window_of,
)

FRAME_S = 0.085
VOICE_HZ = (120.0, 11_000.0)
_LIKE_FRAMES = 15
_APART_S = 1.0
_CENTRE = (0.6, 0.98)
_LONG_S, _SHORT_S = 0.34, 0.03


def centre(audio: Audio, spectra: Spectrum, rate: int) -> Mask:
    """What is alike in both channels, as a voice in the middle is."""
    left, right = spectra[0], spectra[-1]
    both = np.square(np.abs(left)) + np.square(np.abs(right))
    alike = 2.0 * (left * np.conj(right)).real / np.maximum(both, 1e-20)
    low, high = _CENTRE
    ramp = np.clip((alike - low) / (high - low), 0.0, 1.0)
    return np.asarray(ramp * ramp * _voice_band(spectra, rate), np.float32)


def movement(audio: Audio, spectra: Spectrum, rate: int) -> Mask:
    """A voice moves too much to be steady in long frames and is too tonal to be a stroke in short ones: harmonic and
    percussive parts are told apart twice (Tachibana 2010, FitzGerald 2010)."""
    size = window_of(rate, _LONG_S)
    long = spectrum(audio, size)
    level = magnitude(long)
    moving = sound(long * share(broad(level, 31), steady(level, 9)), size, audio.shape[1])
    size = window_of(rate, _SHORT_S)
    short = spectrum(moving, size)
    level = magnitude(short)
    tonal = sound(short * share(steady(level, 15), broad(level, 9)), size, audio.shape[1])
    voice = magnitude(spectrum(tonal, window_of(rate, FRAME_S)))
    return np.asarray(share(voice, np.maximum(magnitude(spectra) - voice, 0.0)) * _voice_band(spectra, rate))


def repetition(audio: Audio, spectra: Spectrum, rate: int) -> Mask:
    """What the most alike frames of the song do not share is new, as words are (REPET-SIM, Rafii and Pardo 2012)."""
    level = magnitude(spectra)
    backing = np.minimum(_repeated(level, rate), level)
    voice = level - backing
    return share(voice, backing) * _voice_band(spectra, rate)


def place_and_repetition(audio: Audio, spectra: Spectrum, rate: int) -> Mask:
    """New and in the middle."""
    return centre(audio, spectra, rate) * repetition(audio, spectra, rate)


METHODS: dict[str, Callable[[Audio, Spectrum, int], Mask]] = {
    "centre": centre,
    "movement": movement,
    "repetition": repetition,
    "centre and repetition": place_and_repetition,
}
# What tells nothing about a song that is the same on both sides.
STEREO_ONLY = ("centre", "centre and repetition")


def _repeated(level: Mask, rate: int) -> Mask:
    """For each frame the median of the frames most like it, at least `_APART_S` away."""
    frames = level.shape[1]
    shape = level / np.maximum(np.linalg.norm(level, axis=0), 1e-12)
    likeness = shape.T @ shape
    hop_s = window_of(rate, FRAME_S) // 4 / rate
    apart = max(1, round(_APART_S / hop_s))
    count = max(1, min(_LIKE_FRAMES, frames // 4))
    rows = np.ascontiguousarray(level.T)
    out = np.empty_like(rows)
    for frame in range(frames):
        near = likeness[frame]
        near[max(0, frame - apart) : frame + apart + 1] = -1.0
        near[frame] = 2.0
        alike = np.argpartition(near, -count)[-count:]
        out[frame] = np.partition(rows[alike], count // 2, axis=0)[count // 2]
    return out.T


def _voice_band(spectra: Spectrum, rate: int) -> NDArray[np.float32]:
    bins = spectra.shape[1]
    hz = np.arange(bins) * (rate / 2.0 / (bins - 1))
    low, high = VOICE_HZ
    rising = np.clip((hz - 0.75 * low) / (0.5 * low), 0.0, 1.0)
    falling = np.clip((1.2 * high - hz) / (0.4 * high), 0.0, 1.0)
    band: NDArray[np.float32] = (rising * falling).astype(np.float32)[:, None]
    return band
