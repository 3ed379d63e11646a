"""A search without gradients: covariance matrix adaptation, as Hansen's tutorial describes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """The best place so far, what it costs, and how many were tried."""

    place: Vector
    cost: float
    tried: int


def search(
    cost: Callable[[Vector], float], start: Vector, *, step: float, seed: int, population: int = 0
) -> Iterator[Found]:
    """The best place found, one generation after another, without an end; the caller stops when it has had enough.

    `start` counts as tried. `step` is how far the first generation strays. The same seed goes the same way.
    """
    state = _State(start, step, population)
    random = np.random.default_rng(seed)
    best = Found(start.copy(), cost(start), 1)
    while True:
        steps = random.standard_normal((state.population, start.size)) @ state.root.T
        places = state.mean + state.step * steps
        costs = np.array([cost(place) for place in places])
        order = np.argsort(costs)
        tried = best.tried + state.population
        first = order[0]
        best = Found(places[first].copy(), float(costs[first]), tried) if costs[first] < best.cost else best
        best = Found(best.place, best.cost, tried)
        yield best
        state.learn(steps[order])


class _State:
    """Mean, step and shape of the distribution that the next generation is drawn from."""

    def __init__(self, start: Vector, step: float, population: int) -> None:
        size = start.size
        self.mean, self.step = start.astype(np.float64).copy(), step
        self.population = population or 4 + int(3 * np.log(size))
        kept = self.population // 2
        weights = np.log(kept + 0.5) - np.log(np.arange(1, kept + 1))
        self._weights = weights / weights.sum()
        weight = 1.0 / float(np.square(self._weights).sum())
        self._weight = weight
        self._c_path = (4 + weight / size) / (size + 4 + 2 * weight / size)
        self._c_step = (weight + 2) / (size + weight + 5)
        self._c_one = 2 / ((size + 1.3) ** 2 + weight)
        self._c_many = min(1 - self._c_one, 2 * (weight - 2 + 1 / weight) / ((size + 2) ** 2 + weight))
        self._damping = 1 + 2 * max(0.0, float(np.sqrt((weight - 1) / (size + 1))) - 1) + self._c_step
        self._usual = float(np.sqrt(size)) * (1 - 1 / (4 * size) + 1 / (21 * size**2))
        self._path, self._step_path = np.zeros(size), np.zeros(size)
        self._covariance = np.eye(size)
        self.root, self._inverse = np.eye(size), np.eye(size)
        self._age = 0

    def learn(self, ordered: Vector) -> None:
        """`ordered`: the steps of a generation, the best first."""
        self._age += 1
        chosen = ordered[: self._weights.size]
        drift = self._weights @ chosen
        self.mean = self.mean + self.step * drift
        reach = np.sqrt(self._c_step * (2 - self._c_step) * self._weight)
        self._step_path = (1 - self._c_step) * self._step_path + reach * (self._inverse @ drift)
        length = float(np.linalg.norm(self._step_path))
        steady = (
            length / np.sqrt(1 - (1 - self._c_step) ** (2 * self._age)) < (1.4 + 2 / (drift.size + 1)) * self._usual
        )
        reach = np.sqrt(self._c_path * (2 - self._c_path) * self._weight)
        self._path = (1 - self._c_path) * self._path + steady * reach * drift
        kept = 1 - self._c_one - self._c_many + (1 - steady) * self._c_one * self._c_path * (2 - self._c_path)
        many = (chosen.T * self._weights) @ chosen
        self._covariance = (
            kept * self._covariance + self._c_one * np.outer(self._path, self._path) + self._c_many * many
        )
        self.step *= float(np.exp(self._c_step / self._damping * (length / self._usual - 1)))
        values, vectors = np.linalg.eigh((self._covariance + self._covariance.T) / 2)
        sizes = np.sqrt(np.maximum(values, 1e-14))
        self.root = vectors * sizes
        self._inverse = (vectors / sizes) @ vectors.T
