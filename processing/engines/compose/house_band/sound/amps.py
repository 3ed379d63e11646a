"""What stands between an instrument and its track: amplifier, rotary speaker, chorus, tremolo, echo.

Each works in place on a part, float32 (2, samples), in blocks, so that a long song needs no second copy.
"""

from collections.abc import Callable

import numpy as np

from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, wander
from processing.engines.compose.house_band.sound.waves import Samples, bell_eq, high_pass, low_pass

Insert = Callable[[Samples, float], None]
"""Works in place on (2, samples); the second argument is the time in seconds at which the part begins."""

BLOCK = 1 << 18


def amplify(part: Samples, _start_s: float) -> None:
    """A driven guitar amplifier with its cabinet: two clipping stages, the second one uneven."""
    for side in part:
        side[:] = high_pass(side, 130)
        for at in range(0, len(side), BLOCK):
            block = side[at : at + BLOCK]
            first = np.tanh(np.float32(9.0) * block)
            block[:] = np.tanh(np.float32(2.2) * first + np.float32(0.25)) - np.float32(np.tanh(0.25))
        side[:] = low_pass(high_pass(side, 75), 4_700, 4)
        side[:] = bell_eq(bell_eq(side, 2_600, 3.5, 1.1), 420, -2.5, 1.0)
        side *= np.float32(0.35)


def sing_out(part: Samples, _start_s: float) -> None:
    """A lead guitar's amplifier: the same clipping, rounder at the top."""
    amplify(part, _start_s)
    for side in part:
        side[:] = low_pass(side, 3_900)


def tremolo(part: Samples, start_s: float) -> None:
    """The slow left-and-right of an electric piano."""
    for at, stop, t in _blocks(part, start_s):
        sway = (0.22 * np.sin(2 * np.pi * 3.6 * t)).astype(np.float32)
        part[0, at:stop] *= 1 + sway
        part[1, at:stop] *= 1 - sway


def rotate(part: Samples, start_s: float) -> None:
    """A rotary speaker at its slow speed: pitch and level turn together, the two microphones half a turn apart."""
    _modulate(part, start_s, speed_hz=0.9, depth_s=0.0006, wet=0.7)
    for at, stop, t in _blocks(part, start_s):
        turn = (0.14 * np.sin(2 * np.pi * 0.9 * t)).astype(np.float32)
        part[0, at:stop] *= 1 + turn
        part[1, at:stop] *= 1 - turn


def chorus(part: Samples, start_s: float) -> None:
    """A short delay that wanders, in opposite directions left and right."""
    _modulate(part, start_s, speed_hz=0.55, depth_s=0.0018, wet=0.38)


def echo(part: Samples, delay_s: float, level: float) -> None:
    """Two repeats in time with the song, darker each time, one to the left and one to the right."""
    lag = round(delay_s * SAMPLE_RATE)
    if not 0 < lag < part.shape[1]:
        return
    said = high_pass(low_pass(np.float32(0.5) * (part[0] + part[1]), 3_200), 250) * np.float32(level)
    part[0, lag:] += said[:-lag]
    part[1, lag:] += np.float32(0.45) * said[:-lag]
    if 2 * lag < part.shape[1]:
        part[1, 2 * lag :] += np.float32(0.5) * said[: -2 * lag]
        part[0, 2 * lag :] += np.float32(0.22) * said[: -2 * lag]


def _modulate(part: Samples, start_s: float, *, speed_hz: float, depth_s: float, wet: float) -> None:
    for number, side in enumerate(part):
        wander(side, 0.006, depth_s, speed_hz, speed_hz * start_s + 0.5 * number, wet)


def _blocks(part: Samples, start_s: float) -> "list[tuple[int, int, np.ndarray]]":
    """Edges of every block and the time of its samples."""
    edges = []
    for at in range(0, part.shape[1], BLOCK):
        stop = min(at + BLOCK, part.shape[1])
        edges.append((at, stop, start_s + np.arange(at, stop) / SAMPLE_RATE))
    return edges
