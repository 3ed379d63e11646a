"""A small band made of sines and noise: twelve bars whose every defect can be dialled in by hand."""

from collections.abc import Callable
from functools import cache

import numpy as np

from processing.engines.contracts import Audio, Section, SongPlan, SungNote

RATE = 48_000
BPM = 120.0
KINDS = ("verse", "chorus", "verse", "chorus")
CHORDS = ((0, 3, 7), (8, 0, 3), (10, 2, 5))
TUNE = (0, 8, 10)


def plan(**changes: object) -> SongPlan:
    sections = tuple(Section(f"{kind} {k}", kind, 3, 6.0 * k, 6.0 * k + 6) for k, kind in enumerate(KINDS))
    notes = tuple(SungNote(2.0 * bar + 0.5, 2.0 * bar + 1.4, 72.0 + TUNE[bar % 3]) for bar in range(12))
    given = {"title": "Test", "genre": "pop", "mood": "", "bpm": BPM, "meter": "4/4", "key": "C minor"}
    return SongPlan(**{**given, "sections": sections, "duration_s": 24.0, "sung_notes": notes, **changes})


def play(moved: Callable[[float], float] = lambda t: t, up: int = 0) -> Audio:
    """The song (2, samples): `moved` puts a stroke that belongs at t somewhere else, `up` transposes the chords."""
    song = np.zeros((2, 24 * RATE), np.float32)
    for beat in range(48):
        chorus, chord = KINDS[beat // 12] == "chorus", CHORDS[beat // 4 % 3]
        strokes = [(0.0, _kick(), 0.5), (0.0, _hiss(0.05), 0.12), (0.25, _hiss(0.03), 0.08)]
        strokes += [(0.0, _tone((36 + chord[0] + up,), 0.45, 2), 0.25)]
        strokes += [(0.0, _tone(tuple(60 + n + up for n in chord), 0.5, 6 if chorus else 5), 0.12)]
        strokes += [(0.25, _hiss(0.12), 0.13), (0.125, _hiss(0.05), 0.1)] if chorus else []
        song[:, beat * RATE // 2 : (beat + 1) * RATE // 2] += 0.01 * _hum([60 + n + up for n in chord], beat)
        for late_s, sound, level in strokes:
            first = max(round(moved(0.5 * beat + late_s) * RATE), 0)
            room = song[:, first : first + len(sound)]
            room += sound[: room.shape[1]] * level * (0.9 if chorus else 0.65)
    side = np.roll(song[0], 600) * 0.2
    return np.asarray(0.8 * (song + np.stack([side, -side])), np.float32)


def _hum(notes: list[int], beat: int) -> np.ndarray:
    t = (np.arange(RATE // 2) + beat * RATE // 2) / RATE
    return np.asarray(sum(np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * t) for note in notes))


def _fade(length_s: float) -> np.ndarray:
    t = np.arange(round(length_s * RATE)) / RATE
    return np.asarray(np.exp(-4 * t / length_s) * np.minimum(t / 0.002, 1) * np.minimum((length_s - t) / 0.01, 1))


@cache
def _kick() -> np.ndarray:
    t = np.arange(round(0.2 * RATE)) / RATE
    return np.asarray(np.sin(2 * np.pi * (55 * t + 3 * (1 - np.exp(-40 * t)))) * _fade(0.2))


@cache
def _hiss(length_s: float) -> np.ndarray:
    return np.asarray(np.diff(np.random.default_rng(5).normal(0, 0.4, round(length_s * RATE) + 1)) * _fade(length_s))


@cache
def _tone(notes: tuple[int, ...], length_s: float, partials: int) -> np.ndarray:
    t = np.arange(round(length_s * RATE)) / RATE
    pitches = [440 * 2 ** ((note - 69) / 12) * k for note in notes for k in range(1, partials + 1)]
    parts = [np.sin(2 * np.pi * hz * t) / (k % partials + 1) for k, hz in enumerate(pitches)]
    return np.asarray(np.sum(parts, axis=0) * _fade(length_s))
