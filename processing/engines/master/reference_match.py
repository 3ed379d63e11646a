"""The mastering engine: match to a reference or a style, blend per dimension, loudness, limit, check, correct."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp import qc
from processing.dsp.levels import Audio
from processing.dsp.loudness import integrated_lufs
from processing.dsp.spectrum import balance_distance_db, third_octaves_db
from processing.engines.contracts import MasterParams, MasterResult, Progress, silent
from processing.engines.master import matching
from processing.engines.master.blend import Blended, blended
from processing.engines.master.loudness_target import Finished, finished
from processing.engines.master.style import styled, target_balance_db
from processing.errors import StudioError

CODEC_PASSES = 2
TONE_SHARES = (1.0, 0.5, 0.0)
"""A far-off reference can ask for a tone whose peaks forbid the loudness: then less of that tone is taken."""
REACHED_LU = 0.3
METER_MARGIN_DB = 0.1
"""Meters interpolate differently: what ours calls -1.03 dBTP another may call -0.98."""
CODEC_MARGIN_DB = 0.05
CODEC_CHECK_S = 30.0


class ReferenceMatch:
    """Implements `contracts.MasteringEngine`. Matchering works in a child process; the rest is our own."""

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
    ) -> MasterResult:
        """Return the master, exactly as long as the mix, and a JSON-ready report.

        `reference` has the same rate as the mix. Without one, a style target of the genre takes its place.
        `params.loudness` moves from the mix's own loudness (0) to `target_lufs` (1). Raises StudioError `master.*`.
        """
        _check_params(params)
        mix = matching.check(mix, sample_rate, "mix")
        goal = _goal(mix, reference, sample_rate, genre)
        match = _match(mix, goal, sample_rate, scratch, lambda f, words: progress(0.05 + 0.5 * f, words))
        mix_lufs = integrated_lufs(mix, sample_rate)
        target_lufs = mix_lufs + params.loudness * (params.target_lufs - mix_lufs)
        for share in TONE_SHARES:
            progress(0.6, "Blending tone and width")
            blend = blended(mix, match, sample_rate, goal.balance_db, tone=share * params.tone, width=params.width)
            progress(0.7, "Loudness and true peak")
            done, peaks = _delivered(blend.audio, sample_rate, target_lufs, params, scratch, progress)
            if abs(done.integrated_lufs - target_lufs) <= REACHED_LU:
                break
        del match
        progress(0.95, "Checking the master")
        report = _report(mix, sample_rate, goal, blend, done, target_lufs, peaks)
        progress(1.0, "Mastered")
        return MasterResult(done.audio, report)


@dataclass(frozen=True)
class _Goal:
    """What the master should sound like; `reference` None means a style of our own."""

    reference: Audio | None
    genre: str
    balance_db: NDArray[np.float64]

    @property
    def words(self) -> str:
        return f"our own {self.genre} style" if self.reference is None else "the reference"


def _goal(mix: Audio, reference: Audio | None, sample_rate: int, genre: str) -> _Goal:
    if reference is None:
        return _Goal(None, genre, target_balance_db(genre))
    reference = matching.check(reference, sample_rate, "reference")
    matching.check_different(mix, reference)
    return _Goal(reference, genre, third_octaves_db(reference, sample_rate))


def _match(mix: Audio, goal: _Goal, sample_rate: int, scratch: Path, progress: Progress) -> Audio:
    if goal.reference is None:
        progress(0.2, "Matching the style")
        return styled(mix, sample_rate, goal.genre)
    return matching.matched(mix, goal.reference, sample_rate, scratch, progress)


def _delivered(
    audio: Audio, sample_rate: int, target_lufs: float, params: MasterParams, scratch: Path, progress: Progress
) -> tuple[Finished, dict[str, float]]:
    """Loudness and ceiling; where a lossy copy would exceed full scale, again with that much more room."""
    ceiling_dbtp = params.ceiling_dbtp - METER_MARGIN_DB
    for _ in range(CODEC_PASSES):
        done = finished(audio, sample_rate, target_lufs, ceiling_dbtp)
        progress(0.85, "Checking lossy copies")
        peaks = qc.codec_peaks(done.audio, sample_rate, scratch, loudest_s=CODEC_CHECK_S)
        over_db = max(peaks.values())
        if over_db <= 0.0:
            break
        ceiling_dbtp -= over_db + CODEC_MARGIN_DB
    return done, peaks


def _report(
    mix: Audio,
    sample_rate: int,
    goal: _Goal,
    blend: Blended,
    done: Finished,
    target_lufs: float,
    peaks: dict[str, float],
) -> dict[str, Any]:
    balance_db = third_octaves_db(done.audio, sample_rate)
    limits = replace(qc.Limits(), true_peak_dbtp=min(qc.Limits().true_peak_dbtp, done.ceiling_dbtp))
    checks = qc.gate(done.audio, mix, sample_rate, target_lufs, codec_peaks_dbtp=peaks, limits=limits)
    distance_db = balance_distance_db(balance_db, goal.balance_db)
    words = [
        f"Matched to {goal.words}: its tone is {distance_db:.1f} dB away, the mix was {blend.distance_before_db:.1f}.",
        *blend.words,
        *done.words,
    ]
    return {
        "goal": "style" if goal.reference is None else "reference",
        "target_lufs": round(target_lufs, 2),
        "ceiling_dbtp": round(done.ceiling_dbtp, 2),
        "integrated_lufs": round(done.integrated_lufs, 2),
        "true_peak_dbtp": next(check.value for check in checks if check.check == "true_peak_dbtp"),
        "most_limiting_db": round(done.most_limiting_db, 2),
        "tone": round(blend.tone, 3),
        "width": round(blend.width, 3),
        "distance_before_db": round(blend.distance_before_db, 3),
        "distance_after_db": round(distance_db, 3),
        "codec_peaks_dbtp": {name: round(peak, 3) for name, peak in peaks.items()},
        "qc": [check.to_json() for check in checks],
        "words": words,
    }


def _check_params(params: MasterParams) -> None:
    for name, low, high in (
        ("tone", 0.0, 1.0),
        ("loudness", 0.0, 1.0),
        ("width", 0.0, 1.0),
        ("target_lufs", -30.0, -5.0),
        ("ceiling_dbtp", -9.0, -0.1),
    ):
        value = getattr(params, name)
        if not low <= value <= high:
            raise StudioError(
                "master.param_out_of_range",
                f"{name} is {value:g}: choose a value from {low:g} to {high:g}.",
                param=name,
            )
