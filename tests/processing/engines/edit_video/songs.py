"""Short songs for the film tests."""

from pathlib import Path

import numpy as np
import soundfile

from processing.engines.contracts import Section, SongPlan, SungNote

RATE = 48_000


def plan(sections: tuple[Section, ...] = (), *, bpm: float = 120.0, **changes: object) -> SongPlan:
    given = {"title": "Test", "genre": "pop", "mood": "happy", "meter": "4/4", "key": "C major", "duration_s": 0.0}
    return SongPlan(**{**given, "bpm": bpm, "sections": sections, **changes})


def laid(*parts: tuple[str, int, tuple[str, ...]], bar_s: float = 2.0) -> tuple[Section, ...]:
    """Sections (kind, bars, lines) one after the other."""
    sections, at_s = [], 0.0
    for kind, bars, lines in parts:
        sections.append(Section(kind.title(), kind, bars, at_s, at_s + bars * bar_s, lines))
        at_s += bars * bar_s
    return tuple(sections)


def notes(*spans: tuple[float, float]) -> tuple[SungNote, ...]:
    return tuple(SungNote(start_s, end_s, 60.0) for start_s, end_s in spans)


def write_song(path: Path, length_s: float, click_s: float = 0.5) -> Path:
    """A WAV with a kick on every half second, a hum, and one loud click."""
    t = np.arange(round(length_s * RATE)) / RATE
    kick = np.sin(2 * np.pi * 60 * t) * np.exp(-20 * (t % 0.5)) * 0.5
    song = kick + 0.05 * np.sin(2 * np.pi * 440 * t)
    song[round(click_s * RATE) : round(click_s * RATE) + 40] = 0.99
    soundfile.write(path, np.stack([song, song], 1), RATE, subtype="PCM_24")
    return path
