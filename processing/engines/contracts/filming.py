"""Contracts of what makes pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from processing.engines.contracts.song import Progress, SongPlan, silent


@dataclass(frozen=True)
class VideoParams:
    width: int = 1920
    height: int = 1080
    fps: int = 30
    seed: int = 0
    artist: str = ""


class VideoEditor(Protocol):
    def render(
        self,
        *,
        plan: SongPlan,
        master: Path,
        stems: Mapping[str, Path],
        out: Path,
        params: VideoParams,
        photo: Path | None = None,
        progress: Progress = silent,
    ) -> Mapping[str, Any]:
        """Write an MP4 (H.264 + AAC) to `out` and return its facts.

        `stems` may hold drums, bass and vocal, `photo` a picture of the artist. Facts: cuts_s, scenes, frames,
        fps, width, height, duration_s. Whatever `progress` raises stops the work and leaves no file.
        """
