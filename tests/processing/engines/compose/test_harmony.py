from random import Random

import pytest

from processing.engines.compose.house_band.arrangement import passages_of
from processing.engines.compose.house_band.chart import Grid
from processing.engines.compose.house_band.harmony import Taste, coloured, lay_progressions, numeral_line
from processing.engines.compose.house_band.theory import Key
from tests.processing.engines.compose.songs import chart, plan


def lay(seed, mode="minor", genre="pop", bpm=104.0, meter="4/4", valence=0.0):
    passages = passages_of(plan(bpm=bpm, meter=meter))
    return lay_progressions(passages, Grid(bpm, meter), Taste(genre, mode, valence), Random(seed))


@pytest.mark.parametrize("meter", ["4/4", "3/4", "6/8"])
@pytest.mark.parametrize("bpm", [60.0, 104.0, 180.0])
@pytest.mark.parametrize("genre", ["pop", "rock", "rnb", "house"])
def test_every_bar_is_covered_and_the_song_comes_home(genre, bpm, meter):
    bars, _ = lay(3, genre=genre, bpm=bpm, meter=meter)
    assert len(bars) == sum(s.bars for s in plan().sections)
    assert all(marks and marks[0][0] == 0 for marks in bars)
    assert bars[-1] == [(0, "i")]


def test_changes_fill_their_bars_without_gap():
    sheet = chart(plan(bpm=60.0))
    for bar, changes in enumerate(sheet.bars):
        assert [c.step for c in changes] == [0, *(c.step + c.steps for c in changes[:-1])]
        assert changes[-1].step + changes[-1].steps == sheet.grid.steps_per_bar
        assert all(c.bar == bar for c in changes)


def test_seeds_bring_different_progressions():
    assert len({tuple(sorted(lay(seed)[1].items())) for seed in range(12)}) >= 8


def test_dark_words_bring_darker_chords_than_bright_ones():
    def dark_share(valence):
        chords = [n for seed in range(40) for marks in lay(seed, "major", valence=valence)[0] for _, n in marks]
        return sum(n in ("iv", "bVI", "v", "vi", "ii", "iii") for n in chords) / len(chords)

    assert dark_share(-1.0) > dark_share(1.0)


def test_fast_songs_change_chords_less_often_per_bar_than_slow_ones():
    changes = {
        bpm: sum(len({lay(seed, bpm=bpm)[0][bar][0][1] for bar in range(4, 12)}) for seed in range(8))
        for bpm in (100.0, 200.0)
    }
    assert changes[200.0] <= changes[100.0]


def test_soul_is_coloured_and_rock_is_plain():
    def thick(genre):
        numerals, _ = lay(1, genre=genre)
        bars = coloured(numerals, Grid(104.0, "4/4"), Key(9, "minor"), genre, Random(1))
        return sum(len(c.symbol.intervals) > 3 for bar in bars for c in bar) / len(bars)

    assert thick("rnb") > 0.6
    assert thick("rock") < 0.4


def test_numerals_read_as_one_line():
    assert numeral_line([[(0, "I")], [(0, "I")], [(0, "IV"), (8, "V")]], 0, 3) == "I IV–V"
    assert numeral_line([], 0, 0) == ""
