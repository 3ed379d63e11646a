import pytest

from processing.engines.analyse_lyrics.tags import CALLED, NAMES, Tag, read_tag
from processing.engines.contracts import SECTION_KINDS


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("[Verse 1]", Tag("verse")),
        ("(Chorus)", Tag("chorus")),
        ("{Pre-Chorus}", Tag("pre_chorus")),
        ("Verse 2:", Tag("verse")),
        ("CHORUS", Tag("chorus")),
        ("Chorus x2", Tag("chorus", 2)),
        ("[Chorus] x3", Tag("chorus", 3)),
        ("[Chorus] 4x", Tag("chorus", 4)),
        ("[Chorus x99]", Tag("chorus", 8)),
        ("[2nd Verse]", Tag("verse")),
        ("[Verse II - Rita]", Tag("verse")),
        ("[Estribillo]", Tag("chorus")),
        ("Kehrvers:", Tag("chorus")),
        ("[Introducción]", Tag("intro")),
        ("[Guitar Solo]", Tag("solo")),
        ("[Spoken, over rain]", Tag("verse")),
        ("Hook:", Tag("chorus")),
    ],
)
def test_announcements_are_read(line, tag):
    assert read_tag(line) == tag


@pytest.mark.parametrize(
    "line",
    [
        "I crossed the bridge",
        "(oh yeah)",
        "hook",
        "break",
        "the end of it all: you",
        "x2",
        "a verse I wrote for you",
        "[" + "a" * 90,
    ],
)
def test_sung_lines_stay_lyrics(line):
    assert read_tag(line) is None


def test_every_kind_has_a_name():
    assert set(CALLED) <= set(NAMES) == set(SECTION_KINDS)
