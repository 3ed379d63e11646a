"""Where a voice starts in a band: first how it lies between the beats, then on which beat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from processing.dsp.alignment.frames import FPS
from processing.dsp.alignment.laid import stretched
from processing.dsp.alignment.rises import Rises
from processing.dsp.alignment.session import Sign

_SMOOTH_FRAMES = 2.0
_PARTS = 4  # places in a beat at which a syllable may stand
_CLEAR_FOLD = 4.0
SLOW_ATTACK_S = 0.005
"""A vowel rises most steeply a little after it is heard to begin, a drum at once."""
_SPREAD_S = 0.008  # how far the heard place between beats lies from the true one
_STRAY = 0.12  # how often it is heard on another part of the beat altogether
_RHYTHM, _CHORDS, _ENTRIES = 0.3, 0.5, 0.4
"""What each says, as a log likelihood: per unit of chance, per second sung on likelier notes, per spread over places.
Set so that of all places called likely a share as large is right: real songs over a band of their own seldom reach a
third by music alone, and then other beats are named."""
_CHORD_LEAN_S = 0.15  # singers take the next chord's note before it comes, hardly ever after it has gone
_HEARD = 0.7  # how sure the place between beats must be before it corrects what a sign names roughly
_NAMES, _BEHIND_S = 0.2, 0.025  # what a sign must be worth to correct what is heard, and by how much at most
_FAR = 0.8
_SAME_S = 0.012
_WORTH_NAMING = 0.12  # of the best
_NAMED = 4


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

    @property
    def lags_s(self) -> NDArray[np.float64]:
        return (np.arange(len(self.fit)) + self.first) / FPS

    def at(self, lags_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.interp(lags_s, self.lags_s, self.fit))


@dataclass(frozen=True)
class Between:
    """How the voice lies between two beats: heard `shift_s` after each part of `part_s`, and how sure that is, 0..1."""

    shift_s: float
    part_s: float
    sure: float

    def at(self, lags_s: NDArray[np.float64], within_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much likelier than a place taken blindly each lag is, itself known within `within_s`."""
        away_s = np.mod(lags_s - self.shift_s - SLOW_ATTACK_S + self.part_s / 2, self.part_s) - self.part_s / 2
        spread_s = np.hypot(_SPREAD_S, within_s)
        peak = np.exp(-0.5 * np.square(away_s / spread_s)) * self.part_s / (spread_s * np.sqrt(2 * np.pi))
        near = (1.0 - _STRAY) * self.sure
        return np.asarray(near * peak + 1.0 - near)


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


def place(
    alike: Likeness,
    chords: NDArray[np.float64],
    entries: NDArray[np.float64],
    beat_s: float,
    around_s: float,
    reach_s: float,
    signs: Sequence[Sign],
) -> Place:
    """The likeliest place within `reach_s` of `around_s`, and its share of all likelihood.

    `chords` and `entries`: how well notes and phrases fit at every lag of `alike`. `signs` are places that something
    else speaks for; each is weighed by how it lies between the beats and by the music, like all others.
    """
    between = between_beats(alike, beat_s / _PARTS)
    numbers = np.arange(
        np.ceil((around_s - reach_s - between.shift_s) / between.part_s),
        (around_s + reach_s - between.shift_s) / between.part_s,
    )
    grid_s = between.shift_s + numbers * between.part_s
    signs = [sign for sign in signs if abs(sign.offset_s - around_s) <= reach_s]
    signed_s = np.array([sign.offset_s for sign in signs])
    music = _music(alike, chords, entries, grid_s, signed_s - SLOW_ATTACK_S)
    far = np.abs(np.concatenate([grid_s, signed_s]) - around_s) / reach_s
    likely = np.exp(music - music.max() - _FAR * far)
    usual = float(likely[: len(grid_s)].mean())
    timing = between.at(signed_s, np.array([sign.within_s for sign in signs]))
    weight = np.concatenate(
        [likely[: len(grid_s)] / len(grid_s), likely[len(grid_s) :] * timing * [sign.odds for sign in signs]]
    ) / max(usual, 1e-12)
    # A sign that names a place but for some milliseconds means the one that was heard there, and one that names it
    # exactly says that the singer lies behind the beat, or before it.
    heard_s = grid_s + SLOW_ATTACK_S
    for sign in signs:
        if sign.within_s == 0.0 and sign.odds >= _NAMES:
            heard_s[np.abs(heard_s - sign.offset_s) <= _BEHIND_S] = sign.offset_s
    named_s = [_heard(sign, heard_s) if between.sure >= _HEARD else sign.offset_s for sign in signs]
    named = np.arange(len(weight)) >= len(grid_s)
    return _likeliest(np.concatenate([heard_s, named_s]), weight / weight.sum(), named, between.sure)


def _music(
    alike: Likeness,
    chords: NDArray[np.float64],
    entries: NDArray[np.float64],
    grid_s: NDArray[np.float64],
    signed_s: NDArray[np.float64],
) -> NDArray[np.float64]:
    """What rhythm, notes and phrases say of each place, as a log likelihood."""
    lags_s, near_s = np.concatenate([grid_s, signed_s]), np.arange(-3, 4) / FPS
    rhythm = alike.at(lags_s[:, None] + near_s[None, :]).max(axis=1)
    notes = np.interp(lags_s + _CHORD_LEAN_S, alike.lags_s, chords)
    phrases = np.interp(lags_s, alike.lags_s, entries)
    spread = max(float(phrases[: len(grid_s)].std()), 1e-9)
    return np.asarray(_RHYTHM * rhythm + _CHORDS * notes + _ENTRIES * (phrases - phrases.mean()) / spread)


def _heard(sign: Sign, heard_s: NDArray[np.float64]) -> float:
    nearest_s = float(heard_s[int(np.abs(heard_s - sign.offset_s).argmin())])
    return nearest_s if abs(nearest_s - sign.offset_s) <= 2 * sign.within_s else sign.offset_s


def _likeliest(
    places_s: NDArray[np.float64], share: NDArray[np.float64], named: NDArray[np.bool_], between: float
) -> Place:
    """Places that lie together count together; what was named needs no beat to be sure of its milliseconds."""
    taken: list[tuple[float, float, float]] = []
    for one in np.argsort(-share):
        if all(abs(places_s[one] - place_s) > _SAME_S for place_s, _, _ in taken):
            here = np.abs(places_s - places_s[one]) <= _SAME_S
            taken.append((float(places_s[one]), float(share[here].sum()), float(share[here & named].sum())))
    (offset_s, sure, by_name), *others = taken
    within = max(between, by_name)
    return Place(
        offset_s=round(offset_s, 4),
        within_beat=round(within, 3),
        confidence=round(min(within, sure), 3),
        others_s=tuple(round(place_s, 3) for place_s, other, _ in others[:_NAMED] if other > _WORTH_NAMING * sure),
    )


def between_beats(alike: Likeness, part_s: float) -> Between:
    """The lags folded onto one part of a beat: the top of the fold, and how far it stands out."""
    period = part_s * FPS
    inside = np.arange(0.0, period, 0.25)
    count = int(len(alike.fit) / period)
    if count < 1:
        return Between((int(alike.fit.argmax()) + alike.first) / FPS, part_s, 0.0)
    folded = np.mean(
        [np.interp(inside + k * period, np.arange(len(alike.fit)), alike.fit) for k in range(count)], axis=0
    )
    top = int(folded.argmax())
    height = float(folded[top] - folded.mean()) * np.sqrt(count)
    sure = float(np.clip(height / _CLEAR_FOLD, 0.0, 1.0))
    return Between((alike.first + float(inside[top])) / FPS, part_s, sure)
