"""How far voice and band run apart along a song, window by window."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.dsp.alignment.frames import FPS
from processing.dsp.alignment.laid import stretched
from processing.dsp.alignment.offset import SLOW_ATTACK_S, likeness
from processing.dsp.alignment.rises import Rises

_WINDOW_S = 14.0
_HOP_S = 7.0
_PARTS = 4
_BEATS_ROUND = 2
_LEAST_SOUND = 0.35  # of the usual: a window in which the voice rests tells nothing


@dataclass(frozen=True)
class Local:
    """At `time_s` of the voice it lies `late_ms` behind the band's beat."""

    time_s: float
    late_ms: float


def local_offsets(voice: Rises, band: Rises, ratio: float, offset_s: float, beat_s: float) -> tuple[Local, ...]:
    """Where each stretch of the voice lies against the band, around the place found for the whole of it.

    Each window is laid upon the same stretch of the band and its likeness folded onto a quarter of a beat, so a local
    offset is known within half of that.
    """
    ours = stretched(voice.astype(np.float64), ratio).astype(np.float32)
    usual = float(np.abs(ours).mean())
    width = min(round(_WINDOW_S * FPS), len(ours))
    found = []
    for start in range(0, max(1, len(ours) - width // 2), round(_HOP_S * FPS)):
        window = ours[start : start + width]
        if float(np.abs(window).mean()) < _LEAST_SOUND * usual:
            continue
        late_s = _late_s(window, band, start / FPS + offset_s, beat_s)
        if late_s is not None:
            time_s = (start + len(window) / 2) / FPS * ratio
            found.append(Local(round(time_s, 2), round(1000.0 * late_s, 1)))
    return tuple(found)


def _late_s(window: Rises, band: Rises, at_s: float, beat_s: float) -> float | None:
    """How much later than `at_s` the window's sounds begin than the band's."""
    reach_s = _BEATS_ROUND * beat_s
    first = max(0, round((at_s - reach_s) * FPS))
    here = band[first : round((at_s + reach_s) * FPS) + len(window)]
    if len(here) < len(window) // 2:
        return None
    alike = likeness(window, here, 1.0, at_s - first / FPS, reach_s + beat_s / (2 * _PARTS))
    part = beat_s / _PARTS
    inside_s = np.arange(-part / 2, part / 2, 0.25 / FPS)
    steps = np.arange(-_BEATS_ROUND * _PARTS, _BEATS_ROUND * _PARTS + 1)
    folded = alike.at(at_s - first / FPS + steps[:, None] * part + inside_s[None, :]).mean(axis=0)
    # The band must move by this much to meet the voice: the voice is early by it.
    return -float(inside_s[int(folded.argmax())]) - SLOW_ATTACK_S


def straight(found: tuple[Local, ...]) -> tuple[float, float]:
    """(start_ms, ms a second) of the line through local offsets, each pair of them heard (Theil and Sen)."""
    if len(found) < 2:
        return (found[0].late_ms if found else 0.0), 0.0
    times_s = np.array([one.time_s for one in found])
    late_ms = np.array([one.late_ms for one in found])
    slope = float(np.median(_slopes(times_s, late_ms)))
    return float(np.median(late_ms - slope * times_s)), slope


def _slopes(times_s: NDArray[np.float64], late_ms: NDArray[np.float64]) -> NDArray[np.float64]:
    first, second = np.triu_indices(len(times_s), 1)
    return np.asarray((late_ms[second] - late_ms[first]) / (times_s[second] - times_s[first]))
