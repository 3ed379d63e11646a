"""Where a voice starts in a band: first how it lies between the beats, then on which beat."""

from dataclasses import dataclass

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from processing.dsp.alignment.harmony import stretched
from processing.dsp.alignment.rises import FPS, Rises

_SMOOTH_FRAMES = 2.0
_PARTS = 4  # places in a beat at which a syllable may stand
_PRIOR = 0.35  # of all difference: so much better must a place fit that lies a whole reach from where it was expected
_HARMONY = 0.5
_CLEAR_LEAD = 0.3
_CLEAR_FOLD = 4.0
SLOW_ATTACK_S = 0.005
"""A vowel rises most steeply a little after it is heard to begin, a drum at once."""


@dataclass(frozen=True)
class Place:
    """`offset_s`: where the voice's own time 0 lies in the band. `within_beat` 0..1 is how sure its place between the
    beats is, `confidence` that and which beat; `others_s`: places that fit almost as well."""

    offset_s: float
    within_beat: float
    confidence: float
    others_s: tuple[float, ...]


@dataclass(frozen=True)
class Likeness:
    """How alike voice and band begin their sounds at each shift: `fit[i]` at `(i + first) / FPS` seconds."""

    fit: NDArray[np.float64]
    first: int

    def at(self, lags_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.interp(lags_s * FPS - self.first, np.arange(len(self.fit)), self.fit))


def likeness(voice: Rises, band: Rises, ratio: float, around_s: float, reach_s: float) -> Likeness:
    """Correlate the rises band by band, with the voice laid on the clock of a band `ratio` times as fast.

    In units of what chance gives: two unrelated recordings stay within about 3.
    """
    ours = scipy.ndimage.gaussian_filter1d(stretched(voice.astype(np.float64), ratio), _SMOOTH_FRAMES, axis=0)
    theirs = band.astype(np.float64)
    size = 1 << int(np.ceil(np.log2(len(ours) + len(theirs) + 1)))
    same = np.zeros(size)
    for one, other in zip(ours.T, theirs.T, strict=True):
        same += np.fft.irfft(np.fft.rfft(other, size) * np.conj(np.fft.rfft(one, size)), size)
    first, last = int(np.floor((around_s - reach_s) * FPS)), int(np.ceil((around_s + reach_s) * FPS))
    fit = same[np.arange(first, last + 1) % size]
    return Likeness(fit / max(float(np.sqrt(np.square(ours).sum())), 1e-9) / np.sqrt(ours.shape[1]), first)


def place(alike: Likeness, harmony: NDArray[np.float64], beat_s: float, around_s: float, reach_s: float) -> Place:
    """The best place within `reach_s` of `around_s`. `harmony`: how well the notes fit at every lag of `alike`."""
    shift_s, within = _between_beats(alike, beat_s / _PARTS)
    step_s = beat_s / _PARTS
    numbers = np.arange(np.ceil((around_s - reach_s - shift_s) / step_s), (around_s + reach_s - shift_s) / step_s)
    lags_s = shift_s + numbers * step_s
    near_s = np.arange(-3, 4) / FPS
    rhythm = alike.at(lags_s[:, None] + near_s[None, :]).max(axis=1)
    notes = np.interp(lags_s * FPS - alike.first, np.arange(len(harmony)), harmony)
    total = _standing(rhythm) + _HARMONY * _standing(notes)
    far = np.abs(lags_s - around_s) / reach_s
    total = total - _PRIOR * np.maximum(far - far.min(), 0.0) * max(float(np.ptp(total)), 1e-9)
    best = int(total.argmax())
    lead = (total[best] - total) / max(float(np.ptp(total)), 1e-9)
    apart = np.arange(len(total)) != best
    others = np.flatnonzero(apart & (lead < _CLEAR_LEAD))
    which = float(np.clip(lead[apart].min() / _CLEAR_LEAD, 0.0, 1.0)) if apart.any() else 1.0
    ranked = others[np.argsort(lead[others])][:4]
    return Place(
        offset_s=round(float(lags_s[best]) + SLOW_ATTACK_S, 4),
        within_beat=round(within, 3),
        confidence=round(within * which, 3),
        others_s=tuple(round(float(lags_s[i]), 3) for i in ranked),
    )


def _between_beats(alike: Likeness, period_s: float) -> tuple[float, float]:
    """The lags folded onto one part of a beat: the top of the fold, and how far it stands out."""
    period = period_s * FPS
    inside = np.arange(0.0, period, 0.25)
    count = int(len(alike.fit) / period)
    if count < 1:
        top = int(alike.fit.argmax())
        return (top + alike.first) / FPS, 0.0
    folded = np.mean(
        [np.interp(inside + k * period, np.arange(len(alike.fit)), alike.fit) for k in range(count)], axis=0
    )
    top = int(folded.argmax())
    height = float(folded[top] - folded.mean()) * np.sqrt(count)
    return (alike.first + float(inside[top])) / FPS, float(np.clip(height / _CLEAR_FOLD, 0.0, 1.0))


def _standing(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-9))
