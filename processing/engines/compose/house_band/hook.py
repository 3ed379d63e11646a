"""The hook: one motif that a listener keeps, stated, varied and answered, always where the voice rests."""

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from processing.engines.compose.house_band.chart import Chart, Passage, Stroke, hits
from processing.engines.compose.house_band.score import Bend
from processing.engines.compose.house_band.theory import nearest, scale_over

# One-bar cells; a motif is two of them, and the second leaves room to breathe.
CELLS: dict[str, tuple[tuple[str, str], ...]] = {
    "4/4": (
        ("X.x.x.....x.x...", "X...x..........."),
        ("X..x..x...x.....", "X.....x........."),
        ("..x.x.x.X...x...", "X..............."),
        ("X.....x.x...x...", "X.x.X..........."),
        ("X...X.x.x.......", "..x.x.X........."),
        ("X..X..X...x.x.x.", "X..............."),
        ("x.x.X...x.x.X...", "x.x.X..........."),
        ("X.........x.x.x.", "X.......x......."),
    ),
    "3/4": (
        ("X.x.x...x...", "X..........."),
        ("X...x.x.x...", "X...x......."),
        ("..x.x.x.X...", "X..........."),
        ("X.....x.x.x.", "X..........."),
        ("X...X...x.x.", "X.......x..."),
    ),
    "6/8": (
        ("X...x.X.....", "x.x.x.X....."),
        ("X.x.x.X...x.", "X..........."),
        ("X.....x.x.x.", "X..........."),
        ("X...x.X.x.x.", "X...x......."),
        ("X...x.X...x.", "X..........."),
    ),
}
CENTRE = {"lead.guitar": 69, "lead.vox": 67, "lead.flute": 74, "lead.bell": 77, "lead.pluck": 74, "lead.synth": 72}
MONOPHONIC = ("lead.guitar", "lead.synth", "lead.vox", "lead.flute")
BREATH_S = 0.12


@dataclass(frozen=True)
class Motif:
    """Two bars: (bar 0 or 1, step, strength) with a contour in scale steps from a chord tone."""

    onsets: tuple[tuple[int, int, float], ...]
    contour: tuple[int, ...]


def invent(chart: Chart, name: str = "motif") -> Motif:
    """A motif with one leap, small steps back, and a repeated figure: what makes a line memorable."""
    dice = chart.dice(name)
    first, second = dice.choice(CELLS[chart.grid.meter])
    onsets = [(0, *hit) for hit in hits(first)] + [(1, *hit) for hit in hits(second)]
    head = _figure(dice, max(2, len(onsets) // 2))
    contour = list(head)
    while len(contour) < len(onsets):
        contour.append(head[len(contour) % len(head)] + dice.choice((-2, -1, 1)))
    contour[-1] = dice.choice((0, 0, 2, -3))
    return Motif(tuple(onsets), tuple(max(-4, min(6, step)) for step in contour))


def _figure(dice: Random, length: int) -> list[int]:
    place, figure = dice.choice((0, 2, 4)), []
    leap_at = dice.randrange(1, length)
    for count in range(length):
        if count == leap_at:
            place += dice.choice((3, 4, -3))
        elif count:
            place += dice.choice((-1, 1, 1, -1, 0, 2))
        figure.append(place)
    return figure


def write_hook(chart: Chart) -> list[Stroke]:
    """The hook over the song: whole where nobody sings, answers in the gaps, silence under the voice."""
    motif, second = invent(chart), invent(chart, "second motif")
    line: list[Stroke] = []
    for passage in chart.passages:
        theme = second if passage.kind in ("bridge", "break") else motif
        for start in range(passage.first_bar, passage.end_bar, 2):
            turn = (start - passage.first_bar) // 2 % 4
            if _plays(chart, passage, turn):
                line.extend(_state(chart, passage, theme, start, turn))
    return _lone_notes_out(chart, [stroke for stroke in _shaped(chart, line) if not _under_voice(chart, stroke)])


def bends(chart: Chart, notes: list[tuple[float, float, float]]) -> tuple[Bend, ...]:
    """Scoops into long notes of a singing lead: (start_s, end_s, strength) in, at most one in three bent."""
    if chart.style.lead_voice not in MONOPHONIC:
        return ()
    dice = chart.dice("bends")
    cents = -200.0 if chart.style.lead_voice == "lead.guitar" else -80.0
    long_notes = [(start, end) for start, end, _ in notes if end - start > 0.3 and dice.random() < 0.35]
    return tuple(Bend(start, min(end, start + 0.11), cents) for start, end in long_notes)


def _plays(chart: Chart, passage: Passage, turn: int) -> bool:
    kind = passage.kind
    if not passage.sung:
        return kind in ("solo", "post_chorus", "outro", "chorus", "intro") or turn % 2 == 1
    if chart.sung_spans:
        return True
    # No take to listen to yet: answer the lines of choruses and bridges, leave the verse's even lines alone.
    return kind in ("chorus", "post_chorus", "bridge") or (kind in ("verse", "pre_chorus") and turn == 3)


def _state(chart: Chart, passage: Passage, motif: Motif, start: int, turn: int) -> list[Stroke]:
    """One statement: plain, varied at its end, plain, then the answer turned upside down."""
    contour = list(motif.contour)
    if turn == 1:
        contour[-1] += 1
    elif turn == 3:
        contour = [contour[0] - (step - contour[0]) for step in contour]
        contour[-1] = 0
    lift = 5 if passage.kind in ("solo", "post_chorus") or passage.energy > 0.9 else 0
    strokes = []
    for (bar, step, level), place in zip(motif.onsets, contour, strict=True):
        at = start + bar
        ending = passage.last and at == passage.end_bar - 1
        if at >= passage.end_bar or (ending and step > 0):
            continue
        if passage.sung and not chart.sung_spans and bar == 0:
            continue
        pitch = _pitch(chart, at, step, place, lift)
        if ending:
            pitch = nearest(pitch, (chart.key.tonic,))
        strokes.append(Stroke(at, step, 2, pitch, min(1.0, level * (0.6 + 0.32 * passage.energy))))
    return strokes


def _pitch(chart: Chart, bar: int, step: int, place: int, lift: int) -> int:
    """A scale step above a chord tone near the lead's centre; chord tones on the beat."""
    symbol = chart.symbol_at(bar, step)
    scale = scale_over(symbol, chart.key)
    anchor = nearest(CENTRE[chart.style.lead_voice] + lift - 3, symbol.pitch_classes[:3])
    ladder = [p for p in range(anchor - 14, anchor + 15) if p % 12 in scale]
    pitch = ladder[max(0, min(len(ladder) - 1, ladder.index(anchor) + place))]
    return nearest(pitch, symbol.pitch_classes[:3]) if step % chart.grid.steps_per_beat == 0 else pitch


def _shaped(chart: Chart, line: list[Stroke]) -> list[Stroke]:
    """Lengths up to the next note, at most half a bar; the last note of a statement may sing a bar."""
    per_bar = chart.grid.steps_per_bar
    shaped = []
    for stroke, following in pairwise([*line, None]):
        assert stroke is not None
        position = stroke.bar * per_bar + stroke.step
        until = following.bar * per_bar + following.step if following else position + per_bar
        final = stroke.bar == len(chart.bars) - 1
        room = per_bar if final else min(until - position, per_bar * 0.75)
        shaped.append(Stroke(stroke.bar, stroke.step, max(1.0, room * 0.9), stroke.pitch, stroke.velocity))
    return shaped


def _under_voice(chart: Chart, stroke: Stroke) -> bool:
    start = chart.grid.swung_s(stroke.bar, int(stroke.step))
    return chart.voice_sings(start - BREATH_S, start + stroke.steps * chart.grid.step_s + BREATH_S)


def _lone_notes_out(chart: Chart, line: list[Stroke]) -> list[Stroke]:
    """What the voice left of a statement must still be a phrase: single notes go, but for the song's last."""
    per_bar, kept = chart.grid.steps_per_bar, []
    for index, stroke in enumerate(line):
        position = stroke.bar * per_bar + stroke.step
        near = [line[other] for other in (index - 1, index + 1) if 0 <= other < len(line)]
        company = any(abs(other.bar * per_bar + other.step - position) <= per_bar for other in near)
        if company or stroke.bar == len(chart.bars) - 1:
            kept.append(stroke)
    return kept
