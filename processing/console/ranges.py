"""Declared ranges for settings, and reading a JSON document into frozen dataclasses under those ranges."""

import math
import types
from collections.abc import Mapping
from dataclasses import Field, field, fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from processing.errors import StudioError

T = TypeVar("T")


def inside(default: float, low: float, high: float, unit: str, words: str) -> Any:
    """A number between `low` and `high` with its unit and what an engineer calls it."""
    return field(default=default, metadata={"low": low, "high": high, "unit": unit, "words": words})


def choice(default: str, words: str, options: tuple[str, ...]) -> Any:
    """One word out of a few."""
    return field(default=default, metadata={"options": options, "words": words})


def several(most: int) -> Any:
    """A list of at most `most` groups of settings."""
    return field(default=(), metadata={"most": most})


def read(kind: type[T], data: Any, *, where: str) -> T:
    """Read `data` into the dataclass `kind`; `where` is the path for messages ("tracks.vocal.eq.0")."""
    if not isinstance(data, Mapping):
        raise _wrong_type(where, "a group of settings", data)
    known = {item.name: item for item in fields(kind)}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    for name in data:
        if name not in known:
            raise StudioError(
                "mix.setting_unknown",
                f'There is no setting "{_path(where, name)}". Known here: {", ".join(known)}.',
                setting=_path(where, name),
            )
    return kind(**{name: _value(known[name], hints[name], data[name], _path(where, name)) for name in data})


def check_range(value: float, metadata: Mapping[str, Any], where: str) -> float:
    """Return `value` when it lies in the declared range, else raise StudioError `mix.setting_out_of_range`."""
    low, high, unit = metadata["low"], metadata["high"], metadata["unit"]
    if not (math.isfinite(value) and low <= value <= high):
        raise StudioError(
            "mix.setting_out_of_range",
            f"{where} is {value:g} {unit}".rstrip()
            + f": choose a value from {low:g} to {high:g} {unit}".rstrip()
            + ".",
            setting=where,
            value=value if math.isfinite(value) else str(value),
            low=low,
            high=high,
        )
    return value


def _value(item: Field[Any], hint: Any, value: Any, where: str) -> Any:
    metadata = item.metadata
    if "of" in metadata:
        return {str(k): read(metadata["of"], v, where=_path(where, k)) for k, v in _group(value, where).items()}
    if get_origin(hint) in (Union, types.UnionType):
        if value is None:
            return None
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if is_dataclass(hint):
        return read(hint, value, where=where)  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        return _sequence(get_args(hint)[0], value, where, metadata.get("most", math.inf))
    if "low" in metadata:
        if get_origin(hint) is not None:
            return {str(k): _number(v, metadata, _path(where, k)) for k, v in _group(value, where).items()}
        return _number(value, metadata, where)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise _wrong_type(where, hint.__name__, value)
    if "options" in metadata and value not in metadata["options"]:
        raise _wrong_type(where, f"one of {', '.join(metadata['options'])}", value)
    return value


def _sequence(kind: Any, value: Any, where: str, most: float) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _wrong_type(where, "a list", value)
    if len(value) > most:
        raise _wrong_type(where, f"a list of at most {most} entries", f"{len(value)} entries")
    if is_dataclass(kind):
        return tuple(read(kind, part, where=_path(where, i)) for i, part in enumerate(value))  # type: ignore[arg-type]
    for part in value:
        if not isinstance(part, kind):
            raise _wrong_type(where, f"a list of {kind.__name__}", part)
    return tuple(value)


def _number(value: Any, metadata: Mapping[str, Any], where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(where, "a number", value)
    return check_range(float(value), metadata, where)


def _group(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong_type(where, "a group of settings", value)
    return value


def _path(where: str, name: object) -> str:
    return f"{where}.{name}" if where else str(name)


def _wrong_type(where: str, wanted: str, value: Any) -> StudioError:
    return StudioError(
        "mix.setting_wrong_type",
        f"{where or 'The document'} must be {wanted}, but it is {str(value)[:60]!r}.",
        setting=where,
    )
