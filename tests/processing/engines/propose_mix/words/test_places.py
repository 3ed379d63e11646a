"""Wishes for a part of the song: where people mean, by this song's sections, and what they are told otherwise."""

from dataclasses import replace

import pytest

from processing.console.devices import LONGEST_S, Ride
from processing.console.settings import ConsoleSettings
from processing.engines.contracts import Section
from processing.engines.propose_mix.words.asking import asked
from processing.engines.propose_mix.words.places import Place
from processing.engines.propose_mix.words.riding import RIDE_MOST_DB
from processing.errors import StudioError
from tests.processing.engines.propose_mix.words.desk import MIX

KINDS = ("intro", "verse", "pre_chorus", "chorus", "verse", "chorus", "bridge", "chorus", "chorus", "outro")
SONG = tuple(Section(kind.title(), kind, 8, 16.0 * n, 16.0 * (n + 1)) for n, kind in enumerate(KINDS))

PHRASES = {
    "vocals up a bit in the chorus, less harsh, more aggressive drums": [
        "Vocal: EQ peak at 3200 Hz -1.5 dB added",
        "Vocal: level +1.0 dB in the chorus",
        "Drums: compressor threshold -2.5 dB",
        "Drums: EQ peak at 4000 Hz +1.0 dB added",
        "Drums: level +0.5 dB",
    ],
    "bring the guitars down in the second verse": ["Harmony: level -1.5 dB in verse 2"],
    "vocals louder, only in the bridge": ["Vocal: level +1.5 dB in the bridge"],
    "the drums 2 dB louder everywhere but the intro": ["Drums: level +2.0 dB in all but the intro"],
    "bass up except in the intro and the outro": ["Bass: level +1.5 dB in all but the intro and the outro"],
    "turn the vocals up from 1:10 to 1:25": ["Vocal: level +1.5 dB from 1:10 to 1:25"],
    "bass down between 0:30 and 0:45.5 and vocals up": [
        "Vocal: level +1.5 dB",
        "Bass: level -1.5 dB from 0:30 to 0:45.5",
    ],
    "drums down until 0:16": ["Drums: level -1.5 dB from 0:00 to 0:16"],
    "pads up from 2:00 on": ["Texture: level +1.5 dB from 2:00 to the end"],
    "from 70 to 85 seconds the bass is too loud": ["Bass: level -1.5 dB from 1:10 to 1:25"],
    "the vocals are buried in the last chorus": ["Vocal: level +1.0 dB in the last chorus"],
    "louder vocals in every chorus but the last": ["Vocal: level +1.5 dB in the chorus but not the last chorus"],
    "chorus 2: vocals up 1 dB": ["Vocal: level +1.0 dB in chorus 2"],
    "quieter vocals in the first and last verse": [
        "Vocal: level -1.5 dB in verse 1",
        "Vocal: level -1.5 dB in the last verse",
    ],
    "in the chorus, vocals up and drums down": [
        "Vocal: level +1.5 dB in the chorus",
        "Drums: level -1.5 dB in the chorus",
    ],
    "vocals up and drums down in the pre-chorus": [
        "Vocal: level +1.5 dB in the pre-chorus",
        "Drums: level -1.5 dB in the pre-chorus",
    ],
    "the vocals in the chorus and the bridge should be louder": [
        "Vocal: level +1.5 dB in the chorus",
        "Vocal: level +1.5 dB in the bridge",
    ],
    "the last chorus should be bigger": [
        f"{name}: level +1.0 dB in the last chorus" for name in ("Vocal", "Drums", "Bass", "Harmony", "Lead", "Texture")
    ],
    "sube la voz un poco en el segundo estribillo": ["Vocal: level +1.0 dB in chorus 2"],
    "baja la batería en todas partes menos en la intro": ["Drums: level -1.5 dB in all but the intro"],
    "la voz más alta solo en el puente": ["Vocal: level +1.5 dB in the bridge"],
    "sube la voz de 1:10 a 1:25": ["Vocal: level +1.5 dB from 1:10 to 1:25"],
    "guitarras más fuertes en el último estribillo": ["Harmony: level +1.5 dB in the last chorus"],
}
UNFIT = {
    "vocals up in the third verse": "There is no verse 3 in this song.",
    "vocals up in the solo": "There is no solo in this song.",
    "vocals up from 9:10 to 9:25": "The song ends at 2:40, so there is nothing at 9:10.",
    "vocals up from 1:25 to 1:10": "names no whole section",
    "vocals up at 1:10": "names no whole section",
    "vocals up in the second half of the chorus": "names no whole section",
    "vocals up in the moon section": "was not understood",
    "more reverb on the vocals in the bridge": "Only levels move within a song",
    "vocals up in the chorus, vocals down in the chorus": "both more and less",
    "vocals up 900 dB in the chorus": "goes too far",
    "vocals up from 99:99 to 999:00": "number",
}


def rides(words: str, settings: ConsoleSettings = MIX, track: str = "vocal") -> tuple[Ride, ...]:
    return asked(settings, words, sections=SONG).settings.tracks[track].rides


@pytest.mark.parametrize("words", PHRASES)
def test_words_move_a_part_of_the_song_as_a_musician_means(words: str) -> None:
    assert list(asked(MIX, words, sections=SONG).lines) == PHRASES[words]


@pytest.mark.parametrize("words", UNFIT)
def test_a_place_that_is_not_there_changes_nothing_and_is_told(words: str) -> None:
    change = asked(MIX, words, sections=SONG)
    assert (change.lines, change.settings) == ((), MIX)
    assert UNFIT[words] in " ".join(change.notes)


def test_places_are_found_on_the_songs_own_timeline() -> None:
    chorus = "the chorus"
    assert rides("vocals up a bit in the chorus") == (
        Ride(48.0, 64.0, 1.0, chorus),
        Ride(80.0, 96.0, 1.0, chorus),
        Ride(112.0, 144.0, 1.0, chorus),
    ), "two choruses in a row are one stretch"
    assert rides("vocals up a bit in the last chorus") == (Ride(128.0, 144.0, 1.0, "the last chorus"),)
    (one,) = rides("vocals up everywhere but the intro")
    assert (one.start_s, one.end_s) == (16.0, LONGEST_S)
    assert [one.start_s for one in rides("vocals up in all but the last chorus")] == [48.0, 80.0, 112.0]
    assert rides("vocals up in all but the last chorus")[-1].end_s == 128.0


def test_without_a_section_map_times_still_work_and_sections_are_asked_back() -> None:
    assert asked(MIX, "vocals up from 0:10 to 0:20").lines == ("Vocal: level +1.5 dB from 0:10 to 0:20",)
    change = asked(MIX, "vocals up in the chorus")
    assert change.settings == MIX and "Say the times instead" in change.notes[0]
    assert "ends at 0:08" in asked(MIX, "vocals up from 0:10 to 0:20", end_s=8.0).notes[0]


def test_repeated_wishes_add_up_to_a_bound_and_come_back_to_nothing() -> None:
    settings = MIX
    for _ in range(9):
        settings = asked(settings, "vocals louder in the bridge", sections=SONG).settings
    assert settings.tracks["vocal"].rides == (Ride(96.0, 112.0, RIDE_MOST_DB, "the bridge"),)
    assert asked(settings, "vocals louder in the bridge", sections=SONG).notes
    back = asked(settings, "vocals down 6 dB in the bridge", sections=SONG)
    assert back.settings.tracks == MIX.tracks and back.lines == ("Vocal: level -6.0 dB in the bridge",)
    assert ConsoleSettings.from_json(settings.to_json()) == settings


@pytest.mark.parametrize(
    "text", ["chorus", "chorus 2", "last chorus", "not intro", "1:10-1:25", "not 0:00-0:16", "1:10-end"]
)
def test_places_are_written_as_a_musician_would(text: str) -> None:
    assert Place.read(text).outside == text.startswith("not ")


@pytest.mark.parametrize(
    "text", ["moon", "chorus 99", "last chorus 2", "chorus -1", "1:10", "1:10-1:05", "1:10-1:10", "not", "", 7, None]
)
def test_what_is_no_place_is_refused(text: object) -> None:
    with pytest.raises(StudioError) as refused:
        Place.read(text)
    assert refused.value.code == "words.wish_strange"


def test_a_track_holds_so_many_moves_and_no_more() -> None:
    full = tuple(Ride(float(n), n + 0.5, 1.0, str(n)) for n in range(64))
    settings = replace(MIX, tracks={**MIX.tracks, "vocal": replace(MIX.tracks["vocal"], rides=full)})
    change = asked(settings, "vocals up in the bridge", sections=SONG)
    assert change.settings == settings and "up to 64 moves" in change.notes[0]
