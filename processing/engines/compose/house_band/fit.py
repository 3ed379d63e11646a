"""Harmony from a voice: the path of chords that carries the sung notes, close to the genre's own progression.

A Viterbi search over the slots of each bar. A chord earns the sung time on its triad, pays for rare chords and for
restless changes, and gets a small bonus where it is what the genre's progression would play anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from processing.engines.compose.house_band.chart import Change, Grid
from processing.engines.compose.house_band.harmony import Numerals
from processing.engines.compose.house_band.progressions import DIATONIC, VOCABULARY
from processing.engines.compose.house_band.slots import Matrix, Slots, beat_slots, half_slots
from processing.engines.compose.house_band.theory import Key, chord, plain
from processing.engines.contracts import SungNote

# How far the voice must win over the best four-chord loop before habit stops being weakened.
CLEAR_MARGIN = 0.08
HABITS = (1.0, 0.6, 0.3, 0.12, 0.0)
# A beat slower than this may carry a chord of its own, should nothing else fit the voice.
SLOW_BEAT_S = 0.6


@dataclass(frozen=True)
class VoiceFit:
    """Bars with the voice's chords, the share of sung time on their triads, and that of the best four-chord loop."""

    bars: Numerals
    share: float
    loop_share: float


@dataclass(frozen=True)
class Voice:
    """What is sung: notes on the song's timeline and the singer's tuning offset, which is taken out."""

    notes: tuple[SungNote, ...]
    tuning_cents: float = 0.0

    def weights(self, slots: Slots) -> Matrix:
        """Seconds sung per slot and pitch class, shape (slots, 12)."""
        edges = slots.edges_s
        table = np.zeros((slots.count, 12))
        for note in self.notes:
            pitch_class = round(note.midi - self.tuning_cents / 100.0) % 12
            overlap = np.minimum(note.end_s, edges[1:]) - np.maximum(note.start_s, edges[:-1])
            table[:, pitch_class] += np.maximum(overlap, 0.0)
        return table


def fit_voice(voice: Voice, template: Numerals, grid: Grid, key: Key) -> VoiceFit:
    """Chords for the voice. Habit (template, few changes) is weakened until the voice clearly beats the best loop."""
    bars = len(template)
    loop = loop_share(voice, grid, bars, key)
    places = [half_slots(grid, bars)]
    if 60.0 / grid.bpm > SLOW_BEAT_S and grid.meter != "6/8":
        places.append(beat_slots(grid, bars))
    best = VoiceFit(template, -1.0, loop)
    for slots in places:
        weights = voice.weights(slots)
        for habit in HABITS:
            found, share = _fit(weights, template, slots, key, habit)
            if share > best.share:
                best = VoiceFit(found, share, loop)
            if best.share >= loop + CLEAR_MARGIN:
                return best
    return best


def loop_share(voice: Voice, grid: Grid, bars: int, key: Key) -> float:
    """Share of sung time on the chord tones of the best diatonic four-chord loop, one chord a bar, repeated."""
    weights = voice.weights(Slots(grid, bars, (0,)))
    on_chord = weights @ _membership(DIATONIC[key.mode], key).T
    best = sum(float(on_chord[phase::4].sum(axis=0).max()) for phase in range(min(4, bars)))
    return best / max(float(weights.sum()), 1e-9)


def chord_tone_share(voice: Voice, bars: Sequence[Sequence[Change]], grid: Grid, *, triads_only: bool) -> float:
    """Share of sung time on the tones of the chords that are really played."""
    slots = Slots(grid, len(bars), tuple(range(0, grid.steps_per_bar, 2)))
    weights = voice.weights(slots)
    heard = 0.0
    for slot, row in enumerate(weights):
        bar, step = slots.place(slot)
        symbol = next(change.symbol for change in reversed(bars[bar]) if change.step <= step)
        tones = plain(symbol) if triads_only else frozenset(symbol.pitch_classes)
        heard += float(row[list(tones)].sum())
    return heard / max(float(weights.sum()), 1e-9)


def without_rubs(
    voice: Voice, bars: Sequence[Sequence[Change]], grid: Grid, key: Key
) -> tuple[tuple[Change, ...], ...]:
    """Take the colour off a chord where the voice dwells a semitone away from it, or that is not its triad at all."""
    per_beat = range(0, grid.steps_per_bar, 2)
    weights = voice.weights(Slots(grid, len(bars), tuple(per_beat))).reshape(len(bars), len(per_beat), 12)
    return tuple(tuple(_calm(change, weights[change.bar], key) for change in changes) for changes in bars)


def _calm(change: Change, sung: Matrix, key: Key) -> Change:
    row = sung[change.step // 2 : (change.step + change.steps) // 2].sum(axis=0)
    bare = chord(bare_numeral(change.symbol.numeral), key)
    colour = set(change.symbol.pitch_classes) - plain(bare)
    rub = sum(float(row[(tone + side) % 12]) for tone in colour for side in (-1, 1))
    lost = sum(float(row[tone]) for tone in plain(bare) - set(change.symbol.pitch_classes))
    worse = rub > 0.25 * row.sum() or lost > 0.1 * row.sum()
    return Change(change.bar, change.step, change.steps, bare) if worse and row.sum() > 0 else change


def bare_numeral(numeral: str) -> str:
    """The numeral of the triad under a coloured chord."""
    for suffix in ("maj7", "maj9", "add9", "7sus4", "sus4", "6", "7", "9"):
        numeral = numeral.removesuffix(suffix)
    return numeral


def _membership(names: Sequence[str], key: Key) -> Matrix:
    table = np.zeros((len(names), 12))
    for row, name in enumerate(names):
        table[row, list(plain(chord(name, key)))] = 1.0
    return table


def _fit(weights: Matrix, template: Numerals, slots: Slots, key: Key, habit: float) -> tuple[Numerals, float]:
    names = tuple(VOCABULARY[key.mode])
    triads = _membership(names, key)
    scores = weights @ triads.T - habit * np.outer(slots.lengths_s, list(VOCABULARY[key.mode].values()))
    scores += _wanted(template, weights, slots, names, habit)
    path = _best_path(scores, slots, habit)
    on_chord = sum(float(weights[slot] @ triads[choice]) for slot, choice in enumerate(path))
    bars = _as_bars([names[choice] for choice in path], slots)
    return bars, on_chord / max(float(weights.sum()), 1e-9)


def _wanted(template: Numerals, weights: Matrix, slots: Slots, names: Sequence[str], habit: float) -> Matrix:
    """What the genre's progression adds: all where nobody sings, a nudge where somebody does."""
    bonus = np.zeros((slots.count, len(names)))
    for slot, length_s in enumerate(slots.lengths_s):
        bar, step = slots.place(slot)
        wanted = next(numeral for at, numeral in reversed(template[bar]) if at <= step)
        if wanted in names:
            silent = weights[slot].sum() < 0.1 * length_s
            bonus[slot, names.index(wanted)] = length_s * (1.0 if silent else 0.14 * habit)
    return bonus


def _best_path(scores: Matrix, slots: Slots, habit: float) -> list[int]:
    """Viterbi: changing within a bar costs more the weaker the place, staying over a bar line costs a little."""
    count = scores.shape[1]
    same = np.eye(count, dtype=bool)
    total = scores[0].copy()
    back = np.zeros(scores.shape, dtype=int)
    for slot in range(1, slots.count):
        cost = slots.change_cost(slot) * slots.grid.bar_s / 2
        stay = 0.05 * habit * slots.grid.bar_s / 2 if cost == 0.0 else 0.0
        moves = total[:, None] - np.where(same, stay, cost * habit + (0.01 if cost else 0.0))
        back[slot] = moves.argmax(axis=0)
        total = moves.max(axis=0) + scores[slot]
    path = [int(total.argmax())]
    for slot in range(slots.count - 1, 0, -1):
        path.append(int(back[slot, path[-1]]))
    return path[::-1]


def _as_bars(path: Sequence[str], slots: Slots) -> Numerals:
    bars: Numerals = [[] for _ in range(slots.bars)]
    for slot, name in enumerate(path):
        bar, step = slots.place(slot)
        if not bars[bar] or bars[bar][-1][1] != name:
            bars[bar].append((step, name))
    return bars
