import statistics

import pytest

from processing.engines.compose.house_band.chart import Stroke
from processing.engines.compose.house_band.humanise import HANDS, LOOSE_LIMIT_S, play
from tests.processing.engines.compose.songs import chart, plan

BEATS = [Stroke(bar, step, 1, 36, 0.8) for bar in range(40) for step in (0, 4, 8, 12)]


def late(sheet, notes):
    return [
        n.start_s - sheet.grid.swung_s(*divmod(round(n.grid_s / sheet.grid.step_s), sheet.grid.steps_per_bar))
        for n in notes
    ]


@pytest.mark.parametrize("genre", ["hip_hop", "house", "lofi"])
def test_kick_on_the_beat_is_human_but_within_two_and_a_half_milliseconds(genre):
    sheet = chart(plan(genre))
    off = late(sheet, play(sheet, "drums", HANDS["drums"], BEATS))
    assert max(map(abs, off)) <= 0.0025 + 1e-6
    assert len({round(x, 5) for x in off}) > 20


def test_hip_hop_lays_its_snare_back_and_its_band_further():
    sheet = chart(plan("hip_hop"))
    snare = [Stroke(s.bar, s.step, 1, 38, 0.8) for s in BEATS]
    means = [
        statistics.mean(late(sheet, play(sheet, n, HANDS[n], x)))
        for n, x in (("drums", BEATS), ("drums", snare), ("bass", BEATS))
    ]
    assert means[0] < means[1] < means[2]


@pytest.mark.parametrize("name", ["perc", "bass", "harmony", "lead"])
def test_other_hands_are_looser_but_never_lost(name):
    sheet = chart(plan("rnb"))
    off = late(sheet, play(sheet, name, HANDS[name], BEATS))
    assert 0.0005 < statistics.pstdev(off) < 0.008
    assert max(map(abs, off)) <= LOOSE_LIMIT_S + 1e-6


def test_velocities_breathe():
    sheet = chart(plan())
    heard = [n.velocity for n in play(sheet, "bass", HANDS["bass"], BEATS)]
    assert len(set(heard)) > 100
    assert 0.6 < min(heard) < max(heard) <= 1.0


def test_swing_delays_only_every_second_sixteenth():
    sheet = chart(plan("lofi"), swing=0.25)
    assert sheet.grid.swung_s(2, 4) == sheet.grid.time_s(2, 4)
    assert sheet.grid.swung_s(2, 5) - sheet.grid.time_s(2, 5) == pytest.approx(0.25 * sheet.grid.step_s)


def test_nothing_sounds_before_the_song_or_after_it():
    sheet = chart(plan())
    long_note = Stroke(len(sheet.bars) - 1, 8, 400, 60, 0.5)
    notes = play(
        sheet, "x", HANDS["harmony"], [Stroke(0, 0, 4, 60, 0.5), long_note, Stroke(len(sheet.bars), 0, 4, 60, 0.5)]
    )
    assert len(notes) == 2
    assert notes[0].start_s >= 0.0
    assert notes[1].start_s + notes[1].duration_s <= sheet.duration_s + 1e-6
