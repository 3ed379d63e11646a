"""What people may ask of a master: its dials, its targets and how much each reference counts."""

from collections.abc import Mapping
from typing import Any

from processing.errors import StudioError

RANGES: Mapping[str, tuple[float, float]] = {
    "target_lufs": (-30.0, -5.0),
    "ceiling_dbtp": (-9.0, -0.1),
    "tone": (0.0, 1.0),
    "loudness": (0.0, 1.0),
    "width": (0.0, 1.0),
}
TARGETS_LUFS = (-14.0, -11.0, -9.0)
FROM_REFERENCE = "reference"
"""Written as the target: as loud as the references are."""
WEIGHT = (0.0, 100.0)


def dials_of(params: Mapping[str, Any]) -> dict[str, float | None]:
    """The dials among a run's params, as the engine takes them. Raises StudioError `master.param_out_of_range`."""
    return {name: _dial(name, params[name], span) for name, span in RANGES.items() if name in params}


def weights_of(params: Mapping[str, Any]) -> dict[str, float]:
    """`{reference's id: weight}`; who is not named counts 1. Raises StudioError `master.weight_out_of_range`."""
    given = params.get("reference_weights") or {}
    if not isinstance(given, Mapping):
        raise _weight_refused()
    return {str(key): _number(value, WEIGHT, _weight_refused()) for key, value in given.items()}


def _dial(name: str, value: Any, span: tuple[float, float]) -> float | None:
    if name == "target_lufs" and (value is None or value == FROM_REFERENCE):
        return None
    words = f"{name} is {value}: choose a value from {span[0]:g} to {span[1]:g}."
    return _number(value, span, StudioError("master.param_out_of_range", words, field=name))


def _number(value: Any, span: tuple[float, float], refused: StudioError) -> float:
    try:
        number = float(value) if not isinstance(value, bool) else float("nan")
    except (TypeError, ValueError):
        raise refused from None
    if not span[0] <= number <= span[1]:
        raise refused
    return number


def _weight_refused() -> StudioError:
    words = f"A reference weighs from {WEIGHT[0]:g} to {WEIGHT[1]:g}: write its id with a number."
    return StudioError("master.weight_out_of_range", words, field="reference_weights")
