"""Verbs in two pieces, nouns with adjectives, and words for what no console does."""

import time

import pytest

from processing.engines.propose_mix.words.asking import asked
from processing.engines.propose_mix.words.reading import LENGTH_MOST
from tests.processing.engines.propose_mix.words.desk import MIX
from tests.processing.engines.propose_mix.words.sketched import REFUSED, sketched

PHRASES = {
    "I don't hear the bass": "bass: more level",
    "I can't hear the bass": "bass: more level",
    "Halve the reverb": "mix: less space",
    "Drop the reverb in half": "mix: less space",
    "Back the compression off on the drums": "drums: less compression",
    "Loosen up the bus compression": "mix: less glue",
    "Don't squash the drums so much": "drums: less compression",
    "Roll the lows off the guitars": "harmony: less low",
    "High-pass the pads": "texture: less low",
    "Bring the guitars back up": "harmony: more level",
    "The vocal sits on top of the mix, blend it in": "vocal: less depth",
    "The low end is flabby": "mix: more tight",
    "The kick is fighting the bass, carve some room": REFUSED,
    "Pan the guitar hard left": REFUSED,
    "De-ess the voice harder": "vocal: less sibilance",
    "Que las guitarras se abran más": "harmony: more width",
    "Menos retumbe en el bajo": "bass: less boom",
    "Vocal's too dry": "vocal: more space",
    "Vocal's too dry, throw it in a bigger room": "vocal: more space",
    "Dip the piano a dB and a half": "harmony: less level",
    "Less verb on the vocal": "vocal: less space",
    "Less verb on the vocal, more delay": REFUSED,
    "I can't make out the words": "vocal: more presence",
    "I don't hear the guitars": "harmony: more level",
    "I can hardly hear the piano": "harmony: more level",
    "I can't make out the lyrics": "vocal: more presence",
    "I can't understand the singer": "vocal: more presence",
    "Cut the reverb in half": "mix: less space",
    "Dial the compression back on the vocal": "vocal: less compression",
    "Ease the compression off the bass": "bass: less compression",
    "Don't compress the vocal so much": "vocal: less compression",
    "Don't push the guitars so hard": "harmony: less level",
    "Roll some highs off the cymbals": "drums: less bright",
    "Take the lows out of the piano": "harmony: less low",
    "Highpass the guitars": "harmony: less low",
    "Bring the vocals back up a bit": "vocal: more level",
    "Pull the reverb back on the vocal": "vocal: less space",
    "The low end is muddy": "mix: less mud",
    "The top end is harsh": "mix: less harsh",
    "Tighten the low end": "mix: more tight",
    "Loosen the compression on the drums": "drums: less compression",
    "Pan the keys to the right": REFUSED,
    "Squash the drums harder": "drums: more compression",
    "The guitar's too loud": "harmony: less level",
    "The bass's boomy": "bass: less boom",
    "The vocals are too dry, the drums too wet": "vocal: more space; drums: less space",
    "The bass is clashing with the kick": REFUSED,
    "Bass up a dB and a half": "bass: more level",
    "Raise the vocal two dB and a half": "vocal: more level",
    "No oigo la voz": "vocal: more level",
    "No se oye bien el bajo": "bass: more level",
    "No se entiende la letra": "vocal: more presence",
    "Baja la reverb a la mitad": "mix: less space",
    "No comprimas tanto la batería": "drums: less compression",
    "Quita graves a las guitarras": "harmony: less low",
    "Menos retumbo en el bombo": "drums: less boom",
    "Sube la voz un decibelio y medio": "vocal: more level",
    "Panea la guitarra a la izquierda": REFUSED,
    "Que los pads se abran más": "texture: more width",
    "La voz suena enlatada": "vocal: more body",
    "The voice needs less reverb": "vocal: less space",
    "The vocals don't need more reverb": REFUSED,
    "The vocal isn't clear": "vocal: more presence",
    "Make the reverb quieter": "mix: less space",
    "Turn down the level of the reverb": "mix: less space",
    "Bring the reverb back": REFUSED,
    "More reverb on the vocals, less on the drums": "vocal: more space; drums: less space",
    "More whatsit on the drums": REFUSED,
    "The vocals don't hit so hard": REFUSED,
    "Bring back the guitars": REFUSED,
}
FRESH = {
    "I don't hear the kick": "drums: more level",
    "I can't really hear the backing vocals": "harmony: more level",
    "Halve the reverb on the drums": "drums: less space",
    "Shave some highs off the guitars": "harmony: less bright",
    "Don't compress the bass that much": "bass: less compression",
    "Ease off the compression": "mix: less compression",
    "Scale the reverb back on the guitars": "harmony: less space",
    "Low-cut the keys": "harmony: less low",
    "De-ess the vocal harder": "vocal: less sibilance",
    "The singer's too quiet": "vocal: more level",
    "Lift the bass a dB and a half": "bass: more level",
    "Bring the drums back down": "drums: less level",
    "The high end is piercing": "mix: less harsh",
    "No escucho el piano": "harmony: more level",
    "No aplastes tanto la voz": "vocal: less compression",
    "Menos retumbe": "mix: less boom",
    "Recorta los graves de los pads": "texture: less low",
    "Baja el bajo un decibelio y medio": "bass: less level",
    "Los coros chocan con la voz": REFUSED,
    "Carve a hole for the voice": REFUSED,
    "Panned guitars please": REFUSED,
    "Más bombo y menos retumbe en el bajo": "drums: more level; bass: less boom",
    "I do not hear the drums": "drums: more level",
    "I can't catch the words": "vocal: more presence",
    "Reduce the reverb by half": "mix: less space",
    "Peel the highs off the pads": "texture: less bright",
    "Take the compression off the vocals": "vocal: less compression",
    "Don't saturate the bass so much": "bass: less dirt",
    "Low-pass the drums": "drums: less bright",
    "Bring the synths back up": "harmony: more level",
    "Trim two dB and a half off the bass": "bass: less level",
    "The kick's too boomy": "drums: less boom",
    "The snare's buried": "drums: more depth",
    "Loosen the drums": "drums: less tight",
    "Lose the reverb": "mix: less space",
    "Kill the sibilance on the vocal": "vocal: less sibilance",
    "Quita la reverb de la batería": "drums: less space",
    "No ensanches tanto los pads": REFUSED,
    "La voz no se distingue": "vocal: more presence",
}
"""Written after the rules, to see whether they hold for what nobody thought of."""


def test_there_are_enough_fresh_phrases() -> None:
    assert len(FRESH) >= 10 and not FRESH.keys() & PHRASES.keys()


@pytest.mark.parametrize("words", [*PHRASES, *FRESH])
def test_the_verb_and_its_particle_say_which_way(words: str) -> None:
    assert sketched(words) == {**PHRASES, **FRESH}[words]


@pytest.mark.parametrize(
    ("words", "level_db"),
    [
        ("Dip the piano a dB and a half", -1.5),
        ("Raise the piano two dB and a half", 2.5),
        ("Sube el piano un decibelio y medio", 1.5),
        ("Piano up 1,5 dB", 1.5),
        ("Piano down a dB and a half and bass up 2 dB", -1.5),
    ],
)
def test_one_and_a_half_is_one_number(words: str, level_db: float) -> None:
    change = asked(MIX, words)
    assert change.settings.tracks["harmony"].gain_db == MIX.tracks["harmony"].gain_db + level_db


@pytest.mark.parametrize(
    "words", ["back the ", "don't the ", "except the drums and ", "vocals and ", "por la voz que "]
)
def test_long_strings_of_small_words_are_read_at_once(words: str) -> None:
    begun_s = time.process_time()
    sketched((words * LENGTH_MOST)[:LENGTH_MOST])
    assert time.process_time() - begun_s < 5.0
