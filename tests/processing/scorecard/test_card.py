"""The card itself: scales, weights, ranking, and what it says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processing.scorecard.card import Reading, Scale, Scorecard, fill_in, rank
from processing.scorecard.judge import SCALES

RISING = Scale("lift", "Lift", "LU", 3, ((0, 0), (2, 1), (5, 1), (10, 0)))
FALLING = Scale("noise", "Noise", "dB", 1, ((4, 1), (20, 0)))


def card(lift: float | None, noise: float | None = 4) -> Scorecard:
    return fill_in((RISING, FALLING), {"lift": Reading(lift, "So it is."), "noise": Reading(noise, "So it is.")})


def test_weights_make_the_total() -> None:
    assert card(3, 20).total == 75
    assert card(3, 4).total == 100


def test_what_cannot_be_judged_costs_nothing_and_says_why() -> None:
    found = card(None)
    assert found.total == 100
    assert [missing.name for missing in found.unjudged] == ["lift"]
    assert found.unjudged[0].words == "So it is."


def test_nothing_to_judge_gives_zero() -> None:
    assert card(None, None).total == 0


def test_limits_are_said_in_words() -> None:
    assert RISING.limits == "best 2 to 5, nothing at 0 or 10"
    assert FALLING.limits == "best 4, nothing at 20"


@given(st.floats(-100, 100))
def test_scores_stay_between_none_and_full(value: float) -> None:
    assert all(0 <= scale.score(value) <= 1 for scale in SCALES)


def test_every_scale_has_a_full_score_and_a_weight() -> None:
    assert all(any(score == 1 for _, score in scale.points) and scale.weight > 0 for scale in SCALES)
    assert all(list(scale.points) == sorted(scale.points) for scale in SCALES)
    assert len({scale.name for scale in SCALES}) == len(SCALES) >= 10


def test_rank_puts_the_best_first_and_ties_by_name() -> None:
    assert rank({"b": card(1), "a": card(1), "c": card(3)}) == ("c", "a", "b")


def test_json_is_whole() -> None:
    data = json.loads(json.dumps(card(3, 20).to_json()))
    assert data["total"] == 75
    assert {"name", "title", "value", "unit", "score", "limits", "words", "shown", "good"} <= data["metrics"][0].keys()
    assert [metric["good"] for metric in data["metrics"]] == [True, False]


def test_an_unknown_metric_is_an_error() -> None:
    with pytest.raises(StopIteration):
        card(3)["colour"]
