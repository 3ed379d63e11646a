from itertools import pairwise

import pytest

from processing.engines.compose.house_band.bass import HIGHEST, LOWEST, write_bass
from processing.engines.compose.house_band.drums import kick_hits
from processing.engines.contracts import METERS
from tests.processing.engines.compose.songs import chart, plan

MANNERS = ("lock", "eighths", "offbeat", "octaves", "gallop", "walk", "sub", "melodic")


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("manner", MANNERS)
def test_one_note_at_a_time_in_the_bass_register(manner, meter):
    sheet = chart(plan("rnb", 90.0, meter), bass_manner=manner)
    line = write_bass(sheet)
    at = [s.bar * sheet.grid.steps_per_bar + s.step for s in line]
    assert at == sorted(set(at))
    assert all(
        end <= start for end, start in zip([a + s.steps for a, s in zip(at, line, strict=True)], at[1:], strict=False)
    )
    assert all(LOWEST <= s.pitch <= HIGHEST and s.steps > 0 for s in line)


@pytest.mark.parametrize("manner", MANNERS)
def test_a_new_chord_begins_with_its_root(manner):
    sheet = chart(plan("pop", 100.0), bass_manner=manner)
    line = {(s.bar, s.step): s for s in write_bass(sheet)}
    for passage in sheet.passages[1:]:
        for bar in range(passage.first_bar, passage.end_bar):
            assert line[(bar, 0)].pitch % 12 == sheet.symbol_at(bar, 0).root


def test_the_lock_is_on_the_kick():
    sheet = chart(plan("hip_hop", 88.0), bass_manner="lock")
    line = write_bass(sheet)
    chorus = next(p for p in sheet.passages if p.kind == "chorus")
    for bar in range(chorus.first_bar, chorus.end_bar):
        kicks = {step for step, _ in kick_hits(sheet, chorus, bar)} | {c.step for c in sheet.bars[bar]}
        played = {s.step for s in line if s.bar == bar and s.step < sheet.grid.steps_per_bar - 2}
        assert played <= kicks
        assert {k for k in kicks if k < sheet.grid.steps_per_bar - 2} <= played


def test_approach_notes_step_into_the_next_root():
    found = 0
    for seed in range(6):
        sheet = chart(plan("rock", 120.0), seed=seed, bass_manner="lock")
        for note, following in pairwise(write_bass(sheet)):
            foreign = note.pitch % 12 not in sheet.symbol_at(note.bar, 14).pitch_classes
            if note.step == 14 and following.step == 0 and foreign:
                found += 1
                assert abs(note.pitch - following.pitch) <= 4 or abs(abs(note.pitch - following.pitch) - 12) <= 4
    assert found > 3


def test_the_last_bar_is_one_long_tonic():
    sheet = chart(plan())
    last = [s for s in write_bass(sheet) if s.bar == len(sheet.bars) - 1]
    assert len(last) == 1
    assert last[0].pitch % 12 == sheet.key.tonic
    assert last[0].steps > sheet.grid.steps_per_bar * 0.7
