"""One thing that is wrong with a song, or is not: a number, its limit, words and places."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from processing.dsp.pathologies.reading import Place

# The middle of released recordings.
HEALTHY = {
    "mono_holes": 0.0005, "wide_bass": -12.0, "incoherent_highs": 0.1, "mono_loss": 0.7, "hard_panning": 0.007,
    "narrow": -11.0, "shimmer": -8.6, "mud": 0.9, "missing_top": 20_000.0, "lossy_source": 0.0, "holes": 0.001,
    "soft_transients": 4.5, "flat_dynamics": 10.9, "clipping": 0.0, "clicks": 0.0, "dropouts": 0.0, "hum": 0.0,
    "noise": -75.0, "dc_offset": 0.0,
}  # fmt: skip


def severity(code: str, value: float, limit: float) -> float:
    """0 as released music has it, 50 at the limit, 100 far beyond."""
    healthy = HEALTHY[code]
    return float(np.clip(50.0 * (value - healthy) / (limit - healthy), 0.0, 100.0))


def value_at(code: str, severe: float, limit: float) -> float:
    """The value whose `severity` is `severe`."""
    return HEALTHY[code] + (limit - HEALTHY[code]) * severe / 50.0


@dataclass(frozen=True)
class Fault:
    """One number with its limit. `above`: beyond the limit means larger. `spans` are (start, end) in seconds where it
    is found; one span over everything when it is a property of the whole song. `remedy` names the repair, if there is
    one."""

    code: str
    title: str
    value: float
    unit: str
    limit: float
    above: bool
    found: bool
    words: str
    remedy: str = ""
    spans: tuple[tuple[float, float], ...] = ()

    @property
    def severity(self) -> float:
        """For comparing before and after."""
        return severity(self.code, self.value, self.limit)

    def severity_by(self, other: "Fault") -> float:
        """By the limit that `other` is held to: where only the limit moved, the number got neither better nor worse."""
        return severity(self.code, self.value, other.limit)

    @property
    def beyond(self) -> float:
        """How far the number lies beyond its limit, in its own unit; negative on the good side."""
        return (self.value - self.limit) * (1 if self.above else -1)

    def to_json(self) -> dict[str, Any]:
        """`usual`: the number of released recordings, which the limit was set against."""
        return {**asdict(self), "severity": round(self.severity, 1), "usual": HEALTHY[self.code]}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """What `to_json` wrote, perhaps in an earlier version of the studio."""
        own = {field.name: told[field.name] for field in fields(cls) if field.name in told}
        return cls(**{**own, "spans": tuple((start, end) for start, end in told.get("spans", ()))})


def of_code(faults: Iterable[Fault], code: str) -> Fault:
    """The one check of a diagnosis, which has each once."""
    return next(fault for fault in faults if fault.code == code)


def scores(faults: Sequence[Fault]) -> dict[str, float]:
    """Severity by code, for before and after."""
    return {fault.code: round(fault.severity, 1) for fault in faults}


def where(places: Sequence[Place], is_bad: Callable[[Place], bool]) -> tuple[tuple[float, float], ...]:
    """Joined windows in which it is found."""
    spans: list[tuple[float, float]] = []
    for place in places:
        if not is_bad(place):
            continue
        if spans and spans[-1][1] == place.start_s:
            spans[-1] = (spans[-1][0], place.end_s)
        else:
            spans.append((place.start_s, place.end_s))
    return tuple((round(start, 2), round(end, 2)) for start, end in spans)


def runs(ordered: NDArray[Any], gap: float) -> list[tuple[float, float]]:
    """The first and the last of each run of rising numbers that lie no further apart than `gap`."""
    edges = np.flatnonzero(np.diff(ordered) > gap)
    firsts, lasts = np.append(ordered[:1], ordered[edges + 1]), np.append(ordered[edges], ordered[-1:])
    return [(float(first), float(last)) for first, last in zip(firsts, lasts, strict=True)]


def moments(times_s: Sequence[float] | Any, most: int = 50) -> tuple[tuple[float, float], ...]:
    return tuple((round(float(t), 3), round(float(t), 3)) for t in list(times_s)[:most])


def fault(
    code: str, title: str, value: float, unit: str, limit: float, found: bool, remedy: str, bad: str, good: str,
    spans: tuple[tuple[float, float], ...] = (), *, above: bool = True, spared: str = "",
) -> Fault:  # fmt: skip
    """`spared` says why a number beyond its limit is no fault after all."""
    if found:
        return Fault(code, title, round(float(value), 4), unit, limit, above, True, bad, remedy, spans)
    one = Fault(code, title, round(float(value), 4), unit, limit, above, False, good)
    return replace(one, words=spared) if spared and one.beyond > 0.0 else one
