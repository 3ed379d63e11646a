"""People's nudges: how many dB more voice, how much brighter, wider in space, more energetic."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from processing.errors import StudioError

LIMITS = {"vocal_db": 12.0, "brightness": 1.0, "space": 1.0, "energy": 1.0}


@dataclass(frozen=True)
class Wishes:
    """`vocal_db` in dB, the others from -1 (less) over 0 (as the genre asks) to +1 (more)."""

    vocal_db: float = 0.0
    brightness: float = 0.0
    space: float = 0.0
    energy: float = 0.0

    @classmethod
    def read(cls, wishes: Mapping[str, float]) -> Self:
        """Raises StudioError `mix.wish_unknown` or `mix.wish_out_of_range`."""
        known = [item.name for item in fields(cls)]
        for name, value in wishes.items():
            if name not in known:
                raise StudioError("mix.wish_unknown", f'"{name}" is no wish. Choose from: {", ".join(known)}.')
            if not math.isfinite(value) or abs(value) > LIMITS[name]:
                raise StudioError(
                    "mix.wish_out_of_range",
                    f"{name} can be moved from -{LIMITS[name]:g} to +{LIMITS[name]:g}.",
                    wish=name,
                )
        return cls(**{name: float(value) for name, value in wishes.items()})
