"""What a cue sheet says, and that no title can say more than its own name."""

import pytest

from processing.dsp.cue import Place, cue_sheet, index_of

SHEET = """PERFORMER "Nova Kane"
TITLE "Uno"
FILE "uno.wav" WAVE
  TRACK 01 AUDIO
    TITLE "First"
    PERFORMER "Nova Kane"
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "Second"
    PERFORMER "Nova Kane"
    INDEX 00 03:20:00
    INDEX 01 03:21:60
"""


def test_songs_and_the_silence_between_them() -> None:
    places = [Place("First", 0.0, 200.0), Place("Second", 201.8, 400.0)]
    assert cue_sheet("uno.wav", places, title="Uno", performer="Nova Kane") == SHEET


def test_what_is_not_known_is_left_out_and_songs_may_touch() -> None:
    sheet = cue_sheet("a.wav", [Place("First", 0.0, 200.0), Place("Second", 200.0, 400.0)])
    assert "PERFORMER" not in sheet and "INDEX 00" not in sheet
    assert sheet.startswith('FILE "a.wav" WAVE\n')


def test_a_title_ends_no_line_and_no_words() -> None:
    sheet = cue_sheet("a.wav", [Place('Say "no"\n  INDEX 01 99:00:00', 0.0, 1.0)])
    assert "TITLE \"Say 'no' INDEX 01 99:00:00\"" in sheet
    assert [line.split()[0] for line in sheet.splitlines()] == ["FILE", "TRACK", "TITLE", "INDEX"]


@pytest.mark.parametrize(("at_s", "index"), [(0.0, "00:00:00"), (61.52, "01:01:39"), (6_000.0, "100:00:00")])
def test_seconds_are_counted_in_75ths(at_s: float, index: str) -> None:
    assert index_of(at_s) == index
