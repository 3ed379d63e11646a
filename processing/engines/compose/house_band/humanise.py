"""Hands: each player's own place beside the beat, a slow drift, small errors, and velocities that breathe.

Kick and snare on the beat stay within 2.5 ms, so that a tracker (and a dancer) hears a steady pulse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from processing.engines.compose.house_band.chart import Chart, Stroke
from processing.engines.compose.house_band.score import Note

TIGHT_LIMIT_S = 0.0025
LOOSE_LIMIT_S = 0.016
SHORTEST_NOTE_S = 0.005
KICK_AND_SNARE = (35, 36, 38, 39, 40)


@dataclass(frozen=True)
class Hands:
    """`lag_s` behind (+) or ahead (-) of the beat, `spread_s` of single notes, `drift_s` over bars."""

    lag_s: float
    spread_s: float
    drift_s: float = 0.0
    velocity_spread: float = 0.06
    drums: bool = False


HANDS = {
    "drums": Hands(0.0, 0.0018, 0.0, 0.05, drums=True),
    "perc": Hands(-0.001, 0.003, 0.001, 0.1),
    "bass": Hands(0.001, 0.002, 0.001),
    "harmony": Hands(0.002, 0.003, 0.002, 0.07),
    "lead": Hands(0.003, 0.004, 0.002, 0.08),
    "texture": Hands(0.0, 0.0, 0.0, 0.02),
}
# How far each genre leans back (seconds added to all but the drums) and lays back its snare.
LEAN_S = {"hip_hop": 0.005, "rnb": 0.005, "lofi": 0.006, "pop": 0.0, "house": -0.001, "rock": -0.002}
SNARE_LAG_S = {"hip_hop": 0.0022, "rnb": 0.0018, "lofi": 0.002, "pop": 0.0, "house": 0.0, "rock": -0.0005}


def play(chart: Chart, name: str, hands: Hands, strokes: Sequence[Stroke]) -> tuple[Note, ...]:
    """Strokes as played notes, sorted by time, none before 0 or after the end of the song."""
    dice = chart.dice(f"hands/{name}")
    lean = 0.0 if hands.drums or hands.spread_s == 0.0 else LEAN_S[chart.style.genre]
    drift, last_bar = 0.0, -1
    notes = []
    for stroke in sorted(strokes, key=lambda s: (s.bar, s.step, s.strum_s, s.pitch)):
        if stroke.bar != last_bar:
            drift = 0.8 * drift + dice.gauss(0.0, 0.5) * hands.drift_s
            last_bar = stroke.bar
        late = _deviation(chart, hands, stroke, lean + drift, dice)
        notes.append(_note(chart, stroke, late, _velocity(chart, hands, stroke, dice)))
    return tuple(
        sorted((note for note in notes if note.duration_s > SHORTEST_NOTE_S), key=lambda n: (n.start_s, n.pitch))
    )


def _deviation(chart: Chart, hands: Hands, stroke: Stroke, lean_s: float, dice: Random) -> float:
    on_beat = stroke.step % chart.grid.steps_per_beat == 0
    error = dice.gauss(0.0, hands.spread_s) * (0.6 if on_beat else 1.3)
    if hands.drums and stroke.pitch in KICK_AND_SNARE:
        lag = SNARE_LAG_S[chart.style.genre] if stroke.pitch in (38, 39, 40) else 0.0
        limit = TIGHT_LIMIT_S if on_beat else 2 * TIGHT_LIMIT_S
        return max(-limit, min(limit, lag + 0.5 * error))
    return max(-LOOSE_LIMIT_S, min(LOOSE_LIMIT_S, hands.lag_s + lean_s + error))


def _velocity(chart: Chart, hands: Hands, stroke: Stroke, dice: Random) -> float:
    """Accent the bar's start, ease what stands between beats, and let an arc run over four bars."""
    accent = 1.04 if stroke.step == 0 else 1.0 if stroke.step % chart.grid.steps_per_beat == 0 else 0.96
    arc = 0.97 + 0.015 * (stroke.bar % 4)
    value = stroke.velocity * accent * arc * (1.0 + dice.gauss(0.0, hands.velocity_spread))
    return round(max(0.05, min(1.0, value)), 4)


def _note(chart: Chart, stroke: Stroke, late_s: float, velocity: float) -> Note:
    grid = chart.grid
    swung = grid.swung_s(stroke.bar, stroke.step)
    start = max(0.0, swung + stroke.strum_s + late_s)
    duration = min(stroke.steps * grid.step_s - stroke.strum_s, chart.duration_s - start)
    return Note(round(start, 6), round(duration, 6), stroke.pitch, velocity, grid.time_s(stroke.bar, stroke.step))
