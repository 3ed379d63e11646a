"""Harmony: the key of the backing against the voice's, and how the chords carry or rub the sung notes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.key import key_of_audio
from processing.engines.contracts import Audio, SongPlan, SungNote
from processing.scorecard.card import Reading
from processing.scorecard.heard import CHROMA_FPS, Heard

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
STRONG = 0.5
LEAST_SUNG_S = 4.0
TRUSTED = 0.5
TIED = 0.05
"""Keys whose fit differs by less cannot be told apart; the one nearest to the voice is believed."""


def key_agreement(audio: Audio, rate: int, plan: SongPlan, voice: Mapping[str, Any] | None) -> Reading:
    """Steps on the circle of fifths between the key heard in the backing and the voice's (else the plan's) key."""
    found = key_of_audio(audio, rate)
    if not found:
        return Reading(None, "The backing holds no tones from which a key could be heard.")
    sung = _voice_key(voice)
    wanted, whose = (sung, "the voice") if sung else (plan.key, "the song")
    near = [fit.key for fit in found if fit.score >= found[0].score - TIED]
    key = min(near, key=lambda likely: fifths_apart(likely, wanted))
    steps = fifths_apart(key, wanted)
    if steps == 0:
        return Reading(steps, f"The backing is heard in {key}, which shares its notes with {whose} ({wanted}).")
    words = f"The backing is heard in {key}, {steps} steps away from {whose} ({wanted})"
    return Reading(steps, f"{words}; listen whether the notes rub.")


def fifths_apart(one: str, other: str) -> int:
    """How many accidentals two keys differ by, 0..6; a key and its relative are 0 apart."""
    apart = abs(_signature(one) - _signature(other)) % 12
    return min(apart, 12 - apart)


def _signature(key: str) -> int:
    tonic, _, mode = key.partition(" ")
    pitch = LETTERS[tonic[0]] + tonic.count("#") - tonic[1:].count("b")
    major = pitch + 3 if mode.startswith("min") else pitch
    return major * 7 % 12


def _voice_key(voice: Mapping[str, Any] | None) -> str:
    """The key of a take, from a name or from what the ear reported, when it is to be trusted."""
    found = (voice or {}).get("key")
    if isinstance(found, Mapping):
        trusted = found.get("trusted", float(found.get("confidence", 1.0)) >= TRUSTED)
        ranked = found.get("ranked") or [{}]
        found = (found.get("key") or ranked[0].get("key")) if trusted else ""
    return found if isinstance(found, str) and " " in found else ""


def clash(heard: Heard, plan: SongPlan) -> Reading:
    """Percent of sung time in which the backing stresses a semitone beside the sung note, and not the note itself."""
    if sum(n.end_s - n.start_s for n in plan.sung_notes) < LEAST_SUNG_S:
        return Reading(None, "There are too few sung notes to hear whether the backing rubs against them.")
    rubbing = _share(heard, plan, _rubs)
    if rubbing < 8:
        return Reading(rubbing, f"The voice rubs against the backing in only {rubbing:.0f} % of the sung time.")
    words = f"In {rubbing:.0f} % of the sung time the backing stresses a note a semitone beside the voice"
    return Reading(rubbing, f"{words}; check the chords there.")


def support(heard: Heard, plan: SongPlan) -> Reading:
    """Share of sung time, in percent, on one of the backing's four strongest pitch classes at that moment."""
    if sum(n.end_s - n.start_s for n in plan.sung_notes) < LEAST_SUNG_S:
        return Reading(None, "There are too few sung notes to hear whether the chords carry them.")
    carried = _share(heard, plan, lambda chroma, note: bool((chroma > chroma[note]).sum() < 4))
    judged = "the melody sits on the harmony" if carried >= 60 else "the melody often stands beside the chords"
    return Reading(carried, f"The chords carry {carried:.0f} % of the sung time: {judged}.")


def _rubs(chroma: NDArray[np.float32], note: int) -> bool:
    beside = max(chroma[(note - 1) % 12], chroma[(note + 1) % 12])
    return bool(beside > STRONG and chroma[note] < STRONG * beside)


def _share(heard: Heard, plan: SongPlan, holds: Any) -> float:
    whole = hit = 0.0
    for note in plan.sung_notes:
        first = min(int(note.start_s * CHROMA_FPS), len(heard.chroma) - 1)
        last = max(min(int(note.end_s * CHROMA_FPS) + 1, len(heard.chroma)), first + 1)
        chroma = heard.chroma[first:last].mean(axis=0)
        length = _length(note)
        whole += length
        hit += length * holds(chroma, round(note.midi - plan.tuning_cents / 100) % 12)
    return round(100 * hit / max(whole, 1e-9), 1)


def _length(note: SungNote) -> float:
    return max(note.end_s - note.start_s, 0.0) * note.confidence
