"""Contracts of what makes music: reading the lyrics, composing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from processing.engines.contracts.song import Audio, Hear, Progress, SongPlan, silent, unheard


@dataclass(frozen=True)
class LyricSection:
    label: str
    kind: str
    lines: tuple[str, ...]
    syllables: tuple[int, ...]


@dataclass(frozen=True)
class LyricsReading:
    """Lyrics in sections with what the words suggest; every inferred value carries its reasons in words."""

    sections: tuple[LyricSection, ...]
    language: str
    mood: str
    genre: str
    bpm: float
    reasons: Mapping[str, str] = field(default_factory=dict)


class LyricsAnalyst(Protocol):
    def read(self, lyrics: str) -> LyricsReading: ...


@dataclass(frozen=True)
class ComposeResult:
    """Stems by name, all of one shape (2, samples), summing to the instrumental; an engine that makes it whole gives
    one, which is the instrumental."""

    stems: Mapping[str, Audio]
    sample_rate: int
    facts: Mapping[str, Any]


class Composer(Protocol):
    def compose(
        self,
        plan: SongPlan,
        *,
        seed: int,
        band_seed: int | None = None,
        progress: Progress = silent,
        hear: Hear = unheard,
    ) -> ComposeResult:
        """`band_seed` keeps what another seed cast (who plays, the groove, the chords); `seed` is how they play it."""
