"""Air around the band: pads, tape noise, and what rises before a section and falls into it."""

from processing.engines.compose.house_band.chart import Chart, Passage, Stroke
from processing.engines.compose.house_band.theory import voice_lead

NOISE_PITCH = 60


def write_pad(chart: Chart, *, big: bool) -> list[Stroke]:
    """Held chords: the soft pad below choruses, the bright one in them."""
    strokes: list[Stroke] = []
    voicing: tuple[int, ...] = ()
    for passage in chart.passages:
        if (passage.energy >= 0.72) is not big and not (passage.kind == "outro" and big):
            continue
        level = 0.45 + 0.35 * passage.energy
        for bar in range(passage.first_bar, passage.end_bar):
            for change in chart.bars[bar]:
                voicing = voice_lead(change.symbol, voicing, 67 if big else 60, min(4, len(change.symbol.intervals)))
                strokes.extend(Stroke(bar, change.step, change.steps * 1.02, pitch, level) for pitch in voicing)
    return strokes


def write_risers(chart: Chart) -> dict[str, list[Stroke]]:
    """Transitions by voice: a riser over the last bar(s) before a lift, reverse into it, impact on it."""
    risers: dict[str, list[Stroke]] = {"riser": [], "reverse": [], "impact": []}
    per_bar = chart.grid.steps_per_bar
    bold = {"house": 1.0, "pop": 0.85, "rnb": 0.6, "hip_hop": 0.55, "rock": 0.5, "lofi": 0.35}[chart.style.genre]
    for passage, following in zip(chart.passages, chart.passages[1:], strict=False):
        lift = following.energy - passage.energy
        if lift > 0.12:
            length = min(passage.bars, 2 if chart.style.genre == "house" or chart.grid.bar_s < 2.2 else 1)
            risers["riser"].append(Stroke(passage.end_bar - length, 0, length * per_bar, NOISE_PITCH, 0.5 + 0.4 * bold))
            risers["impact"].append(Stroke(following.first_bar, 0, per_bar, 36, 0.4 + 0.5 * bold))
        elif lift < -0.12:
            risers["impact"].append(Stroke(following.first_bar, 0, per_bar, 36, 0.3 + 0.3 * bold))
        else:
            half = per_bar // 2
            risers["reverse"].append(Stroke(passage.end_bar - 1, per_bar - half, half, NOISE_PITCH, 0.4 + 0.4 * bold))
    return risers


def write_vinyl(chart: Chart) -> list[Stroke]:
    """Tape and needle under the whole song, one note a passage."""
    return [
        Stroke(passage.first_bar, 0, passage.bars * chart.grid.steps_per_bar, NOISE_PITCH, _vinyl_level(passage))
        for passage in chart.passages
        if chart.style.vinyl
    ]


def _vinyl_level(passage: Passage) -> float:
    return 0.6 if passage.energy < 0.42 else 0.45
