"""Movements over the song, one value per `STEP` samples: section levels, brightness, the kick's duck."""

from collections.abc import Iterable, Sequence

import numpy as np

from processing.engines.compose.house_band.score import Dynamics, Score
from processing.engines.compose.house_band.sound.kits import KICKS, KITS
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, STEP
from processing.engines.compose.house_band.sound.waves import Doubles

CHANGE_S = 0.04
"""How long a level takes from one section to the next; it has arrived when the section begins."""
OPENING_S = 0.25
DUCK_ATTACK_S = 0.004


def points(samples: int) -> int:
    return samples // STEP + 2


def by_section(sections: Sequence[Dynamics], values: Sequence[float], samples: int, change_s: float) -> Doubles:
    """A curve that holds one value per section and reaches the next one exactly at the section's start."""
    rate = SAMPLE_RATE / STEP
    if not sections:
        return np.zeros(points(samples))
    times = [0.0]
    levels = [values[0]]
    for section, before, value in zip(sections[1:], values, values[1:], strict=False):
        times += [max(times[-1], section.start_s - change_s), max(times[-1], section.start_s)]
        levels += [before, value]
    return np.asarray(np.interp(np.arange(points(samples)), np.asarray(times) * rate, levels))


def level_curve(score: Score, samples: int) -> Doubles:
    """Section levels in dB."""
    return by_section(score.dynamics, [d.level_db for d in score.dynamics], samples, CHANGE_S)


def cutoff_curve(score: Score, samples: int, *, dark_hz: float, bright_hz: float) -> Doubles:
    """A low-pass frequency in Hz that follows the sections' brightness, in octaves."""
    if not score.dynamics:
        return np.full(points(samples), bright_hz)
    amounts = [float(np.clip(d.brightness, 0.0, 1.0)) for d in score.dynamics]
    amount = by_section(score.dynamics, amounts, samples, OPENING_S)
    return np.asarray(dark_hz * (bright_hz / dark_hz) ** amount)


def kick_times(score: Score) -> list[tuple[float, float]]:
    """(seconds, velocity) of every bass drum stroke."""
    kits = (p for p in score.parts if p.voice in KITS)
    return sorted((n.start_s, n.velocity) for p in kits for n in p.notes if n.pitch in KICKS)


def duck_curve(kicks: Iterable[tuple[float, float]], samples: int, depth_db: float, recovery_s: float) -> Doubles:
    """Level in dB that makes way for the kick: down just before it, back along half a cosine."""
    rate = SAMPLE_RATE / STEP
    curve = np.zeros(points(samples))
    back = int(recovery_s * rate) + 1
    down = max(1, int(DUCK_ATTACK_S * rate))
    shape = np.concatenate(
        [np.linspace(0, 1, down, endpoint=False), 0.5 + 0.5 * np.cos(np.pi * np.arange(back) / back)]
    )
    for at_s, velocity in kicks:
        start = round(at_s * rate) - down
        skip = max(0, -start)
        stop = min(len(curve), start + len(shape))
        if stop > start + skip:
            dip = -depth_db * min(1.0, 0.4 + 0.6 * velocity) * shape[skip : stop - start]
            curve[start + skip : stop] = np.minimum(curve[start + skip : stop], dip)
    return curve


def gain(curve_db: Doubles) -> Doubles:
    return np.asarray(10.0 ** (curve_db / 20.0))
