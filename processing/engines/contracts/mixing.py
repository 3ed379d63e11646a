"""Contracts of what is done at the desk: setting the console, rendering it, mastering."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from processing.engines.contracts.song import Audio, Hear, Progress, silent, unheard


class MixProposer(Protocol):
    def propose(
        self, tracks: Mapping[str, Audio], sample_rate: int, *, genre: str, wishes: Mapping[str, float]
    ) -> dict[str, Any]:
        """Return a ConsoleSettings document (JSON-ready). `wishes` are people's nudges: {"vocal_db": 1.0}."""


class MixRenderer(Protocol):
    def render(
        self,
        tracks: Mapping[str, Audio],
        sample_rate: int,
        settings: Mapping[str, Any],
        *,
        progress: Progress = silent,
        hear: Hear = unheard,
    ) -> Audio: ...


@dataclass(frozen=True)
class MasterParams:
    target_lufs: float = -14.0
    ceiling_dbtp: float = -1.0
    tone: float = 1.0
    loudness: float = 1.0
    width: float = 1.0


@dataclass(frozen=True)
class MasterResult:
    audio: Audio
    report: Mapping[str, Any]


class MasteringEngine(Protocol):
    def master(
        self,
        mix: Audio,
        sample_rate: int,
        *,
        reference: Audio | None,
        genre: str,
        params: MasterParams,
        scratch: Path,
        progress: Progress = silent,
    ) -> MasterResult: ...
