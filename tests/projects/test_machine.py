"""Lifecycles refuse what their tables do not have."""

import pytest

from projects.machine import IllegalMoveError, Lifecycle, lifecycle, move
from projects.models import Project
from projects.states import PROJECT, REVIEW


def test_a_target_without_a_row_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="without a row"):
        lifecycle("a", a="b")


def test_a_state_nothing_leads_to_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="nothing leads to"):
        lifecycle("a", a="", b="a")


def test_a_start_without_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match="without a row"):
        Lifecycle("x", {"a": frozenset({"a"})})


def test_the_tables_say_where_a_song_ends_and_comes_from() -> None:
    assert PROJECT.final == {"archived"}
    assert PROJECT.sources("released") == {"approved"}
    assert PROJECT.sources("approved") == {"in_review", "changes_requested"}
    assert REVIEW.final == {"withdrawn"}


def test_a_move_changes_row_and_memory(song: Project) -> None:
    assert move(song, to="in_production", title="Renamed")
    assert (song.state, song.title) == ("in_production", "Renamed")
    song.refresh_from_db()
    assert (song.state, song.title) == ("in_production", "Renamed")


def test_the_second_of_two_movers_is_told(song: Project) -> None:
    other = Project.objects.get(pk=song.pk)
    assert move(song, to="in_production")
    assert not move(other, to="archived")
    assert other.state == "draft"


def test_a_condition_that_does_not_hold_stops_the_move(song: Project) -> None:
    assert not move(song, to="in_production", given={"title": "Another"})


def test_a_move_the_table_lacks_is_a_mistake(song: Project) -> None:
    with pytest.raises(IllegalMoveError, match="draft -> released"):
        move(song, to="released")
