"""Lifecycles: a declared table per model, validated at import, moved only by a conditional UPDATE."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models


class IllegalMoveError(Exception):
    """The table has no such move: a mistake in our code, never a matter of timing."""


@dataclass(frozen=True)
class Lifecycle:
    """`moves` maps each state to the states it may become; a state without moves is final."""

    start: str
    moves: Mapping[str, frozenset[str]]

    def __post_init__(self) -> None:
        targets = frozenset().union(*self.moves.values())
        unknown = (targets | {self.start}) - self.moves.keys()
        if unknown:
            raise ValueError(f"states without a row in the table: {sorted(unknown)}")
        unreachable = self.moves.keys() - targets - {self.start}
        if unreachable:
            raise ValueError(f"states nothing leads to: {sorted(unreachable)}")

    @property
    def final(self) -> frozenset[str]:
        return frozenset(state for state, onward in self.moves.items() if not onward)

    def sources(self, to: str) -> frozenset[str]:
        return frozenset(state for state, onward in self.moves.items() if to in onward)


def lifecycle(start: str, **moves: str) -> Lifecycle:
    """`lifecycle("draft", draft="sent", sent="")`: the words after a state are where it may go."""
    return Lifecycle(start, {state: frozenset(onward.split()) for state, onward in moves.items()})


def move(row: Any, *, to: str, given: Mapping[str, Any] | None = None, **changes: Any) -> bool:
    """Move `row` to a state if it still stands where the caller saw it; False means someone else was first.

    `given` are further conditions (a stage's attempt number fences off lost workers), `changes` are fields
    written in the same UPDATE. The row in memory follows only when the move was made.
    """
    table: Lifecycle = row.LIFECYCLE
    if to not in table.moves.get(row.state, frozenset()):
        raise IllegalMoveError(f"{type(row).__name__}: {row.state} -> {to}")
    rows: models.QuerySet[Any] = type(row)._default_manager.filter(pk=row.pk, state=row.state, **(given or {}))
    if rows.update(state=to, **changes) != 1:
        return False
    for name, value in {"state": to, **changes}.items():
        setattr(row, name, value)
    return True
