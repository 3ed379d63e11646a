"""Which way of finding the voice suits a song: each is tried on short excerpts, and the one is taken whose voice and
backing move least alike. Two players are seldom loud in the same bands at the same moments; two halves of one are."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.dsp.on_disk import let_go
from processing.engines.contracts import Progress
from processing.engines.separate.spectra import Mask, Spectrum, magnitude, spectrum, window_of
from processing.engines.separate.voice_masks import FRAME_S, METHODS, STEREO_ONLY

EXCERPTS = 3
EXCERPT_S = 12.0
_BANDS = 24
_MONO_DB = -50.0
# Likeness of voice and backing where the split is as good as it gets without a model, and where it is worth nothing.
_GOOD, _BAD = 0.15, 0.45
_LATER_FRAMES = 6
"""Beyond where two frames share samples: what is as loud by then as it was goes on, as everything that is played."""
_GOES_ON = 0.1
"""Players hold 0.13 to 0.4 of their movement for as long, drums alone 0.08, noise nothing."""


@dataclass(frozen=True)
class Choice:
    """`confidence` 0..1, by what can be heard without knowing the truth; `likeness` of voice and backing by method."""

    method: str
    confidence: float
    words: list[str]
    likeness: dict[str, float] = field(default_factory=dict)


def choose(song: Audio, rate: int, *, progress: Progress) -> Choice:
    """Try every method on excerpts of (2, samples)."""
    found: dict[str, list[tuple[float, float]]] = {}
    pieces = excerpts(song, rate)
    for number, piece in enumerate(pieces):
        spectra = spectrum(piece, window_of(rate, FRAME_S))
        for name, method in METHODS.items():
            progress((number + 0.5) / len(pieces), "Listening how the song can be taken apart")
            if name in STEREO_ONLY and is_mono(piece):
                continue
            voice = method(piece, spectra, rate)
            found.setdefault(name, []).append((likeness(spectra, voice), going_on(spectra, voice)))
    whole = {name: np.mean(values, axis=0).tolist() for name, values in found.items() if len(values) == len(pieces)}
    mean = {name: alike for name, (alike, _) in whole.items()}
    best = min(mean, key=lambda name: mean[name])
    # Two noises move less alike than any two players, but there is nothing in them to tell apart.
    played = float(np.clip(whole[best][1] / _GOES_ON, 0.0, 1.0))
    confidence = round(played * float(np.clip((_BAD - mean[best]) / (_BAD - _GOOD), 0.0, 1.0)), 2)
    return Choice(best, confidence, words_of(best, confidence), {name: round(v, 3) for name, v in mean.items()})


def words_of(method: str, confidence: float) -> list[str]:
    return [
        f"Taken apart without a model, by {method}; confidence {confidence:.0%}.",
        "This is a preview to listen to and to work from, not parts to release.",
    ]


def excerpts(song: Audio, rate: int) -> list[Audio]:
    """Short stretches from the whole length; a short song is one."""
    length, samples = round(EXCERPT_S * rate), song.shape[1]
    if samples <= 2 * length:
        return [np.array(song[:, : 2 * length])] if samples >= rate else [_filled(song, rate)]
    starts = np.linspace(0.15, 0.85, EXCERPTS) * samples - length / 2
    cut = [np.array(song[:, max(0, int(at)) : max(0, int(at)) + length]) for at in starts]
    let_go(song)
    return cut


def _filled(song: Audio, samples: int) -> Audio:
    return np.pad(song, ((0, 0), (0, samples - song.shape[1])))


def is_mono(audio: Audio) -> bool:
    """Whether both channels are the same but for a trace."""
    side = float(np.mean(np.square(audio[0] - audio[-1])))
    return side <= 10.0 ** (_MONO_DB / 10.0) * float(np.mean(np.square(audio))) or not audio.any()


def likeness(spectra: Spectrum, voice: Mask) -> float:
    """How alike the loudness of voice and backing move over time, mean over the bands: 0 not at all, 1 as one."""
    level = magnitude(spectra)
    ours, theirs = _bands(level * voice), _bands(level * (1.0 - voice))
    ours -= ours.mean(axis=1, keepdims=True)
    theirs -= theirs.mean(axis=1, keepdims=True)
    together = (ours * theirs).sum(axis=1)
    apart = np.sqrt(np.square(ours).sum(axis=1) * np.square(theirs).sum(axis=1))
    heard = apart > 1e-12
    return float(np.mean(together[heard] / apart[heard])) if heard.any() else 1.0


def going_on(spectra: Spectrum, voice: Mask) -> float:
    """How much of their movement voice and backing still have an eighth of a second later, mean over the bands and
    both: 0 of noise."""
    level, shares = magnitude(spectra), []
    for part in (voice, 1.0 - voice):
        bands = _bands(level * part)
        bands -= bands.mean(axis=1, keepdims=True)
        power = np.square(bands).sum(axis=1)
        heard = power > 1e-12
        held = (bands[:, _LATER_FRAMES:] * bands[:, :-_LATER_FRAMES]).sum(axis=1)
        shares.append(float(np.mean(held[heard] / power[heard])) if heard.any() else 0.0)
    return float(np.mean(shares))


def _bands(level: Mask) -> NDArray[np.float64]:
    """(bands, frames) of amplitude, the bands equally wide to the ear."""
    edges = np.unique(np.round(np.geomspace(6, level.shape[0] - 1, _BANDS + 1)).astype(int))
    power = np.add.reduceat(np.square(level, dtype=np.float64), edges[:-1], axis=0)
    return np.asarray(np.sqrt(power))
