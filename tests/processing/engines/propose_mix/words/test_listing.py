"""Parts that are named one after another in an order: what is wished is wished of all of them, and which way."""

import pytest

from processing.engines.propose_mix.words.reading import read

UP, DOWN = 1.0, -1.0


def levels(text: str) -> dict[str, float]:
    """Steps or decibels by part; nothing may be left to ask."""
    found = read(text)
    assert found.notes == (), found.notes
    assert {wish.quality for wish in found.wishes} == {"level"}
    return {wish.target: wish.level_db if wish.level_db is not None else wish.steps for wish in found.wishes}


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("turn up the bass and the vocals", {"bass": UP, "vocal": UP}),
        ("turn the bass and the vocals up", {"bass": UP, "vocal": UP}),
        ("turn up the bass, the drums and the vocals", {"bass": UP, "drums": UP, "vocal": UP}),
        ("bring the drums and bass down", {"drums": DOWN, "bass": DOWN}),
        ("turn down the bass and the vocals by 2 dB", {"bass": -2.0, "vocal": -2.0}),
        ("turn up the bass and the vocals 1.5 dB", {"bass": 1.5, "vocal": 1.5}),
        ("turn up the bass and the vocals a bit", {"bass": 0.7, "vocal": 0.7}),
        ("louder drums and vocals", {"drums": UP, "vocal": UP}),
        ("sube el bajo y la voz", {"bass": UP, "vocal": UP}),
        ("baja el bajo y la voz 2 dB", {"bass": -2.0, "vocal": -2.0}),
        ("sube el bajo, la batería y la voz", {"bass": UP, "drums": UP, "vocal": UP}),
        ("turn up the bass and the vocals, the drums are too loud", {"bass": UP, "vocal": UP, "drums": DOWN}),
        ("turn up the bass, the vocals and the drums are too loud", {"bass": UP, "vocal": DOWN, "drums": DOWN}),
        ("turn up the bass and the vocals down", {"bass": UP, "vocal": DOWN}),
        ("turn up the bass and the vocals and the drums down", {"bass": UP, "vocal": UP, "drums": DOWN}),
        ("turn down the drums, vocals up", {"drums": DOWN, "vocal": UP}),
        ("more bass and less drums", {"bass": UP, "drums": DOWN}),
    ],
)
def test_a_list_goes_one_way_and_ends_where_something_else_is_said(text: str, moved: dict[str, float]) -> None:
    assert levels(text) == moved


@pytest.mark.parametrize(
    "text",
    ["turn up the bass and the vocals in the chorus", "sube el bajo y la voz en el estribillo"],
)
def test_a_place_behind_a_list_is_that_of_all(text: str) -> None:
    assert [(wish.target, wish.sections) for wish in read(text).wishes] == [
        ("bass", ("chorus",)),
        ("vocal", ("chorus",)),
    ]


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("make the drums and the bass punchier", "punch"),
        ("more reverb on the drums and the bass", "space"),
        ("compress the drums and the bass", "compression"),
        ("haz la batería y el bajo más cálidos", "warm"),
    ],
)
def test_what_a_list_should_be_like_is_wished_of_all(text: str, quality: str) -> None:
    assert [(wish.target, wish.quality) for wish in read(text).wishes] == [("drums", quality), ("bass", quality)]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("the guitars mask the vocal in the chorus, bring them down", -1.0),
        ("the guitars mask the vocal in the chorus, turn them down a bit", -0.7),
    ],
)
def test_an_order_that_repeats_a_complaint_is_one_wish(text: str, steps: float) -> None:
    [wish] = read(text).wishes
    assert (wish.target, wish.quality, wish.steps, wish.sections) == ("harmony", "level", steps, ("chorus",))


def test_hook_vocals_are_those_of_the_chorus() -> None:
    [wish] = read("the hook vocals louder than the verse vocals").wishes
    assert (wish.target, wish.quality, wish.sections) == ("vocal", "level", ("chorus",))


def test_what_is_left_alone_stays_a_list_of_its_own() -> None:
    found = read("keep the drums and the bass, vocals up")
    assert [(wish.target, wish.steps) for wish in found.wishes] == [("vocal", UP)]
