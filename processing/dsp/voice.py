"""Hear a voice: its tempo, grid, key, notes and phrases, each with how sure the ear is."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.grid import GridFit, fit_grid
from processing.dsp.key import KeyFit, key_of_notes
from processing.dsp.levels import Audio, seconds
from processing.dsp.notes import Melody, hear_melody, spans
from processing.dsp.onsets import Onset, syllables, weighted
from processing.dsp.pitch import HOP_S, PitchTrack, track_pitch
from processing.dsp.tempo import Tempo, propose_tempo
from processing.engines.contracts import SungNote

TRUSTED_HELD_SHARE = 0.5
TRUSTED_IN_SCALE_SHARE = 0.7
_TIED_CLEARNESS = 0.4
_TIED_APART_S = 0.09
_NEAR_S = 0.06
_BREATH_S = 0.45
_SHORTEST_PHRASE_S = 0.15
_QUIET_DB = 35.0
_REST_S = 1.0


@dataclass(frozen=True)
class Span:
    start_s: float
    end_s: float


@dataclass(frozen=True)
class VoiceReading:
    """Times are in the file. `held_share`: how much of the voiced time keeps its pitch (speech: little); `key_trusted`
    only when the take is mostly sung and stays on one scale."""

    duration_s: float
    tempo: Tempo
    grid: GridFit
    keys: tuple[KeyFit, ...]
    key_trusted: bool
    held_share: float
    tuning_cents: float
    notes: tuple[SungNote, ...]
    onsets: tuple[Onset, ...]
    phrases: tuple[Span, ...]
    rests: tuple[Span, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "duration_s": self.duration_s,
            "tempo": self.tempo.to_json(),
            "grid": self.grid.to_json(),
            "key": {
                "ranked": [asdict(fit) for fit in self.keys[:5]],
                "trusted": self.key_trusted,
                "in_scale_share": self.keys[0].in_scale_share if self.keys else 0.0,
                "held_share": self.held_share,
            },
            "tuning_cents": self.tuning_cents,
            "notes": [asdict(note) for note in self.notes],
            "onsets_s": [onset.time_s for onset in self.onsets],
            "phrases": [asdict(span) for span in self.phrases],
            "rests": [asdict(span) for span in self.rests],
        }


def hear(audio: Audio, rate: int, *, bpm: float | None = None, beats_per_bar: int = 4) -> VoiceReading:
    """Listen to one solo voice `(channels, samples)`. A given `bpm` is believed, and only its grid is looked for."""
    track = track_pitch(audio, rate)
    sung = syllables(audio, rate, track)
    melody = hear_melody(track, tuple(onset.time_s for onset in sung))
    onsets = _with_ties(sung, melody)
    tempo = propose_tempo(onsets) if bpm is None else Tempo(bpm, 1.0, ())
    keys = key_of_notes(melody.notes, melody.held, melody.tuning_cents)
    phrases = _phrases(track)
    voiced_s = float(track.voiced.sum()) * HOP_S
    held_share = min(1.0, melody.held_s / voiced_s) if voiced_s else 0.0
    return VoiceReading(
        duration_s=round(seconds(audio, rate), 4),
        tempo=tempo,
        grid=fit_grid(onsets, tempo.bpm, beats_per_bar),
        keys=keys,
        key_trusted=bool(keys and held_share > TRUSTED_HELD_SHARE and keys[0].in_scale_share > TRUSTED_IN_SCALE_SHARE),
        held_share=round(held_share, 3),
        tuning_cents=melody.tuning_cents,
        notes=tuple(_on_onset(note, onsets) for note in melody.notes),
        onsets=onsets,
        phrases=phrases,
        rests=_rests(phrases, seconds(audio, rate)),
    )


def _with_ties(sung: tuple[Onset, ...], melody: Melody) -> tuple[Onset, ...]:
    """Add the notes that begin by a change of pitch alone, without a new syllable."""
    known_s = np.array([onset.time_s for onset in sung])
    tied = [
        (note.start_s, _TIED_CLEARNESS)
        for note in melody.notes
        if not known_s.size or np.abs(known_s - note.start_s).min() > _TIED_APART_S
    ]
    clear = [(onset.time_s, onset.weight) for onset in sung]
    return weighted(sorted([*clear, *tied]))


def _on_onset(note: SungNote, onsets: tuple[Onset, ...]) -> SungNote:
    """A note starts where its syllable is heard to begin: finer than the frames of the pitch track."""
    nearest = min((onset.time_s for onset in onsets), key=lambda at: abs(at - note.start_s))
    near = abs(nearest - note.start_s) <= _NEAR_S and nearest < note.end_s - HOP_S
    return replace(note, start_s=nearest) if near else note


def _sounding(track: PitchTrack) -> NDArray[np.bool_]:
    loud_db = float(np.percentile(track.level_db, 95))
    return (track.level_db > max(-60.0, loud_db - _QUIET_DB)) | track.voiced


def _phrases(track: PitchTrack) -> tuple[Span, ...]:
    """Where the voice sounds, breaths bridged."""
    joined: list[list[float]] = []
    for start, end in spans(_sounding(track)):
        if joined and start * HOP_S - joined[-1][1] < _BREATH_S:
            joined[-1][1] = end * HOP_S
        else:
            joined.append([start * HOP_S, end * HOP_S])
    return tuple(Span(round(a, 3), round(b, 3)) for a, b in joined if b - a >= _SHORTEST_PHRASE_S)


def _rests(phrases: tuple[Span, ...], duration_s: float) -> tuple[Span, ...]:
    edges = [0.0, *(time for phrase in phrases for time in (phrase.start_s, phrase.end_s)), round(duration_s, 3)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return tuple(Span(start, end) for start, end in gaps if end - start >= _REST_S)
