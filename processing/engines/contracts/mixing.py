"""Contracts of what is done at the desk: setting the console, rendering it, mastering."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from processing.engines.contracts.song import Audio, Hear, Progress, silent, unheard


class MixProposer(Protocol):
    def propose(
        self,
        tracks: Mapping[str, Audio],
        sample_rate: int,
        *,
        genre: str,
        wishes: Mapping[str, float],
        reference: Audio | None = None,
        progress: Progress = silent,
    ) -> dict[str, Any]:
        """Return a ConsoleSettings document (JSON-ready). `wishes` are people's nudges: {"vocal_db": 1.0}.

        `reference` is a finished song (2, samples) at the same rate, for engines whose catalogue line hears one.
        """


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
    """`tone`, `loudness` and `width` from 0 (as the mix) to 1 (all the way). `target_lufs` None: as loud as the
    references are. `healthy`: the match may bring no fault of tone, even where the references have it, and where
    the loudness would flatten the song the master stays a little below its target."""

    target_lufs: float | None = -14.0
    ceiling_dbtp: float = -1.0
    tone: float = 1.0
    loudness: float = 1.0
    width: float = 1.0
    healthy: bool = False


@dataclass(frozen=True)
class Reference:
    """A song to sound like. `read` gives it as (1 or 2, samples) at the mix's rate, when its turn has come.

    `weight` counts against the other references'. Under `kept`, a file named by the song's content, the engine may
    keep what it heard, so that the song is not read again. `lossy` is how its file was encoded ("MP3"), where that
    takes something away.
    """

    read: Callable[[], Audio]
    weight: float = 1.0
    name: str = "The reference"
    kept: Path | None = None
    lossy: str = ""


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
        references: Sequence[Reference] = (),
        genre: str,
        params: MasterParams,
        scratch: Path,
        progress: Progress = silent,
    ) -> MasterResult: ...
