"""How much of a match is taken: tone and width apart, each only as far as it measures better than the mix did.

Everything is decided on spectra, before a single sample is filtered: a filter's effect on them is known exactly.
"""

from dataclasses import dataclass, replace

import numpy as np

from processing.dsp.balance import balance_distance_db
from processing.dsp.blocks import copied
from processing.dsp.filters import convolved, through_fir
from processing.dsp.k_weighting import k_power
from processing.dsp.levels import Audio, power_to_db
from processing.dsp.spectrum import Spectrum
from processing.engines.master import image
from processing.engines.master.caps import Curves, capped
from processing.engines.master.goal import LEAST_SIDE_DB, Goal
from processing.engines.master.profile import Profile
from processing.engines.master.tone import Power, filtered_power, fir_of

MONO_LOSS_LIMIT_LU = 2.5
"""Half a unit inside the gate of 3 LU: the limiter behind may still move it."""
AMOUNTS = (1.0, 0.5)


@dataclass(frozen=True)
class Blend:
    """Gains per bin (dB) for mid and side, how far each dimension is really taken, and what was decided in words."""

    middle_db: Power
    side_db: Power
    tone: float
    width: float
    distance_before_db: float
    distance_after_db: float
    words: tuple[str, ...]

    def drawn_together(self, share: float) -> "Blend":
        """With so much of the side's rise over the middle taken back, at every frequency."""
        side_db = self.side_db - share * np.maximum(self.side_db - self.middle_db, 0.0)
        return self._with(self.middle_db, side_db, image.held_words()[0])

    def lowered(self, middle_db: Power, side_db: Power, words: str) -> "Blend":
        """With so many decibels less of mid and side."""
        return self._with(self.middle_db - middle_db, self.side_db - side_db, words)

    def _with(self, middle_db: Power, side_db: Power, words: str) -> "Blend":
        told = self.words if words in self.words else (*self.words, words)
        return replace(self, middle_db=middle_db, side_db=side_db, words=told)


def blended(mix: Profile, goal: Goal, sample_rate: int, *, tone: float, width: float, healthy: bool = False) -> Blend:
    """Between the mix and its goal: `tone` and `width` from 0 (mix) to 1 (goal), apart from each other.

    A tone that would lie further from the goal than the mix does is halved, then left out; a width that would lose too
    much in mono is taken back. `healthy` holds tone and side back where a diagnosis would find a fault that the mix has
    not.
    """
    before_db = balance_distance_db(mix.whole.third_octaves_db(), goal.balance_db)
    words: list[str] = []
    flat = np.zeros_like(mix.middle.power)
    heard, taken, after_db = _Heard(mix, flat, flat, sample_rate), 0.0, before_db
    for amount in AMOUNTS if tone else ():
        trial, capped_words = _matched(mix, goal, tone * amount, sample_rate, healthy)
        distance_db = balance_distance_db(trial.whole.third_octaves_db(), goal.balance_db)
        if distance_db <= before_db:
            heard, taken, after_db = trial, tone * amount, distance_db
            words += capped_words
            break
    if tone and taken < tone:
        words.append(_kept_back("Tone", taken, "the full match would lie further from the goal than the mix"))
    heard, width_taken = _with_width(mix, heard, goal, sample_rate, width)
    if width and width_taken < width:
        words.append(_kept_back("Width", width_taken, "more would lose too much on one loudspeaker"))
    curves = (heard.middle_db, heard.side_db)
    if healthy:
        curves, held_words = _healthy(mix, curves)
        words += [one for one in held_words if one not in words]
    return Blend(*curves, taken, width_taken, before_db, after_db, tuple(words))


def _healthy(mix: Profile, curves: Curves) -> tuple[Curves, tuple[str, ...]]:
    """The width that was taken moved the side again: both are held once more, as they will be heard."""
    middle_db, side_db = curves
    side_db, image_words = image.held_together(mix, middle_db, side_db)

    def whole(tried: Curves) -> Spectrum:
        middle, side = (filtered_power(part, gains) for part, gains in zip((mix.middle, mix.side), tried, strict=True))
        return Spectrum(middle.frequencies_hz, middle.power + side.power)

    curves, tone_words = capped(mix.whole, (middle_db, side_db), whole)
    return curves, (*tone_words, *image_words)


def _matched(
    mix: Profile, goal: Goal, tone: float, sample_rate: int, healthy: bool
) -> tuple["_Heard", tuple[str, ...]]:
    """The mix behind the match, its side as loud as it was, and words about what was held back of it."""

    def behind(curves: Curves) -> _Heard:
        return _Heard(mix, *curves, sample_rate).with_side_at(mix.side_over_mid_db)

    curves = (tone * goal.middle_db, tone * goal.side_db)
    if not healthy:
        return behind(curves), ()

    def together(curves: Curves) -> _Heard:
        """As it will be heard in the end: the side no higher than it may lie."""
        wide = behind(curves)
        return _Heard(mix, wide.middle_db, image.held_together(mix, wide.middle_db, wide.side_db)[0], sample_rate)

    curves, words = capped(mix.whole, curves, lambda tried: together(tried).whole)
    return together(curves), words


def applied(mix: Audio, blend: Blend) -> Audio:
    """The mix (2, samples) behind the blend's filters. Linear in phase, so that mid and side stay together."""
    if not blend.middle_db.any() and not blend.side_db.any():
        return copied(mix)
    return toned(mix, fir_of(blend.middle_db), fir_of(blend.side_db))


def toned(mix: Audio, middle_fir: Audio, side_fir: Audio) -> Audio:
    """Mid and side (2, samples) each behind its filter, both of one length."""

    def work(inside: slice, part: Audio) -> Audio:
        middle = (part[0] + part[1]) * np.float32(0.5)
        side = convolved(part[0] - middle, side_fir, inside)
        middle = convolved(middle, middle_fir, inside)
        return np.stack([middle + side, middle - side])

    return through_fir(work, mix, fir=middle_fir)


class _Heard:
    """What the mix would be behind two filters."""

    def __init__(self, mix: Profile, middle_db: Power, side_db: Power, sample_rate: int) -> None:
        self._mix, self._sample_rate = mix, sample_rate
        self.middle_db, self.side_db = middle_db, side_db
        self.middle, self.side = filtered_power(mix.middle, middle_db), filtered_power(mix.side, side_db)

    @property
    def whole(self) -> Spectrum:
        return Spectrum(self.middle.frequencies_hz, self.middle.power + self.side.power)

    @property
    def side_over_mid_db(self) -> float:
        return power_to_db(float(self.side.power.sum())) - power_to_db(float(self.middle.power.sum()))

    @property
    def mono_loss_lu(self) -> float:
        weights = k_power(self.middle.frequencies_hz, self._sample_rate)
        middle, side = float(self.middle.power @ weights), float(self.side.power @ weights)
        return 10.0 * float(np.log10((middle + side + 1e-20) / (middle + 1e-20)))

    def with_side_at(self, side_over_mid_db: float) -> "_Heard":
        now_db = self.side_over_mid_db
        if min(now_db, side_over_mid_db) < LEAST_SIDE_DB:
            return self
        return self.with_side(side_over_mid_db - now_db)

    def with_side(self, gain_db: float) -> "_Heard":
        return _Heard(self._mix, self.middle_db, self.side_db + gain_db, self._sample_rate)


def _with_width(mix: Profile, heard: _Heard, goal: Goal, sample_rate: int, width: float) -> tuple[_Heard, float]:
    """Side level between that of the mix and that of the goal; back to the mix's where mono would suffer."""
    mix_db, goal_db = mix.side_over_mid_db, goal.side_over_mid_db
    if goal_db is None or mix_db < LEAST_SIDE_DB:
        return heard, width
    limit_lu = max(MONO_LOSS_LIMIT_LU, _Heard(mix, heard.middle_db * 0, heard.side_db * 0, sample_rate).mono_loss_lu)
    for amount in (width, width / 2.0, 0.0):
        trial = heard.with_side_at((1.0 - amount) * mix_db + amount * goal_db)
        most_lu = MONO_LOSS_LIMIT_LU if amount == width else limit_lu
        if trial.mono_loss_lu <= most_lu:
            return trial, amount
    return _narrowed(heard, limit_lu), 0.0


def _narrowed(heard: _Heard, limit_lu: float) -> _Heard:
    """Take side away in steps until the mono sum holds; the tone match itself can have raised it."""
    while heard.mono_loss_lu > limit_lu:
        heard = heard.with_side(-1.5)
    return heard


def _kept_back(what: str, taken: float, why: str) -> str:
    return f"{what}: left as in the mix, {why}." if taken == 0.0 else f"{what}: taken to {taken:.0%} only, {why}."
