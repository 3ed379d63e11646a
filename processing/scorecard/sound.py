"""Sound: level, balance of the spectrum, stereo, and technical faults."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.balance import CENTRES_HZ
from processing.dsp.levels import Audio, stereo
from processing.engines.contracts import SongPlan
from processing.scorecard.card import Reading

BALANCE_HZ = (25, 40, 63, 100, 200, 400, 800, 1600, 3150, 6300, 10_000, 16_000, 20_000)
BALANCE_DB = (-14, -5, 0, 0, -3, -5.5, -8, -10.5, -13.5, -17, -20.5, -28, -36)
"""Our own middle of the road: a gently falling third-octave balance that most released songs keep near to."""
COMPARED = slice(1, 29)
LARGEST_GAP_DB = 12.0
"""A band that an instrument leaves out is a choice: it counts as far off, but no further."""
FRAME_S = 0.01
HOLE_DB = 45.0
DEAD_DB = -65.0
LONGEST_HOLE_S = 0.5
ONE_SIDED_S = 0.5


def loudness(measures: Mapping[str, Any]) -> Reading:
    value = round(float(measures["integrated_lufs"]), 1)
    judged = "a healthy level for mixing" if -24 <= value <= -10 else "turn it up or down before comparing"
    return Reading(value, f"The backing plays at {value:.1f} LUFS: {judged}.")


def balance(measures: Mapping[str, Any]) -> Reading:
    """Distance in dB from our own average balance, level left out."""
    levels = np.asarray(measures["third_octaves"]["levels_db"], np.float64)
    wanted = np.interp(np.log(CENTRES_HZ), np.log(BALANCE_HZ), BALANCE_DB)
    gap = (np.maximum(levels, levels.max() - 70) - wanted)[COMPARED]
    gap = np.clip(gap - np.median(gap), -LARGEST_GAP_DB, LARGEST_GAP_DB)
    distance = round(float(np.sqrt(np.mean(gap**2))), 2)
    worst = int(np.abs(gap).argmax())
    where = f"most at {CENTRES_HZ[COMPARED][worst]:.0f} Hz ({gap[worst]:+.0f} dB)"
    return Reading(distance, f"The tone is {distance:.1f} dB away from a usual balance, {where}.")


def mono_safety(measures: Mapping[str, Any]) -> Reading:
    value = max(round(float(measures["mono_loss_lu"]), 2), 0.0)
    judged = "nothing gets lost" if value < 1.2 else "parts will vanish on a phone or in a club"
    return Reading(value, f"On one loudspeaker the backing is {value:.1f} LU quieter: {judged}.")


def bass_centre(measures: Mapping[str, Any]) -> Reading:
    value = round(float(measures["low_side_db"]), 1)
    judged = "the bass stands in the middle" if value < -12 else "the bass is wide and will be weak in clubs"
    return Reading(value, f"Below 120 Hz the sides lie {value:.0f} dB against the middle: {judged}.")


def width(measures: Mapping[str, Any]) -> Reading:
    value = round(float(measures["correlation"]), 2)
    judged = "a good stereo picture" if 0.25 <= value <= 0.93 else "nearly mono" if value > 0.93 else "hollow and wide"
    return Reading(value, f"Left and right agree to {value:.2f}: {judged}.")


def clipping(measures: Mapping[str, Any]) -> Reading:
    minutes = max(measures["samples"] / measures["sample_rate"] / 60, 0.05)
    value = round(measures["clipping_runs"] / minutes, 2)
    found = "No clipped peaks" if value == 0 else f"{measures['clipping_runs']} clipped peaks"
    return Reading(value, f"{found} were found.")


def headroom(measures: Mapping[str, Any]) -> Reading:
    value = round(float(measures["true_peak_dbtp"]), 2)
    judged = "clear of full scale" if value <= -0.3 else "at full scale, converters may distort"
    return Reading(value, f"The highest true peak is {value:+.1f} dBTP: {judged}.")


def length(measures: Mapping[str, Any], plan: SongPlan) -> Reading:
    off_s = round(abs(measures["samples"] / measures["sample_rate"] - plan.duration_s), 3)
    judged = "exactly as planned" if off_s < 0.05 else f"{off_s:.2f} s away from the plan"
    return Reading(off_s, f"The length is {judged}.")


def dropouts(audio: Audio, rate: int) -> Reading:
    """Sudden holes inside the song, and stretches in which one side is dead."""
    levels = _frame_levels(stereo(np.atleast_2d(audio)), rate)
    count = len(_holes(levels.max(axis=0))) + _one_sided(levels)
    found = "No drop-outs" if count == 0 else "One drop-out" if count == 1 else f"{count} drop-outs"
    return Reading(count, f"{found} between the first and the last sound.")


def _frame_levels(audio: Audio, rate: int) -> NDArray[np.float32]:
    """Level in dBFS of every 10 ms, shape (2, frames)."""
    size = max(round(FRAME_S * rate), 1)
    frames = audio.shape[1] // size
    powers = [np.square(channel[: frames * size].reshape(frames, size)).mean(axis=1) for channel in audio]
    return np.asarray(10 * np.log10(np.maximum(np.stack(powers), 1e-12)), np.float32)


def _holes(level: NDArray[np.float32]) -> list[int]:
    """Frames at which the sound is cut off, to come back no louder than it went within half a second.

    A rest in the music ends in a new attack, so it comes back louder than it went.
    """
    sounding = np.flatnonzero(level > DEAD_DB)
    if sounding.size < 2:
        return []
    gaps = np.flatnonzero(np.diff(sounding) > 1)
    found = []
    for gap in gaps:
        first, back = int(sounding[gap]) + 1, int(sounding[gap + 1])
        before, after = level[max(first - 3, 0) : first].max(), level[back : back + 3].max()
        short = back - first <= LONGEST_HOLE_S / FRAME_S
        if short and after - before < 6 and min(before, after) - level[first:back].min() > HOLE_DB:
            found.append(first)
    return found


def _one_sided(levels: NDArray[np.float32]) -> int:
    """Stretches longer than half a second in which one channel is silent and the other is not."""
    count = 0
    for own, other in (levels, levels[::-1]):
        dead = np.concatenate([[False], (own < DEAD_DB - 15) & (other > DEAD_DB + 20), [False]])
        edges = np.flatnonzero(np.diff(dead.astype(np.int8)))
        count += int(((edges[1::2] - edges[::2]) * FRAME_S > ONE_SIDED_S).sum())
    return count


def hook(stems: Mapping[str, Audio] | None, rate: int, plan: SongPlan) -> Reading:
    """How many dB the lead stem plays louder while the voice rests than while it sings."""
    if not stems or "lead" not in stems:
        return Reading(None, "The lead part is not known as a stem of its own.")
    if not plan.sung_notes:
        return Reading(None, "There is no voice yet that a hook could answer.")
    power = 10 ** (_frame_levels(stereo(np.atleast_2d(stems["lead"])), rate).max(axis=0).astype(np.float64) / 10)
    singing = np.zeros(len(power), bool)
    for note in plan.sung_notes:
        singing[max(int((note.start_s - 0.1) / FRAME_S), 0) : int((note.end_s + 0.1) / FRAME_S)] = True
    if singing.all() or not singing.any():
        return Reading(None, "The voice leaves no room in which a hook could be heard.")
    resting_db, sung_db = (10 * np.log10(max(float(power[part].mean()), 1e-9)) for part in (~singing, singing))
    value = round(float(np.clip(resting_db - sung_db, -30, 30)), 1)
    judged = "it answers the voice" if value > 1 else "it plays against the voice"
    return Reading(value, f"The lead is {value:+.0f} dB louder where the voice rests: {judged}.")
