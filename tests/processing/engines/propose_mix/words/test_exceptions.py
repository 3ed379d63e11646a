"""What a sentence leaves out is not changed: "everything but the drums", "leave the bass where it is"."""

import pytest

from processing.console.settings import ConsoleSettings, TrackSettings
from processing.engines.propose_mix.words.asking import asked
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError
from tests.processing.engines.propose_mix.words.desk import MIX
from tests.processing.engines.propose_mix.words.sketched import REFUSED, sketched

PHRASES = {
    "Pull everything except the vocal down a touch": "mix but vocal: less level",
    "Baja todo menos la voz": "mix but vocal: less level",
    "Everything but the drums needs to come down": "mix but drums: less level",
    "All instruments except the drums quieter": "backing but drums: less level",
    "Bring the backing down, but leave the bass where it is": "backing but bass: less level",
    "More reverb, but not on the drums": "mix but drums: more space",
    "Sube la voz pero no las guitarras": "vocal: more level",
    "Baja la base, deja la batería como está": "backing but drums: less level",
    "Everything down save for the voice": "mix but vocal: less level",
    "Turn up everything other than the bass": "mix but bass: more level",
    "Brighten everything apart from the vocal": "mix but vocal: more bright",
    "Take all the tracks down 2 dB except the vocals and the drums": "mix but vocal drums: less level",
    "More reverb on everything except the drums": "mix but drums: more space",
    "Make everything wider but not the voice": "mix but vocal: more width",
    "Apart from the bass, everything could be brighter": "mix but bass: more bright",
    "The mix is great except the drums are too loud": "drums: less level",
    "I like everything but the vocal is too dry": "vocal: more space",
    "Everything louder save for the pads": "mix but texture: more level",
    "Guitars brighter, leave the piano as it is": REFUSED,
    "Everything sounds fine except the bass, turn it down": REFUSED,
    "Turn the instruments down but leave the drums alone": "backing but drums: less level",
    "Drums up, everything else down": "drums: more level; mix but drums: less level",
    "More reverb in the chorus except on the voice": "mix but vocal: more space",
    "Sube todo excepto la batería": "mix but drums: more level",
    "Todo más brillante salvo la voz": "mix but vocal: more bright",
    "Más reverb, pero no en la batería": "mix but drums: more space",
    "Todos los instrumentos menos el bajo más bajos": REFUSED,
    "Baja la base pero deja el bajo como está": "backing but bass: less level",
    "Sube todo, menos las guitarras": "mix but harmony: more level",
    "Más reverb en todo excepto en la voz": "mix but vocal: more space",
    "Baja la banda, pero no toques la batería": "backing but drums: less level",
    "La mezcla está bien excepto la voz, que está muy alta": REFUSED,
    "Excepto la voz, baja todo": "mix but vocal: less level",
    "Menos reverb en todo menos en la voz": "mix but vocal: less space",
    "Bring up the bass but not the drums": "bass: more level",
}
FRESH = {
    "Everyone else a bit softer, keep the singer where he is": "backing but vocal: less level",
    "Lower everything save the piano": "mix but harmony: less level",
    "Reduce the reverb on all tracks apart from the vocals": "mix but vocal: less space",
    "All of it darker except the cymbals": "mix but drums: less bright",
    "Every instrument bar the bass up 1 dB": "mix but bass: more level",
    "Compress everything except the drums": "mix but drums: more compression",
    "Pads down, and not the strings": "texture: less level",
    "Widen everything but leave the bass and the drums alone": "mix but bass drums: more width",
    "Oscurece todo excepto la voz": "mix but vocal: less bright",
    "Sube toda la banda menos la batería": "backing but drums: more level",
    "Más anchura en todo salvo en el bajo": "mix but bass: more width",
    "Comprime todo menos el piano": "mix but harmony: more compression",
    "Aparte de la voz, todo más oscuro": "mix but vocal: less bright",
    "Deja la batería donde está y sube lo demás": "mix but drums: more level",
    "Soften everything except the snare": "mix but drums: less level",
    "Everybody except the bass a little louder": "mix but bass: more level",
    "Pull the whole band back, but leave the drums as they are": "backing but drums: less depth",
    "Give everything more air apart from the bass": "mix but bass: more air",
    "Turn the music down but not the drums": "backing but drums: less level",
    "Quita reverb a todo menos a la voz": "mix but vocal: less space",
    "Todas las pistas menos la batería un poco más bajas": "mix but drums: less level",
    "Baja los instrumentos excepto las guitarras": "backing but harmony: less level",
    "Sube la voz y deja el resto igual": "vocal: more level",
    "Darken everything, except the vocal": "mix but vocal: less bright",
}
"""Written after the rules, to see whether they hold for what nobody thought of."""


def test_there_are_enough_fresh_phrases() -> None:
    assert len(FRESH) >= 10 and not FRESH.keys() & PHRASES.keys()


@pytest.mark.parametrize("words", [*PHRASES, *FRESH])
def test_parts_that_are_left_out_stay_as_they_are(words: str) -> None:
    assert sketched(words) == {**PHRASES, **FRESH}[words]


def test_on_the_console_everything_else_moves() -> None:
    change = asked(MIX, "Everything but the drums needs to come down")
    before, after = MIX.tracks, change.settings.tracks
    assert {name for name in before if before[name] == after[name]} == {"drums"}
    assert all(after[name].gain_db == before[name].gain_db - 1.5 for name in before if name != "drums")
    assert change.settings.master == MIX.master


def test_it_holds_for_a_part_of_the_song_too() -> None:
    change = asked(MIX, "everything except the voice down 2 dB from 0:10 to 0:20")
    assert [name for name, track in change.settings.tracks.items() if not track.rides] == ["vocal"]


def test_what_has_no_track_of_its_own_can_not_be_left_out() -> None:
    flat = ConsoleSettings(tracks={"vocal": TrackSettings(), "instrumental": TrackSettings()})
    change = asked(flat, "everything but the drums down")
    assert (change.settings, change.lines) == (flat, ()) and "no track of its own for the drums" in change.notes[0]
    assert asked(flat, "everything but the voice down").lines == ("Instrumental: level -1.5 dB",)
    assert "no part can be left out" in asked(MIX, "glue everything but the voice").notes[0]


def test_a_drum_leaves_out_its_whole_track_and_says_so() -> None:
    assert "all of it is left alone" in " ".join(asked(MIX, "everything but the kick down").notes)


def test_what_is_left_out_is_written_down_with_the_wish() -> None:
    (wish,) = asked(MIX, "everything but the drums down").wishes
    assert wish.to_json()["spared"] == ["drums"] and Wish.read(wish.to_json()) == wish
    assert "spared" not in Wish("vocal", "level", 1.0).to_json()
    for strange in ("drums", ["kazoo"], [7], {"drums": 1}):
        with pytest.raises(StudioError):
            Wish.read({**wish.to_json(), "spared": strange})
