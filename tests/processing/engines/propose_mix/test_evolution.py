from itertools import islice

import numpy as np
import pytest

from processing.engines.propose_mix.evolution import Vector, search


def valley(place: Vector) -> float:
    """A long bent valley: the hard part is to turn the search along it."""
    return float(np.sum(100.0 * (place[1:] - place[:-1] ** 2) ** 2 + (1.0 - place[:-1]) ** 2))


def test_it_finds_the_bottom_of_a_bent_valley() -> None:
    (*_, last) = islice(search(valley, np.zeros(5), step=0.3, seed=1), 600)
    assert last.cost < 1e-6 and last.place == pytest.approx(np.ones(5), abs=0.01)


def test_directions_of_very_different_steepness_are_learnt() -> None:
    steep = 10.0 ** np.linspace(0.0, 4.0, 8)
    (*_, last) = islice(search(lambda x: float(steep @ (x - 1.0) ** 2), np.zeros(8), step=0.3, seed=2), 400)
    assert last.cost < 1e-6


def test_it_never_gets_worse_and_goes_the_same_way_again() -> None:
    first, second = (list(islice(search(valley, np.zeros(3), step=0.3, seed=7), 30)) for _ in range(2))
    costs = [found.cost for found in first]
    assert costs == sorted(costs, reverse=True) and costs[0] <= valley(np.zeros(3))
    assert costs == [found.cost for found in second] and first[-1].tried == 1 + 30 * 7
