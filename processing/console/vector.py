"""A settings document as numbers between 0 and 1, for searches and networks, and back.

Every number of the document has a name that is its path (`tracks.vocal.eq.0.gain_db`) and a place that follows from the
document alone. What is not there has no number: devices that are off, bands that do not exist. Where in the song a
ride lies is no number either. Hz and ms are laid out by octaves, the rest in straight lines.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from fnmatch import fnmatchcase
from hashlib import blake2b
from typing import Any

from processing.console.devices import TIME
from processing.console.differences import OFF_AT_ZERO
from processing.console.settings import ConsoleSettings
from processing.errors import StudioError

BY_OCTAVES = ("Hz", "ms")
LAYOUT = 2
"""Raised when a document that could be written before gets other numbers; new devices change nothing for it."""
FIRST_OCTAVE = 1000.0
"""Where a range by octaves begins at 0, its first octave begins at this fraction of its end."""


@dataclass(frozen=True)
class Knob:
    """One number of a document: where it stands and between what it can be turned."""

    steps: tuple[str, ...]
    value: float
    low: float
    high: float
    unit: str

    @property
    def path(self) -> str:
        return ".".join(self.steps)

    @property
    def position(self) -> float:
        """0..1; 0 at the low end."""
        return self._share(self.value)

    def turned(self, position: float) -> float:
        """The value at a position; what lies outside 0..1 stands at that end."""
        position = min(1.0, max(0.0, position))
        if self.unit not in BY_OCTAVES:
            return self._inside(self.low + position * (self.high - self.low))
        start = self._start
        low, high = math.log(self.low + start), math.log(self.high + start)
        return self._inside(math.exp(low + position * (high - low)) - start)

    @property
    def _start(self) -> float:
        return 0.0 if self.low > 0.0 else self.high / FIRST_OCTAVE

    def _share(self, value: float) -> float:
        low, high = self.low, self.high
        if self.unit in BY_OCTAVES:
            low, value, high = (math.log(part + self._start) for part in (low, value, high))
        return (value - low) / (high - low)

    def _inside(self, value: float) -> float:
        return min(self.high, max(self.low, value))


@dataclass(frozen=True)
class Vector:
    """Numbers 0..1 under their names. `tag` tells one layout from another."""

    tag: str
    names: tuple[str, ...]
    values: tuple[float, ...]


def knobs(settings: ConsoleSettings, only: Sequence[str] = ("**",)) -> list[Knob]:
    """The document's numbers in its own order; `only` names those that are wanted.

    `*` stands for anything within one step of a path, `**` at the beginning for any way there.
    """
    patterns = [wanted.split(".") for wanted in only]
    return [knob for knob in _walk(settings, ()) if any(_fits(knob.steps, pattern) for pattern in patterns)]


def to_vector(settings: ConsoleSettings, only: Sequence[str] = ("**",)) -> Vector:
    """The numbers of `settings` that `only` names (see `knobs`)."""
    found = knobs(settings, only)
    names = tuple(knob.path for knob in found)
    return Vector(_tag(names), names, tuple(knob.position for knob in found))


def from_vector(settings: ConsoleSettings, vector: Vector) -> ConsoleSettings:
    """`settings` with the numbers of `vector` in their places; everything else stays.

    Raises StudioError `mix.vector_strange` when the vector belongs to another layout or holds no numbers.
    """
    if vector.tag != _tag(vector.names) or len(vector.names) != len(vector.values):
        raise StudioError("mix.vector_strange", "These numbers belong to another version of the console.")
    if not all(math.isfinite(value) for value in vector.values):
        raise StudioError("mix.vector_strange", "One of these numbers is none.")
    known = {knob.path: knob for knob in knobs(settings)}
    if strange := [name for name in vector.names if name not in known]:
        raise StudioError("mix.vector_strange", f"This console has no {strange[0]}. Make the numbers from it anew.")
    return turned(settings, {known[name]: value for name, value in zip(vector.names, vector.values, strict=True)})


def turned(settings: ConsoleSettings, positions: Mapping[Knob, float]) -> ConsoleSettings:
    """`settings` with these of its knobs at positions 0..1."""
    document = settings.to_json()
    for knob, position in positions.items():
        # A knob that was not turned keeps its very value, not one that logarithms have rounded.
        value = knob.value if math.isclose(position, knob.position, abs_tol=1e-12) else knob.turned(position)
        _put(document, knob.steps, value)
    return ConsoleSettings.from_json(document)


def _fits(steps: Sequence[str], pattern: Sequence[str]) -> bool:
    if pattern[0] == "**":
        pattern = pattern[1:]
        steps = steps[max(0, len(steps) - len(pattern)) :]
    return len(steps) == len(pattern) and all(map(fnmatchcase, steps, pattern))


def _walk(part: Any, steps: tuple[str, ...]) -> Iterator[Knob]:
    for item in fields(part):
        yield from _numbers(getattr(part, item.name), item.metadata, (*steps, item.name))


def _numbers(value: Any, declared: Mapping[str, Any], steps: tuple[str, ...]) -> Iterator[Knob]:
    if is_dataclass(value):
        yield from _walk(value, steps)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            yield from _numbers(member, declared, (*steps, str(name)))
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            yield from _numbers(member, declared, (*steps, str(number)))
    elif _is_knob(value, declared, steps[-1]):
        yield Knob(steps, float(value), declared["low"], declared["high"], declared["unit"])


def _is_knob(value: Any, declared: Mapping[str, Any], name: str) -> bool:
    if "low" not in declared or declared["unit"] == TIME or isinstance(value, bool):
        return False
    return bool(value) or name not in OFF_AT_ZERO


def _put(document: Any, steps: Sequence[str], value: float) -> None:
    *way, last = steps
    for step in way:
        document = document[int(step)] if isinstance(document, list | tuple) else document[step]
    document[last] = value


def _tag(names: Sequence[str]) -> str:
    return f"console-{LAYOUT}-{blake2b(chr(10).join(names).encode(), digest_size=6).hexdigest()}"
