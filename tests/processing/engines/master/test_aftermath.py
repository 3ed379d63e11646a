"""What a finished master has worse than its mix is held back, and nothing else."""

import numpy as np
import pytest

from processing.dsp.pathologies.diagnosis import diagnose, scores
from processing.engines.master.aftermath import LIMITS, TRIMS, held_back, severities
from processing.engines.master.blend import Blend
from tests.processing.engines.band import RATE, song

HZ = np.linspace(0.0, 24_000.0, 8_193)
FLAT = np.zeros_like(HZ)
WIDER = Blend(FLAT, FLAT + 6.0, 1.0, 1.0, 8.0, 3.0, ())
HEALTHY = dict.fromkeys(LIMITS, 10.0)


def at(curve: np.ndarray, hz: float) -> float:
    return float(np.interp(hz, HZ, curve))


def test_numbers_are_those_of_the_diagnosis() -> None:
    music = song(6.0, seed=3)
    found = scores(diagnose(music, RATE))
    mine = severities(music, RATE)
    assert set(mine) == set(LIMITS)
    # The limit for wide bass is the stricter one of two.
    assert {code: mine[code] for code in mine if code != "wide_bass"} == pytest.approx(
        {code: found[code] for code in mine if code != "wide_bass"}, abs=0.1
    )


def test_what_is_no_worse_keeps_its_blend() -> None:
    for rise in (-10.0, 0.0, 3.9):
        after = {code: score + rise for code, score in HEALTHY.items()}
        assert held_back(WIDER, HEALTHY, after, HZ, 0.5) is WIDER


@pytest.mark.parametrize("trim", TRIMS, ids=lambda trim: trim.code)
def test_a_region_that_rose_is_lowered_there_alone_and_said(trim: object) -> None:
    found = next(one for one in TRIMS if one is trim)
    held = held_back(WIDER, HEALTHY, HEALTHY | {found.code: 16.0}, HZ, 0.5)
    middle_hz = float(np.sqrt(found.reach_hz[0] * found.reach_hz[1]))
    assert 0.1 < 6.0 - at(held.side_db, middle_hz) < 1.0
    assert at(held.middle_db, middle_hz) == pytest.approx(
        0.0 if found.side_alone else at(held.side_db, middle_hz) - 6.0
    )
    assert at(held.side_db, 2.0 * found.reach_hz[1]) == pytest.approx(6.0)
    assert held.words == (found.words,)
    again = held_back(held, HEALTHY, HEALTHY | {found.code: 16.0}, HZ, 1.0)
    assert again.words == held.words, "it is said once"


def test_sides_that_came_apart_are_drawn_together() -> None:
    after = HEALTHY | {"mono_holes": 30.0}
    assert at(held_back(WIDER, HEALTHY, after, HZ, 0.5).side_db, 1_000.0) == pytest.approx(3.0)
    assert at(held_back(WIDER, HEALTHY, after, HZ, 1.0).side_db, 1_000.0) == pytest.approx(0.0)


def test_what_is_lost_in_mono_comes_back_with_less_side() -> None:
    held = held_back(WIDER, HEALTHY, HEALTHY | {"mono_loss": 20.0}, HZ, 1.0)
    assert at(held.side_db, 1_000.0) < 0.0 == at(held.middle_db, 1_000.0)
