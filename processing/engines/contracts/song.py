"""Words shared by all contracts: audio, progress, and the plan of a song."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
Progress = Callable[[float, str], None]
"""Called with (fraction 0..1, message for people); may raise to stop the work, so engines call it often."""

Hear = Callable[[Audio], None]
"""Called with the song as far as it is rendered (2, samples), for the waveform that draws itself. Must not keep it."""

METERS = {"4/4": 4, "3/4": 3, "6/8": 2}
"""Meter -> counted beats in one bar. BPM counts quarters in 4/4 and 3/4, dotted quarters in 6/8."""
GENRES = ("pop", "hip_hop", "house", "rock", "rnb", "lofi")
SECTION_KINDS = ("intro", "verse", "pre_chorus", "chorus", "post_chorus", "bridge", "solo", "break", "outro")
STEMS = ("drums", "bass", "harmony", "lead", "texture")


def silent(_fraction: float, _message: str) -> None:
    """A progress callback for callers that do not watch."""


def unheard(_so_far: Audio) -> None:
    """For callers that do not draw."""


@dataclass(frozen=True)
class Section:
    """One section of the song on its timeline. `bars` counts whole bars; `start_s`/`end_s` follow from the plan."""

    label: str
    kind: str
    bars: int
    start_s: float = 0.0
    end_s: float = 0.0
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class SungNote:
    """One note heard in the voice. `midi` is fractional before tuning correction; times are on the song's timeline."""

    start_s: float
    end_s: float
    midi: float
    confidence: float = 1.0


@dataclass(frozen=True)
class SongPlan:
    """All that a composer needs to know. The grid starts at 0 s with the first bar of the first section.

    `vocal_offset_s` is where the vocal file's own time 0 lies on this timeline (negative: its head is cut).
    """

    title: str
    genre: str
    mood: str
    bpm: float
    meter: str
    key: str  # "A minor", "F# major"
    sections: tuple[Section, ...]
    duration_s: float
    vocal_offset_s: float = 0.0
    sung_notes: tuple[SungNote, ...] = ()
    tuning_cents: float = 0.0

    @property
    def beat_s(self) -> float:
        """Seconds of one counted beat: a quarter in 4/4 and 3/4, a dotted quarter in 6/8."""
        return 60.0 / self.bpm

    @property
    def beats_per_bar(self) -> int:
        return METERS[self.meter]

    @property
    def bar_s(self) -> float:
        return self.beat_s * self.beats_per_bar

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        known = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        known["sections"] = tuple(
            Section(**{**s, "lines": tuple(s.get("lines", ()))}) for s in data.get("sections", ())
        )
        known["sung_notes"] = tuple(SungNote(**n) for n in data.get("sung_notes", ()))
        return cls(**known)
