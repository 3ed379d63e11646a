"""Form: do the sections differ in loudness and colour, and can their borders be heard where the plan has them?"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from processing.engines.contracts import Section, SongPlan
from processing.scorecard.card import Reading
from processing.scorecard.heard import FPS, Heard

STEP_S = 0.1
LIFTED = ("chorus", "post_chorus")
HELD = ("verse", "pre_chorus")
BRIGHT_HZ = 1000.0
SHORTEST_SPAN, LONGEST_SPAN = 4, 16
"""Beats on each side of a border that are compared: four bars, or as much as the shorter section has."""
LEAST_CHANGE, NEARLY = 0.06, 0.88


def loudness_contrast(momentary_lufs: NDArray[np.float32], plan: SongPlan) -> Reading:
    """How many LU the choruses stand above the verses."""
    ends_s = np.asarray((np.arange(len(momentary_lufs)) + 1) * STEP_S - 0.2, np.float64)
    power = np.asarray(10 ** (momentary_lufs.astype(np.float64) / 10), np.float64)
    lifted, held = (_pooled(power, ends_s, plan.sections, kinds) for kinds in (LIFTED, HELD))
    if lifted is None or held is None:
        return Reading(None, "The song has no verse and chorus to compare.")
    lift = round(10 * float(np.log10(max(lifted, 1e-9) / max(held, 1e-9))), 2)
    if lift < 1:
        return Reading(lift, f"The chorus is {lift:+.1f} LU against the verse: it will not feel like a lift.")
    if lift > 7:
        return Reading(lift, f"The chorus stands {lift:.1f} LU above the verse: the verses may sound lost.")
    return Reading(lift, f"The chorus stands {lift:.1f} LU above the verse.")


def colour_contrast(heard: Heard, plan: SongPlan) -> Reading:
    """How many dB the choruses are brighter than the verses: share of sound above 1 kHz."""
    times_s = np.arange(len(heard.bands)) / FPS
    bright = np.asarray(heard.bands[:, heard.edges_hz[:-1] >= BRIGHT_HZ].sum(axis=1), np.float64)
    whole = np.asarray(heard.bands.sum(axis=1), np.float64)
    share = np.full(len(whole), np.nan)
    share[whole > 1e-9] = bright[whole > 1e-9] / whole[whole > 1e-9]
    lifted, held = (_pooled(share, times_s, plan.sections, kinds) for kinds in (LIFTED, HELD))
    if lifted is None or held is None:
        return Reading(None, "The song has no verse and chorus whose colour could be compared.")
    lift = round(10 * float(np.log10(max(lifted, 1e-9) / max(held, 1e-9))), 2)
    judged = "it opens up" if lift >= 0.5 else "it does not open up"
    return Reading(lift, f"The chorus is {lift:+.1f} dB brighter than the verse: {judged}.")


def structure(heard: Heard, plan: SongPlan) -> Reading:
    """Share of the plan's section borders, in percent, that are heard within one beat of their place."""
    colours = _beat_colours(heard, plan)
    found = []
    for before, after in pairwise(plan.sections):
        border = round(after.start_s / plan.beat_s)
        shorter_s = min(before.end_s - before.start_s, after.end_s - after.start_s)
        span = min(round(shorter_s / plan.beat_s), LONGEST_SPAN, border, len(colours) - border)
        if before.kind != after.kind and span >= SHORTEST_SPAN:
            found.append(_stands_out(colours, border, span, 2 * plan.beats_per_bar))
    if not found:
        return Reading(None, "The song has no section borders to listen for.")
    share = round(100 * sum(found) / len(found), 1)
    return Reading(share, f"{sum(found)} of {len(found)} section borders can be heard where the song plan has them.")


def _pooled(
    values: NDArray[np.float64], times_s: NDArray[np.float64], sections: Sequence[Section], kinds: Sequence[str]
) -> float | None:
    inside = np.zeros(len(values), bool)
    for section in sections:
        if section.kind in kinds:
            inside |= (times_s >= section.start_s) & (times_s < section.end_s)
    inside &= np.isfinite(values)
    return float(values[inside].mean()) if inside.any() else None


def _beat_colours(heard: Heard, plan: SongPlan) -> NDArray[np.float64]:
    """The sound's colour on each beat of the plan's grid: shares of the bands, whatever the level."""
    beats = int(len(heard.bands) / FPS / plan.beat_s)
    edges = np.rint(np.arange(beats + 1) * plan.beat_s * FPS).astype(int)
    power = np.stack([heard.bands[a:b].mean(axis=0) for a, b in pairwise(edges)] or [heard.bands.mean(axis=0)])
    share = power / np.maximum(power.sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(np.log10(share + 1e-5), np.float64)


def _stands_out(colours: NDArray[np.float64], border: int, span: int, reach: int) -> bool:
    """Whether the change of colour at a border (a beat either way) is about the largest within `reach` beats.

    A fill or a riser may move the largest change a little ahead, hence "about".
    """
    beats = range(max(border - reach, span), min(border + reach, len(colours) - span) + 1)
    change = {beat: _change(colours[beat - span : beat], colours[beat : beat + span]) for beat in beats}
    here = max(change.get(beat, 0.0) for beat in (border - 1, border, border + 1))
    return here > LEAST_CHANGE and here >= NEARLY * max(change.values())


def _change(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    return float(np.abs(after.mean(axis=0) - before.mean(axis=0)).mean())
