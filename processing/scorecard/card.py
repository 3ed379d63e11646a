"""The card of one candidate: every number with its limits, its share of the total and a sentence for musicians."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

GOOD = 0.75


@dataclass(frozen=True)
class Scale:
    """How a value becomes 0..1: straight lines between (value, score) points, flat outside; `weight` in the total."""

    name: str
    title: str
    unit: str
    weight: float
    points: tuple[tuple[float, float], ...]

    def score(self, value: float) -> float:
        values, scores = zip(*self.points, strict=True)
        return float(np.interp(value, values, scores))

    @property
    def limits(self) -> str:
        """Where the full score is given and where none, in words."""
        full = [value for value, score in self.points if score == 1.0]
        lost = [value for value, score in self.points if score == 0.0]
        wanted = f"{full[0]:g}" if len(full) == 1 else f"{full[0]:g} to {full[-1]:g}"
        return f"best {wanted}, nothing at {' or '.join(f'{value:g}' for value in lost)}"


@dataclass(frozen=True)
class Reading:
    """What one look at a candidate found: a value, or None and the reason why there is nothing to judge."""

    value: float | None
    words: str


@dataclass(frozen=True)
class Metric:
    """One judged number. `score` 0..1, `weight` its share of all judged weight, `words` one sentence."""

    name: str
    title: str
    value: float
    unit: str
    score: float
    weight: float
    limits: str
    words: str

    def to_json(self) -> dict[str, Any]:
        shown = f"{self.value:g} {self.unit}".strip()
        return {**vars(self), "shown": shown, "good": self.score >= GOOD}


@dataclass(frozen=True)
class Unjudged:
    """A number that this song gives no ground for, and why."""

    name: str
    title: str
    words: str


@dataclass(frozen=True)
class Scorecard:
    """All metrics of one candidate and their weighted total, 0..100."""

    total: float
    metrics: tuple[Metric, ...]
    unjudged: tuple[Unjudged, ...]

    def __getitem__(self, name: str) -> Metric:
        return next(metric for metric in self.metrics if metric.name == name)

    def to_json(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "metrics": [metric.to_json() for metric in self.metrics],
            "unjudged": [vars(missing) for missing in self.unjudged],
        }


def fill_in(scales: tuple[Scale, ...], readings: Mapping[str, Reading]) -> Scorecard:
    """Judge every reading by its scale; what cannot be judged takes no part in the total and says why."""
    judged = [scale for scale in scales if readings[scale.name].value is not None]
    missing = [scale for scale in scales if readings[scale.name].value is None]
    whole = sum(scale.weight for scale in judged)
    metrics = tuple(_judge(scale, readings[scale.name], whole) for scale in judged)
    total = 100 * sum(metric.score * metric.weight for metric in metrics)
    unjudged = tuple(Unjudged(scale.name, scale.title, readings[scale.name].words) for scale in missing)
    return Scorecard(round(total, 1), metrics, unjudged)


def rank(cards: Mapping[str, Scorecard]) -> tuple[str, ...]:
    """Names of all candidates, best first; equal totals in the order of their names."""
    return tuple(sorted(cards, key=lambda name: (-cards[name].total, name)))


def _judge(scale: Scale, reading: Reading, whole: float) -> Metric:
    value = float(reading.value or 0.0)
    return Metric(
        name=scale.name,
        title=scale.title,
        value=round(value, 3),
        unit=scale.unit,
        score=round(scale.score(value), 4),
        weight=round(scale.weight / whole, 4),
        limits=scale.limits,
        words=reading.words,
    )
