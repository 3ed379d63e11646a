"""The chord players: blocks, strums, arpeggios, stabs and walls, led from voice to voice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from processing.engines.compose.house_band.chart import Chart, Passage, Stroke, hits
from processing.engines.compose.house_band.drums import FULL_GROOVE
from processing.engines.compose.house_band.rhythms import RHYTHMS
from processing.engines.compose.house_band.style import Player
from processing.engines.compose.house_band.theory import Symbol, strum_shape, voice_lead

# Manner -> how much of the room until its next hit a chord rings.
RINGS = {
    "block": 0.95,
    "pulse": 0.8,
    "chop": 0.55,
    "stab": 0.42,
    "offbeat": 0.4,
    "funk": 0.35,
    "chug": 0.5,
    "riff": 0.9,
}
STRUM_SPREAD_S = 0.011
LIFT = 4
"""Semitones by which chords open up in a chorus."""


@dataclass(frozen=True)
class Bar:
    """What a chord player sees of one bar: the rhythm's hits with every change of chord added."""

    chart: Chart
    passage: Passage
    player: Player
    bar: int
    hits: tuple[tuple[int, float], ...]

    def room(self, count: int) -> int:
        after = self.hits[count + 1][0] if count + 1 < len(self.hits) else self.chart.grid.steps_per_bar
        return after - self.hits[count][0]

    def strength(self, level: float) -> float:
        return min(1.0, level * (0.56 + 0.4 * self.passage.energy))


Voicing = tuple[int, ...]


def write_player(chart: Chart, player: Player) -> list[Stroke]:
    """All that one chord player plays; voicings move from chord to chord, also over rests."""
    strokes: list[Stroke] = []
    voicing: Voicing = ()
    for passage in chart.passages:
        playing = passage.energy >= player.from_energy and not (passage.kind == "break" and player.name != "bed")
        for bar in range(passage.first_bar, passage.end_bar):
            if not playing and not (passage.last and bar == passage.end_bar - 1 and player.name == "top"):
                continue
            voicing = _bar(chart, passage, player, bar, voicing, strokes)
    return strokes


def _bar(chart: Chart, passage: Passage, player: Player, bar: int, voicing: Voicing, strokes: list[Stroke]) -> Voicing:
    final = passage.last and bar == passage.end_bar - 1
    manner = "sustain" if final and player.manner != "strum" else player.manner
    changes = chart.bars[bar]
    rhythm = _rhythm(chart, passage, player, bar)
    played = [(0, 1.0)] if final or manner == "sustain" else hits(rhythm)
    steps = dict(played) | {c.step: 0.9 for c in changes if c.step and c.step not in dict(played)}
    if manner not in ("stab", "offbeat", "funk"):
        steps.setdefault(0, 0.9)
    sheet = Bar(chart, passage, player, bar, tuple(sorted(steps.items())))
    for count, (step, written) in enumerate(sheet.hits):
        # Even eighths in 6/8 would be heard as three quarters, so the two beats stand out.
        off_beat = chart.grid.meter == "6/8" and step % chart.grid.steps_per_beat
        level = written * (0.55 if off_beat else 1.0)
        voicing = _voicing(chart.symbol_at(bar, step), voicing, player, passage)
        strokes.extend(MANNERS[manner](sheet, count, level, voicing))
    return voicing


def _rhythm(chart: Chart, passage: Passage, player: Player, bar: int) -> str:
    """A rhythm per kind of section and player; the fourth bar may answer with another one."""
    bank = RHYTHMS[chart.grid.meter].get(player.manner, ("",))
    if passage.energy < FULL_GROOVE:
        # Before the drums are all in, somebody has to say where the beat is.
        bank = tuple(rhythm for rhythm in bank if rhythm[:1] == "X") or RHYTHMS[chart.grid.meter]["block"]
    dice = chart.dice(f"rhythm/{player.name}/{passage.kind}")
    main, answer = dice.choice(bank), dice.choice(bank)
    rhythm = answer if (bar - passage.first_bar) % 4 == 3 else main
    if chart.grid.crowded and player.manner in ("strum", "chug", "funk", "pulse"):
        rhythm = "".join(mark if step % 2 == 0 else "." for step, mark in enumerate(rhythm))
    return rhythm


def _voicing(symbol: Symbol, previous: Voicing, player: Player, passage: Passage) -> Voicing:
    lift = LIFT if passage.kind in ("chorus", "post_chorus", "solo") else 0
    if player.manner in ("strum", "pick"):
        return strum_shape(symbol)
    if player.manner in ("power", "riff"):
        root = 40 + (symbol.root - 40) % 12
        return (root, root + symbol.fifth, root + 12)
    if player.manner == "chug":
        root = 40 + (symbol.root - 40) % 12
        return (root, root + symbol.fifth)
    centre = {"strings": 64, "organ": 62, "stab": 63, "pluck": 69, "guitar.clean": 63, "guitar.muted": 62}
    voices = 5 if len(symbol.intervals) > 4 else 4 if len(symbol.intervals) > 3 else 3
    return voice_lead(symbol, previous, centre.get(player.voice, 60) + lift, voices)


def _block(sheet: Bar, count: int, level: float, voicing: Voicing) -> Iterator[Stroke]:
    step = sheet.hits[count][0]
    ring = sheet.room(count) * RINGS.get(sheet.player.manner, 0.95)
    for order, pitch in enumerate(voicing):
        yield Stroke(sheet.bar, step, ring, pitch, sheet.strength(level), 0.002 * order)
    if sheet.player.voice in ("piano", "rhodes") and sheet.passage.energy >= 0.78 and step == 0:
        yield Stroke(sheet.bar, step, ring, voicing[-1] + 12, sheet.strength(level * 0.8), 0.004)


def _sustain(sheet: Bar, count: int, level: float, voicing: Voicing) -> Iterator[Stroke]:
    step, room = sheet.hits[count][0], sheet.room(count)
    for order, pitch in enumerate(voicing):
        yield Stroke(sheet.bar, step, room, pitch, sheet.strength(level * 0.85), 0.003 * order)
    if sheet.player.voice == "strings":
        yield Stroke(sheet.bar, step, room, voicing[-1] + 12, sheet.strength(level * 0.7), 0.0)


def _strum(sheet: Bar, count: int, level: float, voicing: Voicing) -> Iterator[Stroke]:
    """Down on the beat through all strings, up off the beat through the high ones."""
    step = sheet.hits[count][0]
    down = step % (2 if sheet.chart.grid.step_s < 0.14 else 4) == 0 or step % sheet.chart.grid.steps_per_beat == 0
    strings = voicing if down else tuple(reversed(voicing[-3:]))
    ring = max(1.0, sheet.room(count) * 0.95)
    for order, pitch in enumerate(strings):
        yield Stroke(
            sheet.bar, step, ring, pitch, sheet.strength(level * (1.0 if down else 0.75)), STRUM_SPREAD_S * order
        )


def _arpeggio(sheet: Bar, count: int, level: float, voicing: Voicing) -> Iterator[Stroke]:
    """One note a hit, up and down the chord; the seed turns the figure."""
    dice = sheet.chart.dice(f"arpeggio/{sheet.player.name}/{sheet.passage.kind}")
    ladder = [*voicing, voicing[0] + 12]
    figure = dice.choice(((0, 1, 2, 3, 2, 1), (0, 2, 1, 3), (0, 2, 3, 1, 2, 3), (3, 2, 1, 0), (0, 1, 3, 2)))
    pitch = ladder[figure[count % len(figure)] % len(ladder)]
    yield Stroke(sheet.bar, sheet.hits[count][0], max(2, sheet.room(count) * 1.4), pitch, sheet.strength(level * 0.9))


def _pick(sheet: Bar, count: int, level: float, voicing: Voicing) -> Iterator[Stroke]:
    """Thumb on the beats, fingers between."""
    step = sheet.hits[count][0]
    on_beat = step % sheet.chart.grid.steps_per_beat == 0
    thumb, fingers = voicing[:2], voicing[2:]
    pitch = thumb[(step // sheet.chart.grid.steps_per_beat) % 2] if on_beat else fingers[count % len(fingers)]
    yield Stroke(sheet.bar, step, max(2, sheet.room(count) * 2), pitch, sheet.strength(level))
    if step == 0:
        yield Stroke(sheet.bar, step, 4, fingers[-1], sheet.strength(level * 0.8), 0.006)


def _roll(sheet: Bar, count: int, level: float, voicing: Voicing) -> Iterator[Stroke]:
    """A slowly broken chord, left to ring."""
    step, room = sheet.hits[count][0], sheet.room(count)
    for order, pitch in enumerate(voicing):
        yield Stroke(sheet.bar, step, room, pitch, sheet.strength(level * (0.8 + 0.05 * order)), 0.008 * order)


def _power(sheet: Bar, count: int, level: float, voicing: Voicing) -> Iterator[Stroke]:
    step, room = sheet.hits[count][0], sheet.room(count)
    for order, pitch in enumerate(voicing):
        yield Stroke(sheet.bar, step, room * 0.92, pitch, sheet.strength(level), 0.004 * order)


def _choked(sheet: Bar, count: int, level: float, voicing: Voicing) -> Iterator[Stroke]:
    step = sheet.hits[count][0]
    ring = min(2.0, sheet.room(count)) * RINGS[sheet.player.manner] * 1.6
    for order, pitch in enumerate(voicing[-3:]):
        yield Stroke(sheet.bar, step, ring, pitch, sheet.strength(level), 0.003 * order)


MANNERS: dict[str, Callable[[Bar, int, float, Voicing], Iterator[Stroke]]] = {
    "block": _block,
    "pulse": _block,
    "chop": _block,
    "sustain": _sustain,
    "strum": _strum,
    "arpeggio": _arpeggio,
    "pick": _pick,
    "roll": _roll,
    "power": _power,
    "riff": _power,
    "stab": _choked,
    "offbeat": _choked,
    "funk": _choked,
    "chug": _choked,
}
