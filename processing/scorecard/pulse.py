"""The pulse: where the beats really fall, how steady they are and how fast."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.scorecard.heard import FPS, Curve

WINDOW = 9
"""Beats in which time is taken as steady: jitter is what is left inside, drift is how windows differ."""
TIGHTNESS = 100.0
FAMILY = (1.0, 2.0, 0.5, 3.0, 1 / 3, 1.5, 2 / 3)
"""Tempos that a listener may count instead: double, half, in three."""


@dataclass(frozen=True)
class Pulse:
    """`jitter_ms` inside windows, `drift_pct` between them, `bpm` folded to the tempo that was asked for."""

    jitter_ms: float
    drift_pct: float
    bpm: float
    beats: int


def feel(attacks: Curve, asked_bpm: float) -> Pulse | None:
    """Follow the beat. None where too few attacks fall on any beat."""
    if len(attacks) < 4 * FPS or not attacks.any():
        return None
    period = _period(attacks, asked_bpm)
    beats, clear = _refined(attacks, _track(attacks, period))
    numbers = np.arange(len(beats))[clear]
    if len(numbers) < 2 * WINDOW:
        return None
    times_s = beats[clear] / FPS
    slopes, rests = _windows(numbers, times_s)
    beat_s = float(np.median(slopes))
    bpm = _folded(60 / _overall(numbers, times_s), asked_bpm)
    drift = 100 * float(np.std(slopes)) / beat_s
    return Pulse(round(1000 * float(np.median(rests)), 2), round(drift, 3), round(bpm, 3), len(beats))


def _period(attacks: Curve, asked_bpm: float) -> float:
    """Frames from beat to beat: near the asked tempo, unless another tempo is much clearer."""
    reach = int(4.2 * 60 / min(asked_bpm, 55.0) * FPS)
    spectrum = np.abs(np.fft.rfft(attacks, 2 * len(attacks))) ** 2
    same = np.fft.irfft(spectrum)[: min(reach, len(attacks))]
    same = same / np.maximum(len(attacks) - np.arange(len(same)), 1)

    def clearness(periods: NDArray[np.float64]) -> NDArray[np.float64]:
        lags = periods[:, None] * np.arange(1, 5)[None, :]
        return np.asarray(np.interp(lags, np.arange(len(same)), same, right=0.0).mean(axis=1))

    asked = 60 / asked_bpm * FPS
    near = asked * np.linspace(0.955, 1.045, 181)
    wide = 60 / np.geomspace(55, 210, 500) * FPS
    best_near, best_wide = near[clearness(near).argmax()], wide[clearness(wide).argmax()]
    ratio = asked / best_wide
    stranger = min(abs(np.log(ratio * folk)) for folk in FAMILY) > np.log(1.045)
    clearer = clearness(np.array([best_wide]))[0] > 1.35 * max(clearness(np.array([best_near]))[0], 1e-9)
    return float(best_wide if stranger and clearer else best_near)


def _track(attacks: Curve, period: float) -> NDArray[np.int64]:
    """The chain of frames that best joins strong attacks with even steps (dynamic programming after Ellis, 2007)."""
    near, far = round(0.75 * period), round(1.35 * period)
    steps = np.arange(near, far + 1)
    cost = -TIGHTNESS * np.log(steps / period) ** 2
    best = attacks.astype(np.float64).copy()
    came = np.full(len(attacks), -1, np.int64)
    for now in range(far, len(attacks)):
        options = best[now - far : now - near + 1][::-1] + cost
        choice = int(options.argmax())
        best[now] += options[choice]
        came[now] = now - steps[choice]
    at = int(best[-far:].argmax()) + len(best) - far
    chain = [at]
    while came[at] >= 0:
        at = int(came[at])
        chain.append(at)
    return np.array(chain[::-1])


def _refined(attacks: Curve, chain: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Beats to a part of a frame, and whether an attack really stands there."""
    reach = 4
    padded = np.pad(attacks.astype(np.float64), reach + 1)
    exact, height = np.zeros(len(chain)), np.zeros(len(chain))
    for k, frame in enumerate(chain):
        around = padded[frame + 1 : frame + 2 * reach + 2]
        top = int(around.argmax())
        before, peak, after = padded[frame + top : frame + top + 3]
        bend = before - 2 * peak + after
        exact[k] = frame - reach + top + (0.5 * (before - after) / bend if bend < 0 else 0.0)
        height[k] = peak
    return exact, height > 0.35 * np.median(height[height > 0]) if (height > 0).any() else height > 1


def _windows(numbers: NDArray[np.int64], times_s: NDArray[np.float64]) -> tuple[list[float], list[float]]:
    """Seconds per beat and scatter around a straight line in each run of WINDOW beats."""
    slopes, rests = [], []
    for first in range(len(numbers) - WINDOW + 1):
        n, t = numbers[first : first + WINDOW], times_s[first : first + WINDOW]
        slope, start = np.polyfit(n - n[0], t, 1)
        slopes.append(float(slope))
        rests.append(float(np.std(t - slope * (n - n[0]) - start)))
    return slopes, rests


def _overall(numbers: NDArray[np.int64], times_s: NDArray[np.float64]) -> float:
    return float(np.polyfit(numbers, times_s, 1)[0])


def _folded(bpm: float, asked_bpm: float) -> float:
    return float(min((bpm * folk for folk in FAMILY), key=lambda folded: abs(np.log(folded / asked_bpm))))
