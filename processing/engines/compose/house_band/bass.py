"""The bass player: sits on the kick, leads into the next chord, never two notes at once."""

from dataclasses import replace

from processing.engines.compose.house_band.chart import Chart, Passage, Stroke
from processing.engines.compose.house_band.drums import kick_hits
from processing.engines.compose.house_band.theory import Symbol, nearest, scale_over

LOWEST, HIGHEST = 28, 50
CENTRE = {"bass.sub": 34, "bass.synth": 36, "bass.upright": 38, "bass.finger": 36, "bass.pick": 36}
# How much of the room until the next note a note fills.
GATES = {"sub": 0.97, "lock": 0.82, "eighths": 0.85, "offbeat": 0.75, "octaves": 0.6, "gallop": 0.6, "walk": 0.92}


def write_bass(chart: Chart) -> list[Stroke]:
    """One monophonic line: onsets by manner, approach notes before changes, lengths up to the next onset."""
    line: list[Stroke] = []
    for passage in chart.passages:
        if passage.kind == "intro" and passage.energy < 0.42 and chart.dice("bass/intro").random() < 0.5:
            continue
        for bar in range(passage.first_bar, passage.end_bar):
            line.extend(_bar(chart, passage, bar))
    return _monophonic(chart, line)


def _bar(chart: Chart, passage: Passage, bar: int) -> list[Stroke]:
    if passage.last and bar == passage.end_bar - 1:
        return [Stroke(bar, 0, chart.grid.steps_per_bar, _root(chart, bar, 0), 0.9)]
    onsets = _onsets(chart, passage, bar)
    line = [_note(chart, passage, bar, step, level, count) for count, (step, level) in enumerate(onsets)]
    return _approach(chart, passage, bar, line)


def _onsets(chart: Chart, passage: Passage, bar: int) -> list[tuple[int, float]]:
    grid, manner = chart.grid, chart.style.bass_manner
    kick = dict(kick_hits(chart, passage, bar))
    beats = range(0, grid.steps_per_bar, grid.steps_per_beat)
    changes = {change.step: 0.95 for change in chart.bars[bar]}
    if passage.energy < 0.42:
        return sorted(changes.items())
    half = 2 if grid.steps_per_beat == 4 else 4
    if manner == "eighths":
        stride = 4 if grid.step_s < 0.085 and grid.meter != "6/8" else 2
        played = {
            step: 0.92 if step % grid.steps_per_beat == 0 else 0.74 for step in range(0, grid.steps_per_bar, stride)
        }
    elif manner == "offbeat":
        played = {beat + half: 0.88 for beat in beats} | {0: 0.8}
    elif manner == "octaves":
        played = dict.fromkeys(beats, 0.9) | {beat + half: 0.72 for beat in beats}
    elif manner == "gallop":
        played = {beat + offset: 0.8 for beat in beats for offset in (half, half + 1)} | {0: 0.9}
        played = {step: level for step, level in played.items() if not (grid.crowded and step % 2)}
    elif manner == "walk":
        played = dict.fromkeys(beats, 0.85)
    elif manner == "sub":
        played = {step: level for step, level in kick.items() if step % 2 == 0 or level >= 0.8}
    else:
        played = dict(kick)
        if manner == "melodic":
            dice = chart.dice(f"bass/{passage.kind}/{bar % 2}")
            played[dice.choice(range(half, grid.steps_per_bar, 2))] = 0.7
    return sorted((changes | played).items())


def _note(chart: Chart, passage: Passage, bar: int, step: int, level: float, count: int) -> Stroke:
    symbol, manner = chart.symbol_at(bar, step), chart.style.bass_manner
    root = _root(chart, bar, step)
    on_change = any(change.step == step for change in chart.bars[bar])
    dice = chart.dice(f"bass note/{passage.kind}/{(bar - passage.first_bar) % 4}/{step}")
    pitch = root
    if not on_change:
        if (manner == "octaves" and step % chart.grid.steps_per_beat) or (manner == "gallop" and count % 2):
            pitch = root + 12
        elif manner == "walk":
            pitch = nearest(root + dice.choice((3, 5, 7)), symbol.pitch_classes[1:])
        elif manner in ("lock", "melodic") and dice.random() < (0.45 if manner == "melodic" else 0.25):
            pitch = dice.choice((_fifth(root, symbol), root + 12 if root + 12 <= HIGHEST else root))
    while pitch > HIGHEST:
        pitch -= 12
    strength = level * (0.7 + 0.28 * passage.energy)
    return Stroke(bar, step, 2, pitch, min(1.0, strength))


def _approach(chart: Chart, passage: Passage, bar: int, line: list[Stroke]) -> list[Stroke]:
    """Lead into a new root on the last eighth of the bar: a scale step, the fifth, or a semitone from below."""
    following = bar + 1
    if following >= len(chart.bars) or passage.energy < 0.42 or chart.style.bass_manner in ("sub", "offbeat"):
        return line
    target = _root(chart, following, 0)
    symbol = chart.symbol_at(bar, chart.grid.steps_per_bar - 1)
    dice = chart.dice(f"approach/{passage.kind}/{(bar - passage.first_bar) % 8}")
    eager = 0.8 if bar == passage.end_bar - 1 else 0.45
    if target % 12 == symbol.root or dice.random() > eager:
        return line
    last = chart.grid.steps_per_bar - 2
    choices = [nearest(target - 2, scale_over(symbol, chart.key)), nearest(target + 2, scale_over(symbol, chart.key))]
    if chart.style.genre in ("rnb", "lofi", "hip_hop", "rock"):
        choices.append(target - 1)
    pitch = max(LOWEST, dice.choice(choices))
    kept = [stroke for stroke in line if stroke.step < last]
    return [*kept, Stroke(bar, last, 2, pitch, 0.72)]


def _root(chart: Chart, bar: int, step: float) -> int:
    symbol = chart.symbol_at(bar, step)
    pitch = nearest(CENTRE[chart.style.bass_voice], (symbol.root,))
    return pitch if pitch >= LOWEST else pitch + 12


def _fifth(root: int, symbol: Symbol) -> int:
    above = root + symbol.fifth
    return above if above <= HIGHEST else above - 12


def _monophonic(chart: Chart, line: list[Stroke]) -> list[Stroke]:
    """Let each note ring until the next, shortened by the manner's gate; a change of chord always ends a note."""
    per_bar = chart.grid.steps_per_bar
    gate = GATES.get(chart.style.bass_manner, 0.85)
    played: list[Stroke] = []
    for stroke, following in zip(line, [*line[1:], None], strict=True):
        position = stroke.bar * per_bar + stroke.step
        until = following.bar * per_bar + following.step if following else position + stroke.steps
        ends = [c.step + c.steps for c in chart.bars[stroke.bar] if c.step <= stroke.step < c.step + c.steps]
        room = min(until - position, ends[0] - stroke.step)
        played.append(replace(stroke, steps=room * gate))
    return played
