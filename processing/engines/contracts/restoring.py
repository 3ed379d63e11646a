"""Contracts of what takes recordings apart and mends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from processing.engines.contracts.song import Audio, Progress, silent

SOURCES = ("vocals", "drums", "bass", "other")


@dataclass(frozen=True)
class Separation:
    """Stems by source, each (2, samples) as long as the input; together they are the input again.

    `facts`: `method` (how it was taken apart), `confidence` 0..1 (how well that went, as far as one can tell without
    the truth), `preview` (good enough to listen to, not to release), `words` (sentences for people).
    """

    stems: Mapping[str, Audio]
    facts: Mapping[str, Any]


class Separator(Protocol):
    def separate(
        self, audio: Audio, sample_rate: int, sources: Sequence[str] = SOURCES, *, progress: Progress = silent
    ) -> Separation:
        """Take (1 or 2, samples) apart into `sources`, relative levels kept, nothing rescaled. What an engine cannot
        tell apart further lies in `other`. `progress` is called per chunk and may raise to stop the work."""


class Denoiser(Protocol):
    def denoise(self, audio: Audio, sample_rate: int, *, amount: float = 1.0, progress: Progress = silent) -> Audio:
        """Less noise, same shape, in phase with the input; `amount` 0..1 is how much of it is heard."""


class BandExtender(Protocol):
    def extend(
        self, audio: Audio, sample_rate: int, *, cutoff_hz: float, seed: int = 0, progress: Progress = silent
    ) -> Audio:
        """The input with a new band above `cutoff_hz`; below it nothing changes. Same shape."""
