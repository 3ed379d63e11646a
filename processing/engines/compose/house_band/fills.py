"""Drum fills: how long before a new section, on which drums, and how they grow."""

from processing.engines.compose.house_band.chart import Chart, Passage, Stroke

SNARE, CLAP, RIM, KICK, HAT_OPEN = 38, 39, 37, 36, 46
TOM_HIGH, TOM_MID, TOM_LOW, TOM_FLOOR = 50, 47, 45, 41
# How strong the lead-in of a long fill is beside the fill itself.
LEAD_IN = 0.5
# Drums in the order in which a fill walks through them; each genre knows several.
WALKS: dict[str, tuple[tuple[int, ...], ...]] = {
    "pop": ((SNARE, SNARE, TOM_HIGH, TOM_FLOOR), (SNARE,), (SNARE, CLAP), (TOM_HIGH, TOM_MID, TOM_FLOOR)),
    "hip_hop": ((SNARE, KICK, SNARE), (SNARE,), (SNARE, SNARE, HAT_OPEN), (RIM, SNARE)),
    "house": ((CLAP,), (SNARE,), (SNARE, CLAP), (CLAP, TOM_MID)),
    "rock": (
        (SNARE, TOM_HIGH, TOM_MID, TOM_FLOOR),
        (SNARE, SNARE, TOM_MID, TOM_FLOOR),
        (TOM_HIGH, TOM_HIGH, TOM_MID, TOM_FLOOR),
        (SNARE, TOM_FLOOR),
    ),
    "rnb": ((RIM, SNARE), (SNARE, TOM_MID, TOM_FLOOR), (SNARE,), (RIM, RIM, TOM_MID)),
    "lofi": ((RIM,), (SNARE, TOM_MID), (RIM, TOM_MID, TOM_FLOOR), (SNARE,)),
}


def fill_start(chart: Chart, passage: Passage) -> int:
    """The step of the last bar at which the groove makes room for the fill: a beat, so that nobody hears the next
    section begin early."""
    return chart.grid.steps_per_bar if passage.last else chart.grid.steps_per_bar - chart.grid.steps_per_beat


def lead_in_steps(chart: Chart, passage: Passage) -> int:
    """How long before the fill the drummer reaches for it, softly and over the groove, when something big follows."""
    big = passage.next_kind in ("chorus", "solo", "post_chorus") and passage.energy >= 0.42
    return chart.grid.steps_per_beat if big and chart.grid.meter != "6/8" else 0


def fill_strokes(chart: Chart, passage: Passage, bar: int) -> list[Stroke]:
    """The fill of the last bar of a passage: rising hits that walk over the kit; none at the very end of the song."""
    start, end = fill_start(chart, passage), chart.grid.steps_per_bar
    if start == end:
        return []
    dice = chart.dice(f"fill/{passage.index}")
    walk = dice.choice(WALKS[chart.style.genre])
    stride = 2 if chart.grid.crowded or passage.energy < 0.42 or chart.grid.step_s < 0.12 else 1
    steps = list(range(start - lead_in_steps(chart, passage), end, stride))
    if stride == 1:
        # A rest or two inside makes a phrase of a roll.
        steps = [step for step in steps if step % 2 == 0 or dice.random() < 0.6]
    strength = 0.45 + 0.4 * passage.energy
    strokes = []
    for count, step in enumerate(steps):
        rise = count / max(1, len(steps) - 1)
        drum = walk[min(len(walk) - 1, int(rise * len(walk)))]
        softly = LEAD_IN if step < start else 1.0
        strokes.append(Stroke(bar, step, 1, drum, min(1.0, softly * strength * (0.6 + 0.45 * rise))))
    return strokes
