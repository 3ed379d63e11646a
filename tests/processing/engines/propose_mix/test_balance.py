"""Where the faders of several tracks of one kind go."""

from collections.abc import Mapping

import pytest

from processing.engines.propose_mix.balance import backing_moves, voice_moves, voices_of
from processing.engines.propose_mix.genres import genre_of
from processing.engines.propose_mix.listening import Heard, cut
from processing.engines.propose_mix.roles import role_of
from tests.processing.engines.band import RATE, band

KIT_LUFS = {"Kick": -20.0, "Snare": -21.0, "Hats": -29.0, "808": -20.0, "Gtr L": -24.0, "Gtr R": -24.0}


def heard(levels_lufs: Mapping[str, float]) -> dict[str, Heard]:
    return {name: Heard(lufs, lufs, 12.0, 0.0, 0.0, 0.0, -100.0, 0.0, 0.0) for name, lufs in levels_lufs.items()}


def moves(levels_lufs: Mapping[str, float]) -> dict[str, float]:
    return backing_moves({name: role_of(name) for name in levels_lufs}, heard(levels_lufs), genre_of("pop"), 0.0)


def test_a_usual_kit_is_left_as_it_was_recorded() -> None:
    assert all(abs(move_db) < 1.0 for move_db in moves(KIT_LUFS).values())


@pytest.mark.parametrize("name", ["Kick", "Hats", "Gtr L"])
def test_a_part_that_came_far_too_loud_comes_back(name: str) -> None:
    moved = moves({**KIT_LUFS, name: KIT_LUFS[name] + 14.0})
    others = [by_db for one, by_db in moved.items() if role_of(one) == role_of(name) and one != name]
    assert moved[name] - max(others) <= -10.0


def test_two_sides_come_out_equally_loud() -> None:
    moved = moves({**KIT_LUFS, "Gtr L": -12.0})
    assert moved["Gtr L"] - 12.0 == pytest.approx(moved["Gtr R"] - 24.0, abs=0.11)


def test_the_voice_that_is_called_so_leads_else_the_loudest() -> None:
    full_lufs = {"Vox 2": -12.0, "Lead Vox": -30.0, "Vox 3": -20.0, "Vox 4": -99.0}
    roles = dict.fromkeys(full_lufs, "vocal")
    assert voices_of(roles, full_lufs) == ["Lead Vox", "Vox 2", "Vox 3"]
    assert voices_of({"Vox 2": "vocal", "Vox 3": "vocal"}, full_lufs)[0] == "Vox 2"


def test_no_voice_stands_over_the_leading_one_or_far_below_it() -> None:
    levels_lufs = {"Lead Vox": -20.0, "Vox 2": -8.0, "Vox 3": -35.0, "Vox 4": -23.0}
    assert list(voice_moves(list(levels_lufs), heard(levels_lufs)).values()) == [0.0, -12.0, 9.0, 0.0]


def test_a_track_that_ends_early_is_silent_in_later_excerpts() -> None:
    voice = band(1.0)["vocal"]
    found = cut({"a": voice, "b": voice[:1, : RATE // 4]}, [slice(0, RATE // 2), slice(RATE // 2, RATE)])
    assert found["a"].shape == found["b"].shape == (2, RATE)
    assert not found["b"][:, RATE // 4 :].any()
