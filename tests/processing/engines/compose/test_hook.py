import pytest

from processing.engines.compose.house_band.hook import CELLS, invent, write_hook
from processing.engines.compose.house_band.write import write
from processing.engines.contracts import METERS, SungNote
from tests.processing.engines.compose.songs import SHORT_SONG, chart, melody, plan


def where(sheet, strokes, kind):
    passages = [p for p in sheet.passages if p.kind == kind]
    return [s for s in strokes for p in passages if p.first_bar <= s.bar < p.end_bar]


@pytest.mark.parametrize("meter", METERS)
def test_cells_fit_their_bars(meter):
    steps = {"4/4": 16, "3/4": 12, "6/8": 12}[meter]
    assert all(len(bar) == steps for cell in CELLS[meter] for bar in cell)


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("seed", range(3))
def test_the_hook_is_silent_where_the_voice_sings(seed, meter):
    song = plan(meter=meter)
    song = plan(meter=meter, sung_notes=melody(song, seed))
    lead = [n for part in write(song, seed=seed).parts if part.stem == "lead" for n in part.notes]
    assert lead
    for note in lead:
        assert not any(s.start_s < note.start_s + note.duration_s and s.end_s > note.start_s for s in song.sung_notes)


def test_a_long_rest_of_the_voice_is_answered():
    song = plan(form=(("intro", 2), ("verse", 12), ("outro", 2)))
    early = SungNote(song.sections[1].start_s, song.sections[1].start_s + 2.0, 60.0)
    late = SungNote(song.sections[1].end_s - 2.0, song.sections[1].end_s, 60.0)
    sheet = chart(plan(form=(("intro", 2), ("verse", 12), ("outro", 2)), sung_notes=(early, late)))
    assert len(where(sheet, write_hook(sheet), "verse")) > 8


def test_without_a_take_the_verse_is_left_to_the_words_and_solos_are_full():
    sheet = chart(plan())
    strokes = write_hook(sheet)
    per_bar = {
        p.kind: len(where(sheet, strokes, p.kind)) / sum(q.bars for q in sheet.passages if q.kind == p.kind)
        for p in sheet.passages
    }
    assert per_bar["solo"] > 2 * per_bar["verse"]
    assert per_bar["intro"] > per_bar["verse"]


def test_a_song_without_words_has_the_hook_in_its_choruses():
    sheet = chart(plan(words=False))
    assert len(where(sheet, write_hook(sheet), "chorus")) > 24


def test_the_motif_comes_back_with_a_variation_and_an_answer():
    sheet = chart(plan(words=False, form=(("intro", 2), ("solo", 8), ("outro", 2))))
    bars = [s for s in write_hook(sheet) if 2 <= s.bar < 10]
    rhythms = [tuple((s.bar - start, s.step) for s in bars if start <= s.bar < start + 2) for start in (2, 4, 6, 8)]
    contours = [tuple(s.pitch for s in bars if start <= s.bar < start + 2) for start in (2, 4, 6, 8)]
    assert len(set(rhythms)) == 1
    assert len(set(contours)) >= 2


@pytest.mark.parametrize("genre", ["pop", "rnb", "rock"])
def test_beats_carry_chord_tones_and_all_notes_the_scale(genre):
    sheet = chart(plan(genre, words=False))
    for stroke in write_hook(sheet):
        symbol = sheet.symbol_at(stroke.bar, stroke.step)
        if stroke.step % sheet.grid.steps_per_beat == 0 and stroke.bar < len(sheet.bars) - 1:
            assert stroke.pitch % 12 in symbol.pitch_classes
        assert 55 <= stroke.pitch <= 98


def test_seeds_invent_different_motifs():
    motifs = {invent(chart(plan(), seed=seed)) for seed in range(20)}
    assert len(motifs) >= 16


def test_the_hook_ends_on_the_tonic():
    for seed in range(5):
        sheet = chart(plan(words=False), seed=seed)
        last = [s for s in write_hook(sheet) if s.bar == len(sheet.bars) - 1]
        assert all(s.pitch % 12 == sheet.key.tonic for s in last)


def test_singing_leads_scoop_into_some_long_notes_and_bells_never():
    for seed in range(6):
        for part in write(plan(words=False, genre="rock", form=SHORT_SONG * 2), seed=seed).parts:
            if part.stem == "lead":
                assert bool(part.bends) == (part.voice in ("lead.guitar", "lead.synth"))
                assert all(b.cents < 0 and b.end_s > b.start_s for b in part.bends)
        bells = [p for p in write(plan(genre="hip_hop", form=SHORT_SONG), seed=seed).parts if p.voice == "lead.bell"]
        assert all(not p.bends for p in bells)
