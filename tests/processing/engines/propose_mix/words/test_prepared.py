"""As people really type: slips, numbers without units, no commas, words about the mix before, questions, orders for
what no wish can do."""

import pytest

from processing.engines.propose_mix.words.asking import asked
from processing.engines.propose_mix.words.preparing import prepared
from processing.engines.propose_mix.words.spelling import spelt
from tests.processing.engines.propose_mix.words.desk import MIX
from tests.processing.engines.propose_mix.words.sketched import REFUSED, sketched

PHRASES = {
    # Slips of the fingers
    "vocls up a bit": "vocal: more level",
    "make teh drums loder": "drums: more level",
    "more revreb on the vocal": "vocal: more space",
    "gutiars down 1db": "harmony: less level",
    "the basss is too loud": "bass: less level",
    "bass is to loud": "bass: less level",
    "vocals too quite": "vocal: more level",
    "punchyer drums": "drums: more punch",
    "batria mas fuerte": "drums: more level",
    "mas alta la vos": "vocal: more level",
    "vocals up in the moon section": REFUSED,
    "BGVs quieter": "harmony: less level",
    "the zither is too loud": REFUSED,
    # Without commas
    "vocals up drums down": "vocal: more level; drums: less level",
    "drums down vocals up please": "drums: less level; vocal: more level",
    "vocals louder drums quieter": "vocal: more level; drums: less level",
    "raise the vocals lower the drums": "vocal: more level; drums: less level",
    "sube el bajo baja la voz": "bass: more level; vocal: less level",
    "more bass less treble": "mix: more low; mix: less bright",
    "less treble, more bass": "mix: less bright; mix: more low",
    "mas bajo menos bateria": "bass: more level; drums: less level",
    "more kick less snare": REFUSED,
    "1) vocals up 2) drums down 3) bass tighter": "vocal: more level; drums: less level; bass: more tight",
    "no reverb on the voice and the drums": "vocal: less space; drums: less space",
    # The mix before
    "even more vocals": "vocal: more level",
    "more bass than in the last mix": "bass: more level",
    "not as loud as the last mix": "mix: less level",
    "like the previous mix but with less bass": "bass: less level",
    "same as before but louder vocals": "vocal: more level",
    "más voz que en la mezcla anterior": "vocal: more level",
    "undo that": REFUSED,
    "go back to the previous mix": REFUSED,
    "put it back how it was": REFUSED,
    "revert the reverb": REFUSED,
    "vuelve a la mezcla anterior": REFUSED,
    "a bit more of that": REFUSED,
    "even more": REFUSED,
    "too much": REFUSED,
    # Questions, and what has a question mark only out of politeness
    "is the vocal too loud?": REFUSED,
    "should the drums be louder? Vocals up a bit": "vocal: more level",
    "¿Está la voz demasiado alta?": REFUSED,
    "can you turn up the vocals?": "vocal: more level",
    "why is the bass so loud?": "bass: less level",
    # What is only near to a wish
    "guitars too fizzy": REFUSED,
    "add a guitar solo": REFUSED,
    "before the last chorus drop the drums": REFUSED,
    "make the drop bigger": "mix: more energy",
    "shorter reverb": "mix: less space",
    "level the vocals": "vocal: more compression",
    "the vocal level jumps around, even it out": "vocal: more compression",
    "brighter but not harsh": "mix: more bright",
    "la voz más brillante pero no áspera": "vocal: more bright",
    "more vocals, not louder, just clearer": "vocal: more presence",
    "sube la voz pero no mucho": "vocal: more level",
    "less 'sss' on the vocals": "vocal: less sibilance",
    "ponle más reverb a la voz pero menos a la batería": "vocal: more space; drums: less space",
    "set the reverb to 50%": REFUSED,
    "fix the vocals": REFUSED,
    "fix the harsh vocals": "vocal: less harsh",
    "vocals up -3 dB": REFUSED,
    "vocals up 0 dB": REFUSED,
    "a hundred dB more bass": REFUSED,
    "Keys feel buried in verse 2, bring em up": "harmony: more depth",
    "I'd prefer a drier, closer vocal": "vocal: less space; vocal: more depth",
    "vocals 200% louder": REFUSED,
}
LEVELS_DB = {
    "vocals .5 db up": 0.5,
    "vocals +2, drums -1": 2.0,
    "vocals up 2 drums down 1": 2.0,
    "vocals up by a dB": 1.0,
    "the vox could come up a couple dB": 2.0,
    "vocals up 1-2 dB": 1.5,
    "vocals up one or two dB": 1.5,
    "make the vocals 20% louder": 1.6,
    "baja la voz un 20%": -1.9,
    "vocals -50%": -6.0,
    "vocals up a bit drums down a lot": 1.0,
    "mute the vocals": -6.0,
    "quita la voz": -6.0,
}


@pytest.mark.parametrize("words", PHRASES)
def test_what_is_meant_is_done_or_nothing(words: str) -> None:
    assert sketched(words) == PHRASES[words]


@pytest.mark.parametrize("words", LEVELS_DB)
def test_levels_as_they_are_typed(words: str) -> None:
    track = asked(MIX, words).settings.tracks["vocal"]
    assert track.gain_db - MIX.tracks["vocal"].gain_db == pytest.approx(LEVELS_DB[words])


def test_what_was_read_otherwise_or_goes_too_far_is_told() -> None:
    assert asked(MIX, "vocls up").notes == ('"vocls" was read as "vocals".',)
    assert "An engineer can mute" in asked(MIX, "no drums").notes[0]
    assert "Every mix stays" in asked(MIX, "undo that").notes[0]


def test_shares_of_other_things_are_steps() -> None:
    assert [wish.steps for wish in asked(MIX, "30% less reverb, vocals 15% brighter").wishes] == [-1.0, 0.5]


@pytest.mark.parametrize("words", ["slow", "host", "class", "heard", "moon", "stop", "vibe", "fact", "mean"])
def test_words_that_only_look_alike_are_left(words: str) -> None:
    assert spelt(words, "english") == (words, ())


def test_numbers_of_sections_are_no_spans() -> None:
    assert prepared("vocals down in chorus 1 -2 db", "english") == "vocals down in chorus 1 -2 db"
