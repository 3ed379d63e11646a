"""The console left alone: every fader at unity, nothing processed, the sum at its own loudness where peaks allow."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from processing.console.nudges import Nudge, nudged
from processing.console.settings import ConsoleSettings, Master, TrackSettings
from processing.dsp.blocks import copied, stretches
from processing.dsp.levels import Audio, fitted, stereo
from processing.dsp.limiter import GUARD_DB
from processing.dsp.loudness import SILENCE_LUFS, integrated_lufs
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.contracts import Progress, silent
from processing.errors import StudioError

LOUDNESS_RANGE_LUFS = (-30.0, -8.0)
CEILING_DBTP = -1.2
MARGIN_DB = 0.05
"""Meters differ by less than this; so far the sum stays below the console's limiter."""


class Transparent:
    """Implements `contracts.MixProposer` for stems that add up to a finished song, as after a rescue."""

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
        """Return a ConsoleSettings document that gives the plain sum. Raises StudioError `mix.no_tracks`,
        `mix.all_silent` or what a wish raises."""
        if not tracks:
            raise StudioError("mix.no_tracks", "There is nothing to mix: give at least one track.")
        total = _sum(tracks)
        lufs = integrated_lufs(total, sample_rate)
        if lufs <= SILENCE_LUFS:
            raise StudioError("mix.all_silent", "Every track is silent. Check what was recorded or uploaded.")
        room_db = CEILING_DBTP - GUARD_DB - MARGIN_DB - true_peak_dbtp(total, sample_rate)
        level_lufs = float(np.clip(lufs + min(0.0, room_db), *LOUDNESS_RANGE_LUFS))
        settings = ConsoleSettings(
            genre=genre,
            tracks={name: TrackSettings() for name in tracks},
            master=Master(loudness_lufs=round(level_lufs - 0.005, 2), ceiling_dbtp=CEILING_DBTP),
            reasons=("All faders stand at unity: the stems add up to the song as it was brought.", *_level(room_db)),
        )
        return nudged(settings, Nudge.read(wishes)).to_json()


def _sum(tracks: Mapping[str, Audio]) -> Audio:
    """One track at a time, so that a mapping that reads files on demand keeps memory low."""
    total: Audio | None = None
    for name in tracks:
        audio = stereo(tracks[name])
        if total is None:
            total = copied(audio)
            continue
        if audio.shape[1] > total.shape[1]:
            total = fitted(total, audio.shape[1])
        for span in stretches(audio, total):
            total[:, span] += audio[:, span]
    assert total is not None
    return total


def _level(room_db: float) -> tuple[str, ...]:
    return (f"The sum is {-room_db:.1f} dB quieter, so that its peaks need no limiter.",) if room_db < 0.0 else ()
