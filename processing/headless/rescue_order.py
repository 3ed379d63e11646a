"""What a headless rescue is asked for, checked before any work starts."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from processing.dsp.repairs.names import REMEDY_WORDS, is_amount
from processing.errors import StudioError
from processing.headless.order import fits_genre, fits_seed, fits_target, refuse_unfit

REMEDIES_TOLD = ", ".join(REMEDY_WORDS)


@dataclass(frozen=True)
class RescueOrder:
    """One flat file to rescue. `amounts` 0..1 say how much of a remedy (`de_mud`), or of one on one stem
    (`vocals.de_mud`), is used at the most; `without` names remedies that are left out."""

    out: Path
    track: Path
    references: tuple[Path, ...] = ()
    title: str = ""
    genre: str = ""
    target_lufs: float = -14.0
    seed: int = 1
    engines: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, float] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    origin: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = {
            "order.genre": fits_genre(self.genre),
            "order.seed": fits_seed(self.seed),
            "order.target_lufs": fits_target(self.target_lufs),
            "order.amount": (
                all(is_amount(name) and 0.0 <= share <= 1.0 for name, share in self.amounts.items()),
                f"Amounts lie between 0 and 1, such as de_mud=0.5 or vocals.de_mud=0.5; remedies are {REMEDIES_TOLD}.",
            ),
        }
        refuse_unfit(asked, (self.track, *self.references))

    @property
    def told_amounts(self) -> dict[str, float]:
        """As the recipe is told them: what is left out is left out on every stem."""
        kept = {name: share for name, share in self.amounts.items() if name.rpartition(".")[2] not in self.without}
        return {**kept, **dict.fromkeys(self.without, 0.0)}


def amount_named(words: str) -> tuple[str, float]:
    """Name and share from `NAME=SHARE`. Raises StudioError `order.amount`."""
    name, _equals, share = words.partition("=")
    try:
        return name, float(share)
    except ValueError:
        raise StudioError("order.amount", "Write an amount as NAME=SHARE, for example vocals.de_mud=0.5.") from None
