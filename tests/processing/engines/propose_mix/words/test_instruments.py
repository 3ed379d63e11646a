"""What changes along with an instrument that is named, and whose sibilance is meant where nobody is."""

from dataclasses import replace

from processing.console.settings import ConsoleSettings, TrackSettings
from processing.engines.propose_mix.words.asking import asked
from processing.engines.propose_mix.words.instruments import ALL_AS_ONE
from tests.processing.engines.propose_mix.words.desk import MIX

TOGETHER = "Instruments of one kind are set together here, so what changes is"


def notes(settings: ConsoleSettings, words: str) -> tuple[str, ...]:
    return asked(settings, words).notes


def console(*tracks: str) -> ConsoleSettings:
    return ConsoleSettings(tracks={name: TrackSettings() for name in tracks})


def test_those_that_change_along_are_named() -> None:
    band = console("Lead Vox", "Gtr L", "Gtr R", "Piano", "Strings")
    for words in ("mute the piano", "silencia el piano", "piano down 2 dB"):
        assert f"{TOGETHER}: Gtr L, Gtr R, Piano, Strings." in notes(band, words), words


def test_nothing_is_told_where_nobody_else_changes() -> None:
    guitars = console("Lead Vox", "Gtr L", "GtrR_02", "Bass")
    for words in ("guitars down", "baja las guitarras", "vocals up", "everything but the vocals quieter"):
        assert not [one for one in notes(guitars, words) if TOGETHER in one], words


def test_a_track_of_all_kinds_is_told_as_such() -> None:
    assert ALL_AS_ONE in notes(MIX, "mute the piano")
    assert ALL_AS_ONE not in notes(MIX, "harmonies down")


def test_sibilance_is_the_voices_where_there_are_any() -> None:
    heard = asked(MIX, "less sibilance")
    assert [wish.target for wish in heard.wishes] == ["vocal"]
    assert heard.settings.master == MIX.master and heard.settings.tracks["vocal"] != MIX.tracks["vocal"]
    wordless = replace(MIX, tracks={name: track for name, track in MIX.tracks.items() if name != "vocal"})
    assert [wish.target for wish in asked(wordless, "less sibilance").wishes] == ["mix"]
    assert [wish.target for wish in asked(MIX, "the mix is too sibilant").wishes] == ["mix"]
