"""From a pitch track to sung notes: which semitone is meant, where one note ends and the next begins."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from processing.dsp.pitch import HOP_S, PitchTrack
from processing.engines.contracts import SungNote

SHORTEST_S = 0.07
_LONGEST_HOLE = 3  # frames: a consonant shorter than this does not end a note
_SWITCH_COST = 13.0  # about four frames a semitone away; a singer's vibrato stays below
_SPREAD = 0.35  # semitones
_WORST = 4.0
_HELD_SPREAD = 0.6  # semitones between the lowest and the highest frame
_HELD_FRAMES = 10
_RAYLEIGH = 3.0  # p < 0.05: less agreement than this is no tuning but a free singer


@dataclass(frozen=True)
class Melody:
    """`notes` in order; `held`: the stretches in which the pitch stands still (speech has few);
    `tuning_cents` (-50..50): how far the singer stands from A = 440 Hz, 0 when the notes do not agree on it."""

    notes: tuple[SungNote, ...]
    held: tuple[SungNote, ...]
    tuning_cents: float

    @property
    def held_s(self) -> float:
        return sum(note.end_s - note.start_s for note in self.held)


def hear_melody(track: PitchTrack, cuts_s: tuple[float, ...] = ()) -> Melody:
    """Notes of a pitch track. At `cuts_s` (heard syllables) a note is split although its pitch goes on."""
    held = _held(track)
    tuning = _tuning(held)
    midi = _without_holes(track.midi)
    notes = []
    cuts = np.round(np.asarray(cuts_s) / HOP_S).astype(int)
    for start, end in spans(np.isfinite(midi)):
        meant = _meant_semitones(midi[start:end] - tuning)
        edges = np.flatnonzero(np.diff(meant)) + 1 + start
        inside = cuts[(cuts > start + 3) & (cuts < end - 3)]
        borders = _apart([start, *sorted({*edges.tolist(), *inside.tolist()}), end])
        for first, last in pairwise(borders):
            if (last - first) * HOP_S < SHORTEST_S:
                continue
            margin = (last - first) // 5  # glides into and out of a note do not count
            pitch = float(np.median(midi[first + margin : last - margin]))
            notes.append(_note(track, first, last, pitch))
    return Melody(notes=tuple(notes), held=held, tuning_cents=round(100.0 * tuning, 1))


def spans(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """[start, end) of every run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _held(track: PitchTrack) -> tuple[SungNote, ...]:
    held = []
    for start, end in spans(track.voiced):
        first, low, high = start, track.midi[start], track.midi[start]
        for frame in range(start + 1, end + 1):
            if frame < end and max(high, track.midi[frame]) - min(low, track.midi[frame]) < _HELD_SPREAD:
                low, high = min(low, track.midi[frame]), max(high, track.midi[frame])
                continue
            if frame - first >= _HELD_FRAMES:
                held.append(_note(track, first, frame, float(np.median(track.midi[first:frame]))))
                low = high = track.midi[min(frame, end - 1)]
                first = frame
            elif frame < end:
                first = _latest_fit(track.midi, first, frame)
                low, high = track.midi[first : frame + 1].min(), track.midi[first : frame + 1].max()
    return tuple(held)


def _latest_fit(midi: NDArray[np.float64], first: int, frame: int) -> int:
    """The earliest start after `first` from which everything up to `frame` lies within the spread."""
    while np.ptp(midi[first : frame + 1]) >= _HELD_SPREAD:
        first += 1
    return first


def _tuning(held: tuple[SungNote, ...]) -> float:
    """The common offset of held notes from the semitone grid, in semitones."""
    if not held:
        return 0.0
    lengths = np.array([note.end_s - note.start_s for note in held])
    mean = np.sum(lengths * np.exp(2j * np.pi * np.array([note.midi for note in held]))) / lengths.sum()
    count = lengths.sum() ** 2 / np.sum(lengths**2)
    return float(np.angle(mean) / (2 * np.pi)) if count * abs(mean) ** 2 > _RAYLEIGH else 0.0


def _without_holes(midi: NDArray[np.float64]) -> NDArray[np.float64]:
    filled = midi.copy()
    for start, end in spans(~np.isfinite(midi)):
        inside = start > 0 and end < len(midi)
        if inside and end - start <= _LONGEST_HOLE and abs(midi[end] - midi[start - 1]) < 1.0:
            filled[start:end] = np.linspace(midi[start - 1], midi[end], end - start + 2)[1:-1]
    return filled


def _meant_semitones(midi: NDArray[np.float64]) -> NDArray[np.int64]:
    """The cheapest staircase through the pitches: near to them, with few steps."""
    scale = np.arange(np.floor(midi.min()) - 1, np.ceil(midi.max()) + 2)
    misfit = np.minimum((midi[:, None] - scale) ** 2 / (2 * _SPREAD**2), _WORST)
    total = misfit[0]
    came_from = np.zeros((len(midi), len(scale)), dtype=np.int64)
    stay = np.arange(len(scale))
    for frame in range(1, len(midi)):
        best = int(total.argmin())
        switch = total[best] + _SWITCH_COST < total
        came_from[frame] = np.where(switch, best, stay)
        total = np.minimum(total, total[best] + _SWITCH_COST) + misfit[frame]
    path = np.empty(len(midi), dtype=np.int64)
    path[-1] = int(total.argmin())
    for frame in range(len(midi) - 1, 0, -1):
        path[frame - 1] = came_from[frame, path[frame]]
    return path


def _apart(borders: list[int]) -> list[int]:
    """Borders closer than the shortest note are one border."""
    least = round(SHORTEST_S / HOP_S)
    kept = [borders[0]]
    for border in borders[1:-1]:
        if border - kept[-1] >= least and borders[-1] - border >= least:
            kept.append(border)
    return [*kept, borders[-1]]


def _note(track: PitchTrack, first: int, last: int, pitch: float) -> SungNote:
    return SungNote(
        start_s=round(first * HOP_S, 4),
        end_s=round(last * HOP_S, 4),
        midi=round(pitch, 3),
        confidence=round(float(track.strength[first:last].mean()), 3),
    )
