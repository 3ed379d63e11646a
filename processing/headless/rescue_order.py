"""What a headless rescue is asked for, checked before any work starts."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from processing.headless.order import fits_genre, fits_seed, fits_target, refuse_unfit


@dataclass(frozen=True)
class RescueOrder:
    """One flat file to rescue. `without` names remedies that are left out."""

    out: Path
    track: Path
    references: tuple[Path, ...] = ()
    title: str = ""
    genre: str = ""
    target_lufs: float = -14.0
    seed: int = 1
    engines: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    origin: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = {
            "order.genre": fits_genre(self.genre),
            "order.seed": fits_seed(self.seed),
            "order.target_lufs": fits_target(self.target_lufs),
        }
        refuse_unfit(asked, (self.track, *self.references))
