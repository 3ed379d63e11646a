"""Small songs for the composer's tests: a plan of usual sections, a chart for one player, a sung melody."""

from random import Random

from processing.engines.compose.house_band.arrangement import passages_of, sung_spans
from processing.engines.compose.house_band.chart import Chart, Grid
from processing.engines.compose.house_band.grooves import grooves_for
from processing.engines.compose.house_band.harmony import Taste, coloured, lay_progressions
from processing.engines.compose.house_band.style import Style, choose_style
from processing.engines.compose.house_band.theory import read_key
from processing.engines.contracts import METERS, Section, SongPlan, SungNote

SONG = (
    ("intro", 4),
    ("verse", 8),
    ("pre_chorus", 4),
    ("chorus", 8),
    ("verse", 8),
    ("chorus", 8),
    ("bridge", 4),
    ("break", 2),
    ("solo", 4),
    ("chorus", 8),
    ("outro", 4),
)
SHORT_SONG = (("intro", 2), ("verse", 4), ("chorus", 4), ("outro", 2))
WITH_WORDS = ("verse", "pre_chorus", "chorus", "bridge")


def plan(genre="pop", bpm=104.0, meter="4/4", key="A minor", form=SONG, **other):
    bar_s, start, sections = 60.0 / bpm * METERS[meter], 0.0, []
    for index, (kind, bars) in enumerate(form):
        lines = ("la la la",) if kind in WITH_WORDS and other.get("words", True) else ()
        sections.append(Section(f"{kind} {index}", kind, bars, start, start + bars * bar_s, lines))
        start += bars * bar_s
    fields = {k: v for k, v in other.items() if k != "words"}
    return SongPlan("Song", genre, fields.pop("mood", ""), bpm, meter, key, tuple(sections), start, **fields)


def chart(song=None, seed=1, **style):
    """The chart that `write` would hand to its players, with chosen traits of style."""
    song = song or plan()
    key, passages = read_key(song.key), passages_of(song)
    cast = choose_style(song.genre, len(grooves_for(song.genre, song.meter)), song.meter, Random(seed))
    cast = Style(**{**cast.__dict__, **style})
    grid = Grid(song.bpm, song.meter, cast.swing)
    numerals, _ = lay_progressions(passages, grid, Taste(cast.genre, key.mode, 0.0), Random(seed))
    bars = coloured(numerals, grid, key, cast.genre, Random(seed))
    return Chart(seed, grid, key, cast, passages, bars, sung_spans(song), song.duration_s)


def melody(song, seed=0, rest_every=4, chromatic=0.1):
    """Notes a singer might sing over the bars between intro and outro: steps in the key, a rest now and then."""
    dice, key = Random(seed), read_key(song.key)
    ladder = [pitch for pitch in range(52, 80) if pitch % 12 in key.scale]
    place, notes, at = len(ladder) // 2, [], song.sections[0].end_s
    count = 0
    while at < song.sections[-1].start_s - 2 * song.beat_s:
        length = dice.choice((0.5, 1.0, 1.0, 2.0)) * song.beat_s
        place = max(0, min(len(ladder) - 1, place + dice.choice((-2, -1, -1, 0, 1, 1, 2, 4, -4))))
        count += 1
        if count % (4 * rest_every) < rest_every:
            at += length
            continue
        notes.append(SungNote(at, at + 0.9 * length, ladder[place] + (dice.random() < chromatic)))
        at += length
    return tuple(notes)
