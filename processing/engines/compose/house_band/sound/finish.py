"""The last hand on the stems: tone, contrast between sections, loudness, peaks.

Whatever is done is done to every stem alike, so that the stems still add up to the instrumental.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from processing.dsp.limiter import limit_to, peak_curve
from processing.engines.compose.house_band.score import Dynamics
from processing.engines.compose.house_band.sound.curves import CHANGE_S, by_section, gain
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, ride, weighted_energy
from processing.engines.compose.house_band.sound.tone import shelve, shelves_db
from processing.engines.compose.house_band.sound.waves import Doubles, Samples

TARGET_LUFS = -16.0
CEILING_DBTP = -1.15
HOP = SAMPLE_RATE // 10
LARGEST_RIDE_DB = 7.0

WINDOWS_LU = {
    "intro": (-9.0, -1.5),
    "verse": (-3.8, -2.8),
    "pre_chorus": (-3.0, -1.2),
    "post_chorus": (-1.5, 0.5),
    "bridge": (-5.0, -1.2),
    "solo": (-2.0, 0.5),
    "break": (-9.0, -2.0),
    "outro": (-9.0, -1.0),
}
"""How far below the chorus each kind of section may lie. What lies outside is ridden to the nearer edge."""


@dataclass(frozen=True)
class Finish:
    """What was done: the static gain, the tone shelves, the ride of each section and the deepest hold on a peak."""

    gain_db: float
    shelves_db: tuple[float, ...]
    rides_db: tuple[float, ...]
    peak_hold_db: float


def finish(stems: dict[str, Samples], sections: Sequence[Dynamics]) -> Finish:
    """Ride, level and tame the stems, each replaced in the dict. They are (2, samples) at 48 kHz, of one length."""
    mix = np.zeros_like(next(iter(stems.values())))
    for stem in stems.values():
        mix += stem
    shelves = shelves_db(mix, sections)
    shelve(mix, shelves)
    rides = rides_db(sections, _energy(mix))
    curve = gain(by_section(sections, rides, mix.shape[1], CHANGE_S))
    _ride(mix, curve)
    level = integrated_lufs(_energy(mix))
    gain_db = float(np.clip(TARGET_LUFS - level, -40.0, 40.0)) if np.isfinite(level) else 0.0
    peaks = peak_curve(mix)
    del mix
    for name, stem in stems.items():
        shelve(stem, shelves)
        _ride(stem, curve)
        # The peaks are those of the sum: every stem is held by the same gain.
        stems[name] = limit_to(stem, SAMPLE_RATE, peaks, ceiling_dbtp=CEILING_DBTP, drive_db=gain_db)
    over_db = 20 * np.log10(max(float(peaks.max(initial=0.0)), 1e-9)) + gain_db - CEILING_DBTP
    return Finish(gain_db, shelves, tuple(rides), max(0.0, float(over_db)))


def _ride(stem: Samples, curve: Doubles) -> None:
    for side in stem:
        ride(side, curve)


def rides_db(sections: Sequence[Dynamics], energy: Doubles) -> list[float]:
    """How far each section must move to stand in its window below the choruses; 0 where there is no chorus."""
    loud = [_section_lufs(s, energy) for s in sections]
    choruses = [level for s, level in zip(sections, loud, strict=True) if s.kind == "chorus" and np.isfinite(level)]
    if not choruses:
        return [0.0] * len(sections)
    reference = 10 * np.log10(np.mean([10 ** (level / 10) for level in choruses]))
    moves = []
    for section, level in zip(sections, loud, strict=True):
        low, high = WINDOWS_LU.get(section.kind, (-1.2, 0.8) if section.kind == "chorus" else (-9.0, 0.5))
        wanted = float(np.clip(level - reference, low, high)) if np.isfinite(level) else level - reference
        move = wanted - (level - reference) if np.isfinite(level) else 0.0
        moves.append(float(np.clip(move, -LARGEST_RIDE_DB, LARGEST_RIDE_DB)))
    return moves


def integrated_lufs(energy: Doubles) -> float:
    """Gated loudness after BS.1770 from weighted mean squares (both channels added) per 100 ms."""
    if len(energy) < 4:
        return float("-inf")
    blocks = np.convolve(energy, np.full(4, 0.25), "valid")
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return float("-inf")
    blocks = blocks[blocks > blocks.mean() / 10]
    return float(-0.691 + 10 * np.log10(blocks.mean()))


def _energy(mix: Samples) -> Doubles:
    return np.asarray(weighted_energy(mix[0], HOP) + weighted_energy(mix[1], HOP))


def _section_lufs(section: Dynamics, energy: Doubles) -> float:
    return integrated_lufs(energy[round(section.start_s * 10) : round(section.end_s * 10)])
