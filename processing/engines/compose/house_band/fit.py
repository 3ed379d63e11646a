"""Harmony from a voice: the path of chords that carries the sung notes, close to the genre's own progression.

A Viterbi search over half-bar slots. A chord earns the sung time on its triad, pays for rare chords and for restless
changes, and gets a small bonus where it is what the genre's progression would play anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.engines.compose.house_band.chart import Change, Grid
from processing.engines.compose.house_band.harmony import Numerals, half_bar
from processing.engines.compose.house_band.progressions import DIATONIC, VOCABULARY
from processing.engines.compose.house_band.theory import Key, chord, plain
from processing.engines.contracts import SungNote

Matrix = NDArray[np.float64]
# How far the voice must win over the best four-chord loop before habit stops being weakened.
CLEAR_MARGIN = 0.06
PRIOR_SCALES = (1.0, 0.6, 0.3, 0.12, 0.0)


@dataclass(frozen=True)
class VoiceFit:
    """Bars with the voice's chords, the share of sung time on their triads, and that of the best four-chord loop."""

    bars: Numerals
    share: float
    loop_share: float


def sung_weights(notes: Sequence[SungNote], tuning_cents: float, slot_s: float, slots: int) -> Matrix:
    """Seconds sung per slot and pitch class, shape (slots, 12), after taking out the singer's tuning offset."""
    weights = np.zeros((slots, 12))
    for note in notes:
        pitch_class = round(note.midi - tuning_cents / 100.0) % 12
        first, last = int(note.start_s // slot_s), int(note.end_s // slot_s)
        for slot in range(max(0, first), min(slots - 1, last) + 1):
            overlap = min(note.end_s, (slot + 1) * slot_s) - max(note.start_s, slot * slot_s)
            if overlap > 0:
                weights[slot, pitch_class] += overlap
    return weights


def fit_voice(template: Numerals, weights: Matrix, grid: Grid, key: Key) -> VoiceFit:
    """Chords for the voice. Habit (template, fewer changes) is weakened until the voice clearly beats the best loop."""
    names = tuple(VOCABULARY[key.mode])
    triads = _membership(names, key)
    per_bar = grid.steps_per_bar // half_bar(grid)
    loop = loop_share(weights, per_bar, key)
    total = max(float(weights.sum()), 1e-9)
    for scale in PRIOR_SCALES:
        path = _best_path(
            _slot_scores(template, weights, (names, triads, key.mode), scale, grid), names, scale, per_bar
        )
        share = float(sum(weights[slot] @ triads[choice] for slot, choice in enumerate(path))) / total
        if share >= loop + CLEAR_MARGIN:
            break
    return VoiceFit(_as_bars([names[choice] for choice in path], per_bar, grid), share, loop)


def loop_share(weights: Matrix, per_bar: int, key: Key) -> float:
    """Share of sung time on the chord tones of the best diatonic four-chord loop, one chord a bar, repeated."""
    triads = _membership(DIATONIC[key.mode], key)
    on_chord = weights @ triads.T
    bars = np.arange(len(weights)) // per_bar
    best = sum(float(on_chord[bars % 4 == phase].sum(axis=0).max()) for phase in range(4))
    return best / max(float(weights.sum()), 1e-9)


def chord_tone_share(bars: Sequence[Sequence[Change]], weights: Matrix, grid: Grid, *, triads_only: bool) -> float:
    """Share of sung time on the tones of the chords that are really played."""
    per_bar = grid.steps_per_bar // half_bar(grid)
    slot_steps = grid.steps_per_bar // per_bar
    heard = 0.0
    for slot, row in enumerate(weights):
        changes = bars[slot // per_bar]
        step = slot % per_bar * slot_steps
        symbol = next((c.symbol for c in reversed(changes) if c.step <= step), changes[0].symbol)
        tones = plain(symbol) if triads_only else frozenset(symbol.pitch_classes)
        heard += float(row[list(tones)].sum())
    return heard / max(float(weights.sum()), 1e-9)


def without_rubs(changes: Sequence[Change], weights: Matrix, grid: Grid, key: Key) -> tuple[Change, ...]:
    """Take the colour off a chord where the voice dwells a semitone away from it."""
    per_bar = grid.steps_per_bar // half_bar(grid)
    slot_steps = grid.steps_per_bar // per_bar
    calm = []
    for change in changes:
        first = change.bar * per_bar + change.step // slot_steps
        row = weights[first : first + max(1, change.steps // slot_steps)].sum(axis=0)
        colour = set(change.symbol.pitch_classes) - _bare(change, key)
        rub = sum(float(row[(tone + side) % 12]) for tone in colour for side in (-1, 1))
        bare = chord(_bare_numeral(change.symbol.numeral), key)
        calm.append(Change(change.bar, change.step, change.steps, bare) if rub > 0.25 * row.sum() > 0 else change)
    return tuple(calm)


def _bare(change: Change, key: Key) -> frozenset[int]:
    return plain(chord(_bare_numeral(change.symbol.numeral), key))


def _bare_numeral(numeral: str) -> str:
    base = numeral.rstrip("0123456789")
    for suffix in ("maj", "add", "7sus", "sus"):
        base = base.removesuffix(suffix)
    return base


def _membership(names: Sequence[str], key: Key) -> Matrix:
    table = np.zeros((len(names), 12))
    for row, name in enumerate(names):
        table[row, list(plain(chord(name, key)))] = 1.0
    return table


def _slot_scores(
    template: Numerals, weights: Matrix, chords: tuple[tuple[str, ...], Matrix, str], scale: float, grid: Grid
) -> Matrix:
    """Score of each chord in each slot, in shares of a fully sung slot."""
    names, triads, mode = chords
    slot_s = half_bar(grid) * grid.step_s
    scores = weights @ triads.T / slot_s
    scores -= scale * np.array([VOCABULARY[mode][name] for name in names])
    per_bar = grid.steps_per_bar // half_bar(grid)
    for slot in range(len(scores)):
        marks = template[slot // per_bar]
        step = slot % per_bar * half_bar(grid)
        wanted = next((numeral for at, numeral in reversed(marks) if at <= step), marks[0][1])
        silent = weights[slot].sum() < 0.1 * slot_s
        if wanted in names:
            scores[slot, names.index(wanted)] += 1.0 if silent else 0.14 * scale
    return scores


def _best_path(scores: Matrix, names: Sequence[str], scale: float, per_bar: int) -> list[int]:
    """Viterbi: a change in mid-bar costs more than one on the bar line, and staying over a bar line costs a little."""
    count = len(names)
    stay_within, stay_across = np.zeros((count, count)), np.zeros((count, count))
    stay_within[~np.eye(count, dtype=bool)] = -0.1 * scale - 0.01
    np.fill_diagonal(stay_across, -0.05 * scale)
    total = scores[0].copy()
    back = np.zeros(scores.shape, dtype=int)
    for slot in range(1, len(scores)):
        moves = total[:, None] + (stay_across if slot % per_bar == 0 else stay_within)
        back[slot] = moves.argmax(axis=0)
        total = moves.max(axis=0) + scores[slot]
    path = [int(total.argmax())]
    for slot in range(len(scores) - 1, 0, -1):
        path.append(int(back[slot, path[-1]]))
    return path[::-1]


def _as_bars(path: Sequence[str], per_bar: int, grid: Grid) -> Numerals:
    bars: Numerals = []
    for start in range(0, len(path), per_bar):
        marks = [(0, path[start])]
        if per_bar == 2 and path[start + 1] != path[start]:
            marks.append((half_bar(grid), path[start + 1]))
        bars.append(marks)
    return bars
