"""Lay the voice on a backing that may not follow its grid: measure, move the backing, or refuse it."""

from dataclasses import replace
from typing import Any

import numpy as np

from processing.dsp.alignment.found import DRIFT_LIMIT_MS, SURE, Alignment, Repair, line_ms
from processing.dsp.alignment.measure import REACH_S, drift_after, measure
from processing.dsp.alignment.stretch import stretched_together
from processing.engines.contracts import Audio, SongPlan
from processing.errors import StudioError
from processing.pipeline.context import Context
from processing.stages.over import over
from processing.stages.sound import RATE, preview, read_sound, save_sound, save_stems
from projects.models import Asset

# A backing that was made for the voice starts about where it was told to; an upload may start anywhere.
NEAR_S = 0.4


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    """`params`: the plan; `bpm` as a person typed or tapped it, or None; `gate`: whether what can not be repaired ends
    the work here (a chosen instrumental) or is only marked (one of several candidates); `brought`: the instrumental
    comes from outside, so it follows no plan; `start_s`, where a person chose where the voice starts."""
    plan = SongPlan.from_json(params["plan"])
    context.progress(0.05, "Listening to voice and backing")
    voice, candidate = read_sound(context, context.asset("vocal")), context.asset("candidate")
    band = read_sound(context, candidate)
    reach_s = REACH_S if params["gate"] else NEAR_S
    chosen_s = params.get("start_s")
    # Two recordings of one session begin together.
    expected_s = 0.0 if params.get("brought") else plan.vocal_offset_s
    around_s, reach_s = (expected_s, reach_s) if chosen_s is None else (chosen_s, NEAR_S)
    found = measure(voice, band, RATE, voice_bpm=params["bpm"], around_s=around_s, reach_s=reach_s)
    if chosen_s is not None:
        found = replace(found, offset_s=chosen_s, offset_confidence=1.0, within_beat_confidence=1.0, others_s=())
    for words in found.to_json()["words"]:
        context.log(words)
    if found.refused and params["gate"]:
        raise StudioError(found.refused.code, found.refused.words)
    after = as_laid(plan, found, band.shape[1] / RATE, params)
    if found.repair is None:
        return {**found.to_json(), "plan": after.to_json()}
    context.progress(0.4, "Moving the backing to the voice")
    moved = _move(context, candidate, band, found.repair)
    repaired = _left(voice, moved, found, found.repair, after)
    context.log(repaired["words"])
    return {**found.to_json(), "repaired": repaired, "plan": after.to_json()}


def as_laid(plan: SongPlan, found: Alignment, backing_s: float, params: dict[str, Any]) -> SongPlan:
    """The plan when the voice is laid on a backing of `backing_s` and that is moved; `params` as of the stage."""
    repair = found.repair
    if not params.get("brought"):
        return plan_at(plan, found, repair, moved=params["gate"] and repair is not None)
    stretch = repair.stretch if repair else 1.0
    bpm = params["bpm"] or (found.band_bpm / stretch if found.band_bpm else None)
    return over(plan, vocal_at_s=laid_at_s(found, 0.0) * stretch, duration_s=round(backing_s * stretch, 6), bpm=bpm)


def laid_at_s(found: Alignment, expected_s: float) -> float:
    """Where the voice is laid in the backing as it came: as heard, or as expected where nothing could be heard."""
    return found.offset_s if found.within_beat_confidence >= SURE else expected_s


def plan_at(plan: SongPlan, found: Alignment, repair: Repair | None, *, moved: bool) -> SongPlan:
    """The plan of the song as it now lies. `moved`: the backing followed the plan before, and its times moved with it;
    a candidate that missed the plan was brought to it instead."""
    stretch = repair.stretch if repair else 1.0
    offset_s = laid_at_s(found, plan.vocal_offset_s) * stretch
    if not moved:
        return replace(plan, vocal_offset_s=round(offset_s, 6))
    sections = tuple(
        replace(section, start_s=section.start_s * stretch, end_s=section.end_s * stretch) for section in plan.sections
    )
    return replace(
        plan,
        bpm=plan.bpm / stretch,
        duration_s=plan.duration_s * stretch,
        sections=sections,
        vocal_offset_s=round(offset_s, 6),
    )


def _move(context: Context, candidate: Asset, band: Audio, repair: Repair) -> Audio:
    """Stretch the stems as one recording, or the whole where there are none; leave them as files. Returns the whole."""
    stems = {name: read_sound(context, asset) for name, asset in context.stems().items()}
    parts = stretched_together(stems or {"": band}, RATE, repair.stretch, repair.semitones)
    whole: Audio = np.asarray(sum(parts.values()), np.float32)
    context.progress(0.75, "Saving the moved backing", peaks=preview(whole))
    name = f"{candidate.name.rpartition('.')[0] or candidate.name}-aligned"
    save_sound(context, "candidate", Asset.Kind.CANDIDATE, name, whole, (candidate,))
    if stems:
        save_stems(context, name, parts)
    return whole


def _left(voice: Audio, moved: Audio, found: Alignment, repair: Repair, plan: SongPlan) -> dict[str, Any]:
    """What was done, and the drift that is heard in the moved backing."""
    left = (
        drift_after(voice, moved, RATE, plan.vocal_offset_s, found.band_bpm / repair.stretch) if found.band_bpm else ()
    )
    line = line_ms(left, found.voice_s)
    within = "within" if max(abs(part) for part in line) <= DRIFT_LIMIT_MS else "more than"
    done = [f"{1 / repair.stretch - 1:+.2%} in speed"] if repair.stretch != 1.0 else []
    done += [f"{repair.semitones:+.2f} semitones"] if repair.semitones else []
    words = f"The backing was moved by {' and '.join(done)}; it now lies {within} {DRIFT_LIMIT_MS:.0f} ms of the voice."
    return {
        "stretch": round(repair.stretch, 6),
        "semitones": repair.semitones,
        "offset_s": plan.vocal_offset_s,
        "drift_ms": [[one.time_s, one.late_ms] for one in left],
        "start_middle_end_ms": list(line),
        "words": words,
    }
