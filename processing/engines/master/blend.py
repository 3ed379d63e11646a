"""How much of a match is taken: tone and width apart, each only as far as it measures better than the mix did."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio, db_to_gain, power_to_db
from processing.dsp.loudness import SILENCE_LUFS, integrated_lufs
from processing.dsp.spectrum import balance_distance_db, third_octaves_db
from processing.dsp.stereo import mid_side, mono_loss_lu

MONO_LOSS_LIMIT_LU = 2.5
"""Half a unit inside the gate of 3 LU: the limiter behind may still move it."""
AMOUNTS = (1.0, 0.5)
LEAST_SIDE_DB = -45.0


@dataclass(frozen=True)
class Blended:
    """The blend, how far each dimension was really taken, and what was decided in words."""

    audio: Audio
    tone: float
    width: float
    distance_before_db: float
    distance_after_db: float
    words: tuple[str, ...]


def blended(
    mix: Audio, match: Audio, sample_rate: int, goal_db: NDArray[np.float64], *, tone: float, width: float
) -> Blended:
    """Between `mix` and `match` (both (2, samples), in phase): `tone` and `width` from 0 (mix) to 1 (match).

    `goal_db` is the third-octave balance aimed at. A tone that lies further from it than the mix did is halved, then
    left out; a width that loses too much in mono is taken back.
    """
    before_db = balance_distance_db(third_octaves_db(mix, sample_rate), goal_db)
    words: list[str] = []
    audio, taken, after_db = mix, 0.0, before_db
    for amount in AMOUNTS if tone else ():
        trial = toned(mix, match, sample_rate, tone * amount)
        distance_db = balance_distance_db(third_octaves_db(trial, sample_rate), goal_db)
        if distance_db <= before_db:
            audio, taken, after_db = trial, tone * amount, distance_db
            break
    if tone and taken < tone:
        words.append(_kept_back("Tone", taken, "the full match lay further from the goal than the mix"))
    audio, width_taken = _with_width(mix, audio, match, sample_rate, width)
    if width and width_taken < width:
        words.append(_kept_back("Width", width_taken, "more would lose too much on one loudspeaker"))
    return Blended(audio, taken, width_taken, before_db, after_db, tuple(words))


def toned(mix: Audio, match: Audio, sample_rate: int, tone: float) -> Audio:
    """A cross-fade at equal loudness. Matching filters are linear in phase, so nothing combs."""
    if tone >= 1.0:
        return match
    mix_lufs, match_lufs = integrated_lufs(mix, sample_rate), integrated_lufs(match, sample_rate)
    if min(mix_lufs, match_lufs) <= SILENCE_LUFS:
        return mix
    level = np.float32((1.0 - tone) * db_to_gain(match_lufs - mix_lufs))
    return np.asarray(mix * level + match * np.float32(tone), dtype=np.float32)


def side_over_mid_db(audio: Audio) -> float:
    middle, side = mid_side(audio)
    return power_to_db(_power(side)) - power_to_db(_power(middle))


def _with_width(mix: Audio, audio: Audio, match: Audio, sample_rate: int, width: float) -> tuple[Audio, float]:
    """Side level between that of the mix and that of the match; back to the mix's where mono would suffer."""
    mix_db, match_db, now_db = (side_over_mid_db(part) for part in (mix, match, audio))
    if min(mix_db, match_db, now_db) < LEAST_SIDE_DB:
        return audio, width
    first = _side_gain(audio, (1.0 - width) * mix_db + width * match_db - now_db)
    if mono_loss_lu(first, sample_rate) <= MONO_LOSS_LIMIT_LU:
        return first, width
    limit_lu = max(MONO_LOSS_LIMIT_LU, mono_loss_lu(mix, sample_rate))
    for amount in (width, width / 2.0, 0.0):
        trial = _side_gain(audio, (1.0 - amount) * mix_db + amount * match_db - now_db)
        if mono_loss_lu(trial, sample_rate) <= limit_lu:
            return trial, amount
    return _narrowed(audio, sample_rate, limit_lu), 0.0


def _narrowed(audio: Audio, sample_rate: int, limit_lu: float) -> Audio:
    """Take side away in steps until the mono sum holds; the tone match itself can have raised it."""
    while mono_loss_lu(audio, sample_rate) > limit_lu:
        audio = _side_gain(audio, -1.5)
    return audio


def _side_gain(audio: Audio, gain_db: float) -> Audio:
    if abs(gain_db) < 0.05:
        return audio
    middle, side = mid_side(audio)
    side = side * np.float32(db_to_gain(gain_db))
    return np.concatenate([middle + side, middle - side])


def _power(signal: Audio) -> float:
    flat = signal.reshape(-1)
    return float(np.dot(flat, flat)) / max(1, flat.size)


def _kept_back(what: str, taken: float, why: str) -> str:
    return f"{what}: left as in the mix, {why}." if taken == 0.0 else f"{what}: taken to {taken:.0%} only, {why}."
