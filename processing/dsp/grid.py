"""Lay a grid of known tempo under a take: where its beats fall, where its first sung downbeat is, how well it fits."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.onsets import Onset

_WIDTH_S = 0.03  # singers scatter around the beat by about this much
_REACH_S = 0.06
_STEPS = 400
_LEAST_ONSETS = 4
_PICKUP_SHARE = 0.5  # of a beat: a phrase may begin this much before its downbeat without being a bar early


@dataclass(frozen=True)
class GridFit:
    """Times in the file. `offset_s` is the first beat (0 <= offset < beat), `downbeat_s` the first sung downbeat.

    Errors are where the syllables near grid points stand against the grid in the first and the last third of the
    take (late is positive): the same sign twice would be an offset, opposite signs a tempo that drifts.
    `confidence` 0..1 grows with the share of syllables on the grid; `bar_confidence` says how sure "one" is.
    """

    bpm: float
    beats_per_bar: int
    offset_s: float
    downbeat_s: float
    confidence: float
    bar_confidence: float
    error_start_ms: float
    error_end_ms: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def fit_grid(onsets: Sequence[Onset], bpm: float, beats_per_bar: int = 4) -> GridFit:
    """Fit a grid of exactly `bpm` to heard onsets. Two beats in a bar are counted as 6/8: each parts into three.

    With fewer than four onsets the grid starts at the first one, with confidence 0.
    """
    beat_s = 60.0 / bpm
    times_s = np.array([onset.time_s for onset in onsets])
    weights = np.array([onset.weight for onset in onsets])
    if len(onsets) < _LEAST_ONSETS or weights.sum() <= 0.0:
        first_s = float(times_s[0]) if len(times_s) else 0.0
        return GridFit(bpm, beats_per_bar, round(first_s % beat_s, 4), round(first_s, 4), 0.0, 0.0, 0.0, 0.0)
    parts = 3 if beats_per_bar == 2 else 2
    offset_s = _settled(times_s, weights, beat_s, parts, _coarse_offset(times_s, weights, beat_s, parts))
    beat_index, bar_confidence = _first_of_bar(times_s, weights, beat_s, offset_s, beats_per_bar)
    errors = _errors_ms(times_s, weights, beat_s / parts, offset_s)
    return GridFit(
        bpm=bpm,
        beats_per_bar=beats_per_bar,
        offset_s=round(offset_s % beat_s, 4),
        downbeat_s=round(_sung_downbeat_s(times_s[0], beat_s, offset_s, beat_index, beats_per_bar), 4),
        confidence=round(_on_grid_share(times_s, weights, beat_s / parts, offset_s), 3),
        bar_confidence=round(bar_confidence, 3),
        error_start_ms=errors[0],
        error_end_ms=errors[1],
    )


def distance_s(
    times_s: NDArray[np.float64], period_s: float, offset_s: float | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Signed distance of each time to the nearest grid point; late is positive."""
    return np.asarray((times_s - offset_s + period_s / 2) % period_s - period_s / 2)


def _coarse_offset(times_s: NDArray[np.float64], weights: NDArray[np.float64], beat_s: float, parts: int) -> float:
    """The phase in which most weight lies on beats, less on their parts, least between."""
    candidates = np.arange(_STEPS) * beat_s / _STEPS
    score = np.zeros(_STEPS)
    for period_s, worth in ((beat_s, 1.0), (beat_s / parts, 0.6), (beat_s / (2 * parts), 0.25)):
        away = distance_s(times_s[None, :], period_s, candidates[:, None])
        width_s = min(_WIDTH_S, period_s / 5)
        score += worth * (weights * np.exp(-0.5 * (away / width_s) ** 2)).sum(axis=1)
    return float(candidates[int(score.argmax())])


def _settled(
    times_s: NDArray[np.float64], weights: NDArray[np.float64], beat_s: float, parts: int, offset_s: float
) -> float:
    """Move the offset to the weighted middle of the onsets around the grid, looking ever closer."""
    period_s = beat_s / parts
    for reach_s in np.geomspace(_reach_s(period_s) * 1.6, _reach_s(period_s), 12):
        away = distance_s(times_s, period_s, offset_s)
        trust = weights * _nearness(away, reach_s)
        if trust.sum() <= 0.0:
            break
        offset_s += float((trust * away).sum() / trust.sum())
    return offset_s


def _reach_s(period_s: float) -> float:
    return min(_REACH_S, period_s / 4)


def _nearness(away_s: NDArray[np.float64], reach_s: float) -> NDArray[np.float64]:
    """1 on the grid, 0 beyond the reach: syncopated syllables must not pull."""
    return np.asarray(np.clip(1.0 - (away_s / reach_s) ** 2, 0.0, None) ** 2)


def _first_of_bar(
    times_s: NDArray[np.float64], weights: NDArray[np.float64], beat_s: float, offset_s: float, beats_per_bar: int
) -> tuple[int, float]:
    """Which beat of the grid is "one": the one that carries most weight; and by how much it leads (0..1)."""
    near = np.abs(distance_s(times_s, beat_s, offset_s)) < min(2.5 * _WIDTH_S, beat_s / 4)
    beats = np.round((times_s - offset_s) / beat_s).astype(int) % beats_per_bar
    carried = np.bincount(beats[near], weights=weights[near], minlength=beats_per_bar)
    if carried.sum() <= 0.0:
        return 0, 0.0
    best = int(carried.argmax())
    second = float(np.sort(carried)[-2]) if beats_per_bar > 1 else 0.0
    return best, float((carried[best] - second) / carried[best])


def _sung_downbeat_s(first_s: float, beat_s: float, offset_s: float, beat_index: int, beats_per_bar: int) -> float:
    bar_s = beat_s * beats_per_bar
    one_s = offset_s + beat_index * beat_s
    bars = np.ceil((first_s - _PICKUP_SHARE * beat_s * 0.5 - one_s) / bar_s)
    return float(one_s + bars * bar_s)


def _errors_ms(
    times_s: NDArray[np.float64], weights: NDArray[np.float64], period_s: float, offset_s: float
) -> tuple[float, float]:
    third = (times_s[-1] - times_s[0]) / 3
    away = distance_s(times_s, period_s, offset_s)
    trust = weights * _nearness(away, 1.3 * _reach_s(period_s))
    ends = times_s <= times_s[0] + third, times_s >= times_s[-1] - third
    start_ms, end_ms = (1000.0 * _weighted_mean(away[end], trust[end]) for end in ends)
    return round(start_ms, 1), round(end_ms, 1)


def _weighted_mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total > 0.0 else 0.0


def _on_grid_share(
    times_s: NDArray[np.float64], weights: NDArray[np.float64], period_s: float, offset_s: float
) -> float:
    """0 when the onsets lie anywhere, 1 when all lie on the grid: the length of their mean vector."""
    turns = np.exp(2j * np.pi * (times_s - offset_s) / period_s)
    return float(np.clip((weights * turns).sum().real / weights.sum(), 0.0, 1.0))
