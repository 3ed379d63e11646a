import pytest

from processing.engines.compose.house_band.comping import MANNERS, write_player
from processing.engines.compose.house_band.rhythms import RHYTHMS
from processing.engines.compose.house_band.style import ROSTERS, Player
from processing.engines.contracts import METERS
from tests.processing.engines.compose.songs import chart, plan


def player(manner, voice="piano", from_energy=0.0):
    return Player("bed", voice, manner, from_energy, 0.0)


@pytest.mark.parametrize("meter", METERS)
def test_written_rhythms_fit_their_bar_and_every_manner_has_some(meter):
    steps = {"4/4": 16, "3/4": 12, "6/8": 12}[meter]
    assert all(len(r) == steps for bank in RHYTHMS[meter].values() for r in bank)
    assert set(MANNERS) - set(RHYTHMS[meter]) == {"sustain"}


def test_every_roster_asks_for_manners_that_exist():
    for roster in ROSTERS.values():
        assert {manner for _, manner in (*roster.beds, *roster.seconds, *roster.tops)} <= set(MANNERS)


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("manner", MANNERS)
def test_all_notes_belong_to_the_chord_of_their_moment(manner, meter):
    sheet = chart(plan("rnb", 84.0, meter))
    for stroke in write_player(sheet, player(manner)):
        assert stroke.pitch % 12 in sheet.symbol_at(stroke.bar, stroke.step).pitch_classes
        assert 0 <= stroke.step < sheet.grid.steps_per_bar
        assert 0 < stroke.velocity <= 1.0


@pytest.mark.parametrize("manner", ["block", "sustain", "strum", "chop", "power", "chug", "roll"])
def test_a_change_of_chord_is_always_played(manner):
    sheet = chart(plan("pop", 60.0))
    struck = {(s.bar, s.step) for s in write_player(sheet, player(manner))}
    assert all((c.bar, c.step) in struck for bar in sheet.bars for c in bar)


def test_a_player_sits_out_below_his_energy_and_in_breaks():
    sheet = chart(plan())
    bars = {s.bar for s in write_player(sheet, Player("top", "strings", "sustain", 0.72, 0.0))}
    for passage in sheet.passages:
        inside = set(range(passage.first_bar, passage.end_bar)) & bars
        # The full band may ring out with the last chord.
        expected = passage.bars if passage.energy >= 0.72 else 1 if passage.last else 0
        assert len(inside) == expected


def test_chords_open_up_in_the_chorus():
    sheet = chart(plan())
    mean = {}
    for passage in sheet.passages:
        notes = [s.pitch for s in write_player(sheet, player("block")) if passage.first_bar <= s.bar < passage.end_bar]
        mean[passage.kind] = sum(notes) / len(notes)
    assert mean["chorus"] > mean["verse"] + 1.5


def test_strums_go_down_through_all_strings_and_up_through_the_high_ones():
    sheet = chart(plan("pop", 100.0))
    chords = {}
    for stroke in write_player(sheet, player("strum", "guitar.acoustic")):
        chords.setdefault((stroke.bar, stroke.step), []).append(stroke)
    downs = [c for (_, step), c in chords.items() if step == 0]
    ups = [c for c in chords.values() if len(c) == 3]
    assert all(len(c) == 5 and [s.pitch for s in c] == sorted(s.pitch for s in c) for c in downs)
    assert ups
    assert all([s.pitch for s in c] == sorted((s.pitch for s in c), reverse=True) for c in ups)
    assert all(s.strum_s <= 0.05 for c in chords.values() for s in c)
