"""The plan of a song over a backing that was brought: nobody played it by that plan, so its times follow the voice."""

from dataclasses import replace

from processing.engines.contracts import SongPlan


def over(plan: SongPlan, *, vocal_at_s: float, duration_s: float, bpm: float | None = None) -> SongPlan:
    """The plan on the backing's own time, `duration_s` long, the voice beginning at `vocal_at_s`: sections and sung
    notes go with the voice, the first section begins and the last one ends with the backing."""
    later_s = vocal_at_s - plan.vocal_offset_s
    moved = [
        replace(one, start_s=max(0.0, one.start_s + later_s), end_s=min(duration_s, one.end_s + later_s))
        for one in plan.sections
    ]
    inside = [one for one in moved if one.end_s > one.start_s]
    if inside:
        inside[0] = replace(inside[0], start_s=0.0)
        inside[-1] = replace(inside[-1], end_s=duration_s)
    notes = [replace(one, start_s=one.start_s + later_s, end_s=one.end_s + later_s) for one in plan.sung_notes]
    return replace(
        plan,
        bpm=bpm or plan.bpm,
        duration_s=duration_s,
        sections=tuple(inside),
        vocal_offset_s=round(vocal_at_s, 6),
        sung_notes=tuple(note for note in notes if note.end_s > 0.0),
    )
