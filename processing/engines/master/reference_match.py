"""The mastering engine: match to a reference or a style, blend per dimension, loudness, limit, check, correct."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from processing.dials import dials_of
from processing.dsp import qc
from processing.dsp.balance import balance_distance_db
from processing.dsp.levels import Audio
from processing.dsp.spectrum import third_octaves_db
from processing.engines.contracts import MasterParams, MasterResult, Progress, Reference, silent
from processing.engines.master.blend import Blend, blended
from processing.engines.master.centre import centre, centred
from processing.engines.master.chain import chain_of
from processing.engines.master.delivery import Delivered, Delivery
from processing.engines.master.flatness import held_words, quieter_by_lu
from processing.engines.master.goal import Goal, listened, reference_goal, style_goal
from processing.engines.master.loudness_target import Finished
from processing.engines.master.profile import Profile, check, heard
from processing.errors import StudioError

TONE_SHARES = (1.0, 0.5, 0.0)
"""A far-off reference can ask for a tone whose peaks forbid the loudness: then less of that tone is taken."""
REACHED_LU = 0.3


class ReferenceMatch:
    """Implements `contracts.MasteringEngine`."""

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
    ) -> MasterResult:
        """Return the master, exactly as long as the mix, and a JSON-ready report.

        Without references, a style target of the genre takes their place. `params.loudness` moves from the mix's own
        loudness (0) to the target (1). Raises StudioError `master.*`.
        """
        _check_params(params)
        progress(0.05, "Listening to the mix")
        mix = centred(check(mix, sample_rate, "mix"))
        own = heard(mix, sample_rate)
        goal = self.goal(mix, own, references, sample_rate, genre, scratch, progress)
        wanted_lufs = _wanted_lufs(goal, params)
        target_lufs = own.integrated_lufs + params.loudness * (wanted_lufs - own.integrated_lufs)
        delivery = Delivery(mix, own.middle.frequencies_hz, sample_rate, target_lufs, params, scratch, progress)
        made = _delivered(delivery, own, goal)
        blend, done, peaks = made.blend, made.done, made.peaks
        held_lu = quieter_by_lu(mix, done, sample_rate) if params.healthy else 0.0
        if held_lu:
            done, peaks = delivery.delivered(made.ready, target_lufs - held_lu)
        del made
        if params.healthy:
            # Loudness raises a centre line that lies off zero, and peaks that are higher on one side move it.
            centre(done.audio, sample_rate)
        progress(0.95, "Checking the master")
        report = _report(mix, sample_rate, goal, blend, done, target_lufs, held_lu, peaks)
        report["chain"] = chain_of(blend.middle_db, blend.side_db, own.middle.frequencies_hz, done)
        progress(1.0, "Mastered")
        return MasterResult(done.audio, report)

    def goal(
        self,
        mix: Audio,
        own: Profile,
        references: Sequence[Reference],
        sample_rate: int,
        genre: str,
        scratch: Path,
        progress: Progress,
    ) -> Goal:
        """Where the way leads; `own` is what was heard in `mix`. The matching itself, for engines that differ in it."""
        if not references:
            return style_goal(own, genre)
        progress(0.15, "Listening to the references")
        return reference_goal(own, listened(own, references, sample_rate))


def _delivered(delivery: Delivery, own: Profile, goal: Goal) -> Delivered:
    """With as much of the wished tone as leaves room for the loudness."""
    params = delivery.params
    for share in TONE_SHARES:
        delivery.progress(0.3, "Blending tone and width")
        tone, width = share * params.tone, params.width
        made = delivery.of(blended(own, goal, delivery.sample_rate, tone=tone, width=width, healthy=params.healthy))
        if abs(made.done.integrated_lufs - delivery.target_lufs) <= REACHED_LU:
            break
    return made


def _wanted_lufs(goal: Goal, params: MasterParams) -> float:
    if params.target_lufs is not None:
        return params.target_lufs
    if goal.lufs is None:
        raise StudioError("master.no_reference", "Add a reference first, or choose a loudness in LUFS.")
    return goal.lufs


def _report(
    mix: Audio,
    sample_rate: int,
    goal: Goal,
    blend: Blend,
    done: Finished,
    target_lufs: float,
    held_lu: float,
    peaks: dict[str, float],
) -> dict[str, Any]:
    balance_db = third_octaves_db(done.audio, sample_rate)
    limits = replace(qc.Limits(), true_peak_dbtp=min(qc.Limits().true_peak_dbtp, done.ceiling_dbtp))
    known = {"integrated_lufs": done.integrated_lufs}
    checks = qc.gate(done.audio, mix, sample_rate, target_lufs, codec_peaks_dbtp=peaks, limits=limits, known=known)
    distance_db = balance_distance_db(balance_db, goal.balance_db)
    words = [
        f"Matched to {goal.name}: its tone is {distance_db:.1f} dB away, the mix was {blend.distance_before_db:.1f}.",
        *goal.words,
        *blend.words,
        *done.words,
        *held_words(held_lu),
        *goal.warnings,
    ]
    return {
        "goal": "style" if goal.lufs is None else "reference",
        "target_lufs": round(target_lufs, 2),
        "ceiling_dbtp": round(done.ceiling_dbtp, 2),
        "integrated_lufs": round(done.integrated_lufs, 2),
        "true_peak_dbtp": next(check.value for check in checks if check.check == "true_peak_dbtp"),
        "held_lu": round(held_lu, 2),
        "most_limiting_db": round(done.most_limiting_db, 2),
        "tone": round(blend.tone, 3),
        "width": round(blend.width, 3),
        "distance_before_db": round(blend.distance_before_db, 3),
        "distance_after_db": round(distance_db, 3),
        "codec_peaks_dbtp": {name: round(peak, 3) for name, peak in peaks.items()},
        "qc": [check.to_json() for check in checks],
        "warnings": list(goal.warnings),
        "words": words,
    }


def _check_params(params: MasterParams) -> None:
    dials_of(asdict(params))
