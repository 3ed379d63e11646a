"""The drummer: grooves that breathe with the song, fills into every new section, and a second layer of percussion."""

from collections.abc import Iterator
from random import Random

from processing.engines.compose.house_band.chart import Chart, Passage, Stroke, hits
from processing.engines.compose.house_band.fills import fill_start, fill_strokes
from processing.engines.compose.house_band.grooves import Groove, grooves_for

KICK, KICK_2, RIM, SNARE, CLAP = 36, 35, 37, 38, 39
HAT, HAT_PEDAL, HAT_OPEN = 42, 44, 46
CRASH, CRASH_2, RIDE, RIDE_BELL = 49, 57, 51, 53
TAMBOURINE, MARACAS, SHAKER = 54, 70, 82
FULL_GROOVE = 0.42
BIG = 0.78
# Where a soft verse plays the rim instead of the snare.
RIM_GENRES = ("rnb", "lofi", "pop")


def groove_of(chart: Chart) -> Groove:
    known = grooves_for(chart.style.genre, chart.grid.meter)
    return known[chart.style.groove % len(known)]


def kick_hits(chart: Chart, passage: Passage, bar: int) -> list[tuple[int, float]]:
    """(step, strength) of the kick in a bar; the bass locks to these."""
    if passage.last and bar == passage.end_bar - 1:
        return [(0, 1.0)]
    beat = chart.grid.steps_per_beat
    if passage.energy < FULL_GROOVE:
        # Little is played, but the pulse stays: every half bar, or every bar in three.
        return [(step, 0.85 if step == 0 else 0.7) for step in range(0, chart.grid.steps_per_bar, 2 * beat)][:2]
    pattern = groove_of(chart).kick
    played = hits(pattern[(bar - passage.first_bar) % len(pattern)])
    if chart.grid.crowded:
        played = [(step, level) for step, level in played if step % 2 == 0]
    dice = chart.dice(f"kick/{passage.kind}/{(bar - passage.first_bar) % 4}")
    if passage.energy >= BIG and chart.style.genre != "house" and dice.random() < 0.45:
        extra = dice.choice(range(beat, chart.grid.steps_per_bar, 2))
        free = all(abs(extra - step) > 1 for step, _ in played) and extra % beat != 0
        played = sorted([*played, (extra, 0.7)]) if free else played
    return played


def write_drums(chart: Chart) -> list[Stroke]:
    """The kit, bar by bar."""
    strokes: list[Stroke] = []
    for passage in chart.passages:
        for bar in range(passage.first_bar, passage.end_bar):
            strokes.extend(_bar(chart, passage, bar))
    return strokes


def _bar(chart: Chart, passage: Passage, bar: int) -> Iterator[Stroke]:
    closing = bar == passage.end_bar - 1
    if passage.last and closing:
        yield from (Stroke(bar, 0, 1, KICK, 1.0), Stroke(bar, 0, 8, CRASH, 0.85), Stroke(bar, 0, 1, SNARE, 0.7))
        return
    ends_at = fill_start(chart, passage) if closing else chart.grid.steps_per_bar
    if bar == passage.first_bar and (passage.energy >= BIG or (passage.energy >= 0.5 and passage.index > 0)):
        yield Stroke(bar, 0, 8, CRASH if passage.nth % 2 == 0 else CRASH_2, 0.6 + 0.35 * passage.energy)
    for step, level in kick_hits(chart, passage, bar):
        yield Stroke(bar, step, 1, KICK, level * (0.72 + 0.28 * passage.energy))
    for stroke in [*_snare(chart, passage, bar), *_cymbals(chart, passage, bar)]:
        if stroke.step < ends_at or (stroke.step % chart.grid.steps_per_beat == 0 and stroke.pitch in (HAT, RIDE)):
            yield stroke
    if closing:
        yield from fill_strokes(chart, passage, bar)


def _snare(chart: Chart, passage: Passage, bar: int) -> Iterator[Stroke]:
    groove, energy = groove_of(chart), passage.energy
    if energy < 0.3:
        return
    soft = energy < 0.6 and chart.style.genre in RIM_GENRES and chart.dice("rim").random() < 0.5
    pitch = RIM if energy < FULL_GROOVE or soft else SNARE
    for step, level in hits(groove.snare):
        if chart.style.genre == "house":
            yield Stroke(bar, step, 1, CLAP, level * (0.7 + 0.25 * energy))
            if energy >= BIG:
                yield Stroke(bar, step, 1, SNARE, level * 0.55)
            continue
        yield Stroke(bar, step, 1, pitch, level * (0.66 + 0.32 * energy))
        if energy >= BIG and chart.style.genre in ("pop", "hip_hop", "rnb"):
            yield Stroke(bar, step, 1, CLAP, level * 0.62)
    if energy < FULL_GROOVE or chart.grid.crowded:
        return
    # Ghosts come and go from bar to bar, as hands do.
    dice = chart.dice(f"ghosts/{bar}")
    for step, _ in hits(groove.ghosts):
        if dice.random() < 0.75:
            yield Stroke(bar, step, 1, SNARE, dice.uniform(0.16, 0.3))


def _cymbals(chart: Chart, passage: Passage, bar: int) -> Iterator[Stroke]:
    grid, energy = chart.grid, passage.energy
    manner = _hat_manner(chart, passage)
    dice = chart.dice(f"hats/{passage.kind}/{(bar - passage.first_bar) % 4}")
    base = 0.42 + 0.4 * energy
    for step in range(grid.steps_per_bar):
        level = _hat_level(manner, step, grid.steps_per_beat)
        if level <= 0 or (step % 2 == 1 and grid.crowded):
            continue
        off_beat = step % grid.steps_per_beat == grid.steps_per_beat - 2
        pitch = RIDE if manner == "ride" else HAT
        if manner == "offbeat" and off_beat:
            pitch = HAT_OPEN if energy >= 0.5 else HAT
        elif (
            pitch == HAT and energy >= 0.55 and step == grid.steps_per_bar - 2 and bar % 2 == 1 and dice.random() < 0.6
        ):
            pitch = HAT_OPEN
        yield Stroke(bar, step, 1, pitch, min(1.0, base * level * dice.uniform(0.9, 1.08)))
    if energy >= BIG and chart.style.genre in ("pop", "rock") and manner == "eighths":
        for beat in range(0, grid.steps_per_bar, grid.steps_per_beat):
            yield Stroke(bar, beat, 4, HAT_OPEN, 0.5 * base)


def _hat_manner(chart: Chart, passage: Passage) -> str:
    genre, energy = chart.style.genre, passage.energy
    manner = groove_of(chart).hat
    if energy < 0.3:
        return "quarters"
    if energy >= BIG and genre in ("rock", "pop", "lofi") and chart.dice(f"ride/{passage.kind}").random() < 0.4:
        return "ride"
    if energy >= BIG and manner == "quarters":
        return "eighths"
    # Slow songs need sixteenths to keep moving, fast ones have no room for them.
    if chart.grid.step_s > 0.2 and manner == "eighths" and energy >= FULL_GROOVE:
        return "sixteenths"
    return "eighths" if manner == "sixteenths" and chart.grid.step_s < 0.11 else manner


def _hat_level(manner: str, step: int, per_beat: int) -> float:
    within = step % per_beat
    if within == 0:
        return 1.0
    if manner == "quarters":
        return 0.55 if per_beat == 6 and within == 4 else 0.0
    if manner == "shuffle":
        return {2: 0.66, 3: 0.42, 4: 0.66, 5: 0.36}.get(within, 0.0)
    if within % 2 == 0:
        if manner == "offbeat":
            return 0.9 if within == per_beat - 2 else 0.5
        return 0.66 if per_beat == 4 else 0.38
    return 0.42 if manner == "sixteenths" else 0.0


def write_percussion(chart: Chart) -> list[Stroke]:
    """The second layer: shaker or tambourine, which keeps verses alive above 1 kHz."""
    strokes: list[Stroke] = []
    for passage in chart.passages:
        dice = chart.dice(f"percussion/{passage.kind}")
        rests = passage.kind == "break" or (passage.kind == "intro" and dice.random() < 0.3)
        for bar in range(passage.first_bar, passage.end_bar):
            if rests or (passage.last and bar == passage.end_bar - 1):
                continue
            strokes.extend(_shaken(chart, passage, bar, dice))
            if passage.energy >= BIG:
                strokes.extend(_tambourine(chart, passage, bar))
    return strokes


def _shaken(chart: Chart, passage: Passage, bar: int, dice: Random) -> Iterator[Stroke]:
    per_beat = chart.grid.steps_per_beat
    stride = 2 if chart.grid.step_s < 0.13 or chart.style.shaker == TAMBOURINE else 1
    for step in range(0, chart.grid.steps_per_bar, stride):
        within = step % per_beat
        if per_beat == 6 and within == 2:
            continue
        level = 0.9 if within == 0 else 0.42 if within % 2 else 0.66 if per_beat == 4 else 0.38
        yield Stroke(bar, step, 1, chart.style.shaker, level * dice.uniform(0.85, 1.05) * (0.75 + 0.2 * passage.energy))


def _tambourine(chart: Chart, passage: Passage, bar: int) -> Iterator[Stroke]:
    for step, level in hits(groove_of(chart).snare):
        yield Stroke(bar, step, 1, TAMBOURINE, level * (0.5 + 0.3 * passage.energy))
