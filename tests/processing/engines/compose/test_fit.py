import itertools

import pytest

from processing.engines.compose.house_band.chart import Grid
from processing.engines.compose.house_band.fit import Voice, bare_numeral, loop_share
from processing.engines.compose.house_band.progressions import DIATONIC
from processing.engines.compose.house_band.slots import Slots, beat_slots, half_slots
from processing.engines.compose.house_band.theory import chord, read_key
from processing.engines.compose.house_band.write import write
from processing.engines.contracts import SungNote
from tests.processing.engines.compose.songs import melody, plan


def on_chord_tones(score, notes):
    """Share of sung time on the triads of the score, counted from its chord list alone."""
    heard = 0.0
    for note in notes:
        for c in score.chords:
            tones = {(c.root + interval) % 12 for interval in c.intervals[:3]}
            if round(note.midi) % 12 in tones:
                heard += max(0.0, min(note.end_s, c.end_s) - max(note.start_s, c.start_s))
    return heard / sum(n.end_s - n.start_s for n in notes)


@pytest.mark.parametrize("meter", ["4/4", "3/4", "6/8"])
@pytest.mark.parametrize("key", ["A minor", "Eb major"])
@pytest.mark.parametrize("genre", ["pop", "rnb", "rock"])
def test_the_voice_is_on_chord_tones_clearly_more_than_with_the_best_loop(genre, key, meter):
    song = plan(genre, 96.0, meter, key)
    song = plan(genre, 96.0, meter, key, sung_notes=melody(song))
    score = write(song, seed=2)
    share = on_chord_tones(score, song.sung_notes)
    assert share > score.facts["loop_baseline"] + 0.05
    assert share == pytest.approx(score.facts["chord_tone_share"], abs=0.01)


def test_the_loop_baseline_is_the_best_of_all_loops():
    song = plan(form=(("intro", 1), ("verse", 6), ("outro", 1)))
    voice, grid, key = Voice(melody(song)), Grid(song.bpm, song.meter), read_key(song.key)
    weights = voice.weights(Slots(grid, 8, (0,)))
    tones = {name: list(set(chord(name, key).pitch_classes)) for name in DIATONIC[key.mode]}
    best = max(
        sum(weights[bar][tones[loop[bar % 4]]].sum() for bar in range(8)) for loop in itertools.product(tones, repeat=4)
    )
    assert loop_share(voice, grid, 8, key) == pytest.approx(best / weights.sum())


def test_the_singers_tuning_is_taken_out_before_notes_are_named():
    grid = Grid(120.0, "4/4")
    sharp = Voice((SungNote(0.0, 1.0, 60.6),), tuning_cents=40.0)
    assert sharp.weights(Slots(grid, 1, (0,)))[0, 0] == pytest.approx(1.0)


def test_a_note_over_a_border_is_shared_by_its_slots():
    grid = Grid(120.0, "4/4")
    table = Voice((SungNote(0.5, 1.75, 64.0),)).weights(half_slots(grid, 1))
    assert table[:, 4] == pytest.approx([0.5, 0.75])
    assert table.sum() == pytest.approx(1.25)


@pytest.mark.parametrize("meter", ["4/4", "3/4", "6/8"])
def test_slots_tile_the_song(meter):
    for slots in (half_slots(Grid(90.0, meter), 3), beat_slots(Grid(90.0, meter), 3)):
        assert slots.edges_s[-1] == pytest.approx(3 * slots.grid.bar_s)
        assert (slots.lengths_s > 0).all()


def test_an_arpeggio_of_known_chords_is_found_again():
    """Someone sings F, C, G, Am broken up, half a bar each; the band plays just that."""
    song = plan(bpm=100.0, key="C major", form=(("intro", 2), ("verse", 8), ("outro", 2)))
    wanted = ("IV", "I", "V", "vi")
    notes = []
    for half in range(16):
        start = (4 + half) * song.bar_s / 2
        for place, tone in enumerate(chord(wanted[half % 4], read_key("C major")).pitch_classes):
            notes.append(SungNote(start + place * 0.4, start + place * 0.4 + 0.35, 60.0 + tone))
    score = write(
        plan(bpm=100.0, key="C major", form=(("intro", 2), ("verse", 8), ("outro", 2)), sung_notes=tuple(notes)), seed=5
    )
    assert score.facts["chord_tone_share"] == pytest.approx(1.0, abs=0.02)


def test_bare_numerals_lose_only_their_colour():
    assert [bare_numeral(n) for n in ("V7sus4", "bVImaj7", "ii9", "viio", "Iadd9", "I6")] == [
        "V",
        "bVI",
        "ii",
        "viio",
        "I",
        "I",
    ]


@pytest.mark.parametrize("seed", range(4))
def test_colours_do_not_rub_against_held_notes(seed):
    song = plan("rnb", 80.0, "4/4", "C major", form=(("intro", 2), ("verse", 8), ("outro", 2)))
    held = tuple(SungNote(b * song.bar_s, (b + 0.95) * song.bar_s, 60.0 + (0, 5, 7, 4)[b % 4]) for b in range(2, 10))
    score = write(
        plan("rnb", 80.0, "4/4", "C major", form=(("intro", 2), ("verse", 8), ("outro", 2)), sung_notes=held), seed=seed
    )
    for note in held:
        for c in score.chords:
            if c.start_s < note.end_s - 0.1 and c.end_s > note.start_s + 0.1:
                colours = {(c.root + i) % 12 for i in c.intervals[3:]}
                assert not {(round(note.midi) + side) % 12 for side in (-1, 1)} & colours
