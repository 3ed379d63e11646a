"""How fast: a proposal from a voice alone, which is often unsure and says so. For whole recordings see `beats`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.onsets import Onset

SLOWEST_BPM, FASTEST_BPM = 60.0, 180.0
USUAL_BPM = 105.0
_SPREAD_OCTAVES = 0.75
_USUAL_PER_BEAT = 1.2
_SPREAD_PER_BEAT = 0.9
_STEP_BPM = 0.2
_WINDOW_S = 12.0
_LEAST_ONSETS = 8
_LEVELS = ((1.0, 1.0), (2.0, 0.8), (4.0, 0.3))  # beats, their halves, their quarters
_WHOLE_NUMBER_SHARE = 0.85
_CHANCE = 1.3  # what random onsets reach, in units of 1/sqrt(onsets)


@dataclass(frozen=True)
class Tempo:
    """`confidence` 0..1: below a half, ask. `ranked`: other tempi that fit, as (bpm, score 0..1), best first."""

    bpm: float
    confidence: float
    ranked: tuple[tuple[float, float], ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def propose_tempo(onsets: Sequence[Onset]) -> Tempo:
    """Tempo between 60 and 180 BPM from a voice's onsets; with fewer than eight onsets a usual one, confidence 0."""
    if len(onsets) < _LEAST_ONSETS:
        return Tempo(USUAL_BPM, 0.0, ())
    times_s = np.array([onset.time_s for onset in onsets])
    weights = np.array([onset.weight for onset in onsets])
    tempi = np.arange(SLOWEST_BPM, FASTEST_BPM + _STEP_BPM / 2, _STEP_BPM)
    fit = _windowed_fit(times_s, weights, tempi)
    peaks = _peaks(fit * _usual(times_s, tempi))
    best = _refined(times_s, weights, float(tempi[peaks[0]]))
    ranked = tuple((round(float(tempi[peak]), 1), round(float(fit[peak]), 3)) for peak in peaks[:5])
    return Tempo(round(best, 2), round(_confidence(times_s, weights, best, fit, tempi, peaks), 3), ranked)


def _usual(times_s: NDArray[np.float64], tempi: NDArray[np.float64]) -> NDArray[np.float64]:
    """How usual each tempo is, and how usual the number of syllables to a beat: this decides between octaves."""
    syllables_per_beat = 60.0 / tempi / max(0.05, float(np.median(np.diff(times_s))))
    speed = np.log2(tempi / USUAL_BPM) / _SPREAD_OCTAVES
    density = np.log2(syllables_per_beat / _USUAL_PER_BEAT) / _SPREAD_PER_BEAT
    return np.asarray(np.exp(-0.5 * (speed**2 + density**2)))


def _turning(
    times_s: NDArray[np.float64], weights: NDArray[np.float64], per_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Length of the mean vector of the onsets on circles of these frequencies: 1 = all at one phase."""
    turns = np.exp(2j * np.pi * per_s[:, None] * times_s[None, :])
    return np.asarray(np.abs(turns @ weights) / max(float(weights.sum()), 1e-12))


def _windowed_fit(
    times_s: NDArray[np.float64], weights: NDArray[np.float64], tempi: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fit of each tempo 0..1, in windows, since nobody keeps one phase through a song without a click."""
    total, mass = np.zeros(len(tempi)), 0.0
    last_s = max(float(times_s[0]) + 1e-3, float(times_s[-1]) - _WINDOW_S / 2)
    for start_s in np.arange(times_s[0], last_s, _WINDOW_S / 2):
        inside = (times_s >= start_s) & (times_s < start_s + _WINDOW_S)
        if inside.sum() < 4:
            continue
        here = weights[inside]
        for level, worth in _LEVELS:
            total += worth * here.sum() * _turning(times_s[inside], here, level * tempi / 60.0)
        mass += float(here.sum())
    return total / (mass * sum(worth for _, worth in _LEVELS)) if mass else total


def _peaks(score: NDArray[np.float64]) -> list[int]:
    padded = np.concatenate([[-1.0], score, [-1.0]])
    found = np.flatnonzero((padded[1:-1] > padded[:-2]) & (padded[1:-1] >= padded[2:]))
    return sorted(found.tolist(), key=lambda at: -float(score[at]))


def _refined(times_s: NDArray[np.float64], weights: NDArray[np.float64], bpm: float) -> float:
    """Sharpen over the whole take: a constant tempo shows there to a hundredth of a beat a minute."""
    whole_number = float(round(bpm))
    tempi = np.append(bpm + np.arange(-0.6, 0.601, 0.01), whole_number)
    fit = np.sum([worth * _turning(times_s, weights, level * tempi / 60.0) for level, worth in _LEVELS], axis=0)
    # A click is nearly always set to a whole number; take it when the take does not say otherwise.
    return whole_number if fit[-1] > _WHOLE_NUMBER_SHARE * fit.max() else float(tempi[int(np.argmax(fit))])


def _confidence(
    times_s: NDArray[np.float64],
    weights: NDArray[np.float64],
    bpm: float,
    fit: NDArray[np.float64],
    tempi: NDArray[np.float64],
    peaks: list[int],
) -> float:
    """How far above chance the whole take keeps to the tempo, and how far its nearest unrelated rival is behind."""
    kept = float(_turning(times_s, weights, np.array([2.0 * bpm / 60.0]))[0])
    count = float(weights.sum() ** 2 / np.sum(weights**2))
    above_chance = np.clip((kept - _CHANCE / np.sqrt(count)) / (1.0 - _CHANCE / np.sqrt(count)), 0.0, 1.0)
    rivals = [fit[peak] for peak in peaks if not _related(float(tempi[peak]), bpm)]
    lead = 1.0 - max(rivals, default=0.0) / max(float(fit[peaks[0]]), 1e-9)
    return float(np.sqrt(above_chance * np.clip(lead / 0.35, 0.0, 1.0)))


def _related(first_bpm: float, second_bpm: float) -> bool:
    ratio = first_bpm / second_bpm
    return any(abs(ratio / known - 1.0) < 0.03 for known in (0.5, 1.0, 2.0))
