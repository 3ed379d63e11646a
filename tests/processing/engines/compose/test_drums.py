import pytest

from processing.engines.compose.house_band.drums import (
    BIG,
    KICK,
    SNARE,
    TAMBOURINE,
    kick_hits,
    write_drums,
    write_percussion,
)
from processing.engines.compose.house_band.fills import WALKS, fill_start, fill_strokes
from processing.engines.compose.house_band.grooves import GROOVES, grooves_for
from processing.engines.contracts import GENRES, METERS
from tests.processing.engines.compose.songs import chart, plan

STEPS = {"4/4": 16, "3/4": 12, "6/8": 12}


def in_bars(strokes, passage):
    return [s for s in strokes if passage.first_bar <= s.bar < passage.end_bar]


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("genre", GENRES)
def test_written_grooves_fit_their_bar_and_begin_with_the_kick(genre, meter):
    for groove in GROOVES[meter][genre]:
        assert all(len(bar) == STEPS[meter] for bar in groove.kick)
        assert len(groove.snare) == STEPS[meter]
        assert len(groove.ghosts) in (0, STEPS[meter])
        assert all(bar[0] == "X" for bar in groove.kick)


def test_genres_do_not_share_grooves():
    names = [g.name for meter in GROOVES.values() for grooves in meter.values() for g in grooves]
    assert len(set(names)) == len(names)
    assert grooves_for("polka", "4/4") == grooves_for("pop", "4/4")


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("genre", GENRES)
def test_every_section_but_the_last_ends_in_a_fill(genre, meter):
    sheet = chart(plan(genre, 100.0, meter))
    drums = {drum for walk in WALKS[genre] for drum in walk}
    for passage in sheet.passages[:-1]:
        bar, start = passage.end_bar - 1, fill_start(sheet, passage)
        played = [s for s in write_drums(sheet) if s.bar == bar and s.step >= start and s.pitch in drums]
        assert len(played) >= 2
        assert fill_strokes(sheet, passage, bar)


def test_fills_grow_and_are_longer_before_a_chorus():
    sheet = chart(plan())
    before_chorus = next(p for p in sheet.passages if p.kind == "verse" and p.next_kind == "chorus")
    other = next(p for p in sheet.passages if p.next_kind not in ("chorus", "solo") and not p.last)
    fill = fill_strokes(sheet, before_chorus, before_chorus.end_bar - 1)
    assert fill[-1].velocity > fill[0].velocity
    assert fill[0].step < min(stroke.step for stroke in fill_strokes(sheet, other, other.end_bar - 1))


def test_a_long_fill_leads_in_softly_over_the_groove():
    """Otherwise ears (and border finders) hear the chorus begin early."""
    sheet = chart(plan())
    passage = next(p for p in sheet.passages if p.kind == "verse" and p.next_kind == "chorus")
    fill = fill_strokes(sheet, passage, passage.end_bar - 1)
    lead_in = [stroke for stroke in fill if stroke.step < fill_start(sheet, passage)]
    assert lead_in
    assert max(s.velocity for s in lead_in) < 0.7 * min(s.velocity for s in fill if s not in lead_in)


def test_choruses_open_with_a_crash():
    sheet = chart(plan())
    for passage in (p for p in sheet.passages if p.kind == "chorus"):
        assert any(s.bar == passage.first_bar and s.step == 0 and s.pitch in (49, 57) for s in write_drums(sheet))


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("genre", GENRES)
def test_something_marks_every_beat_of_the_song(genre, meter):
    sheet = chart(plan(genre, 120.0, meter))
    struck = {(s.bar, s.step) for s in write_drums(sheet)}
    for bar in range(len(sheet.bars) - 1):
        for step in range(0, sheet.grid.steps_per_bar, sheet.grid.steps_per_beat):
            assert (bar, step) in struck


@pytest.mark.parametrize("genre", GENRES)
def test_choruses_are_busier_and_louder_than_verses(genre):
    sheet = chart(plan(genre, 100.0))
    strokes = write_drums(sheet) + write_percussion(sheet)
    weight = {}
    for passage in sheet.passages:
        weight[passage.kind] = sum(s.velocity for s in in_bars(strokes, passage)) / passage.bars
    assert weight["chorus"] > 1.15 * weight["verse"] > 1.3 * weight["break"]


def test_verses_are_shaken_and_only_big_sections_have_the_tambourine():
    sheet = chart(plan(), shaker=82)
    strokes = write_percussion(sheet)
    for passage in sheet.passages:
        kinds = {s.pitch for s in in_bars(strokes, passage)}
        if passage.kind in ("verse", "chorus"):
            assert 82 in kinds
        assert (TAMBOURINE in kinds) == (passage.energy >= BIG and passage.kind != "break")


def test_ghost_notes_are_quiet_and_change_from_bar_to_bar():
    sheet = chart(plan("hip_hop", 88.0), groove=0)
    verse = next(p for p in sheet.passages if p.kind == "verse")
    ghosts = [s for s in in_bars(write_drums(sheet), verse) if s.pitch == SNARE and s.velocity < 0.32]
    assert ghosts
    assert len({tuple(s.step for s in ghosts if s.bar == bar) for bar in range(verse.first_bar, verse.end_bar)}) > 1


def test_no_hand_plays_sixteenths_at_180():
    sheet = chart(plan("rnb", 180.0))
    assert all(s.step % 2 == 0 for s in write_drums(sheet))


def test_the_song_ends_on_one_hit():
    sheet = chart(plan())
    last = [s for s in write_drums(sheet) if s.bar == len(sheet.bars) - 1]
    assert last
    assert {s.step for s in last} == {0}
    assert kick_hits(sheet, sheet.passages[-1], len(sheet.bars) - 1) == [(0, 1.0)]
    assert any(s.pitch == KICK for s in last)


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("genre", GENRES)
def test_kick_and_snare_together_mark_every_beat_but_in_half_time(genre, meter):
    per_beat = {"4/4": 4, "3/4": 4, "6/8": 6}[meter]
    for groove in GROOVES[meter][genre]:
        for bar in groove.kick:
            struck = {step for line in (bar, groove.snare) for step, mark in enumerate(line) if mark in "Xxo"}
            half_time = meter == "4/4" and groove.snare[8] in "Xxo"
            assert set(range(0, STEPS[meter], 2 * per_beat if half_time else per_beat)) <= struck
