"""What is compared with, or covered, is not what the wish is for."""

import pytest

from tests.processing.engines.propose_mix.words.sketched import REFUSED, sketched

PHRASES = {
    "Vocals louder than the drums": "vocal: more level",
    "Drums quieter than the vocal": "drums: less level",
    "The drums are too loud compared to the vocal": "drums: less level",
    "Make the drums as loud as the vocals": "drums: more level",
    "The voice is drowned out by the guitars": "vocal: more depth",
    "The drums overpower the voice": "drums: less level",
    "The pads are swamping everything": "texture: less level",
    "The drums should be quieter than the vocal": "drums: less level",
    "The bass is eating the kick": "bass: less level",
    "Guitars quieter than the piano": REFUSED,
    "The bass should be louder than the kick": "bass: more level",
    "Vocals brighter than the guitars": "vocal: more bright",
    "I want the drums punchier than the bass": "drums: more punch",
    "The vocals are buried under the guitars": "vocal: more depth",
    "The piano is masked by the synths": REFUSED,
    "The guitars are drowning out the singer": "harmony: less level",
    "The cymbals cover the vocal": "drums: less level",
    "The strings are burying the piano": REFUSED,
    "The vocal gets lost behind the drums": "vocal: more depth",
    "The drums are louder than the vocals": REFUSED,
    "Put the vocal in front of the guitars": "vocal: more depth",
    "Turn the bass up against the drums": "bass: more level",
    "Less reverb on the vocal than on the drums": "vocal: less space",
    "Vocals louder in the chorus than in the verse": "vocal: more level",
    "More guitar than piano": REFUSED,
    "La voz más alta que la batería": "vocal: more level",
    "La voz está tapada por las guitarras": "vocal: more depth",
    "Las guitarras tapan la voz": "harmony: less level",
    "La batería se come la voz": "drums: less level",
    "La voz la tapan las guitarras": "vocal: more depth",
    "El bajo más fuerte que el bombo": "bass: more level",
    "Haz la batería tan fuerte como la voz": "drums: more level",
    "Los platos menos brillantes que la voz": "drums: less bright",
    "La voz se pierde entre las guitarras": "vocal: more depth",
    "La guitarra está demasiado alta comparada con la voz": "harmony: less level",
    "Pon la voz por delante de la banda": "vocal: more depth",
    "The bass and the drums drown out everything": "bass: less level; drums: less level",
    "The vocals are not as loud as the drums": REFUSED,
    "The synths are too bright compared to the guitars": REFUSED,
    "El piano más bajo que la voz": "harmony: less level",
}
FRESH = {
    "Bass softer than the guitars": "bass: less level",
    "The keys should sit behind the vocals": "harmony: less depth",
    "The singer is overpowered by the band": "vocal: more depth",
    "The hi-hats swamp the vocal": "drums: less level",
    "The guitars are too wide compared with the keys": REFUSED,
    "Drums drier than the vocal": "drums: less space",
    "The snare is hidden behind the guitars": "drums: more depth",
    "I want the lead louder than the pads": "lead: more level",
    "La voz queda enterrada bajo los pads": "vocal: more depth",
    "Los pads ahogan la voz": "texture: less level",
    "La guitarra menos brillante que el piano": REFUSED,
    "El bajo se pierde detrás de la batería": "bass: more depth",
    "La voz está más alta que la batería": REFUSED,
    "The piano is eclipsed by the bass": "harmony: more depth",
    "Vocal a touch louder than the guitars": "vocal: more level",
    "Bass way quieter than the drums": "bass: less level",
    "Guitars as wide as the synths": REFUSED,
    "The vocal is covered by the pads": "vocal: more depth",
    "The bass is hidden by the kick drum": "bass: more depth",
    "The strings overwhelm the singer": "harmony: less level",
    "Drums more aggressive than the guitars": "drums: more aggression",
    "La batería más seca que la voz": "drums: less space",
    "La guitarra tapa al cantante": "harmony: less level",
    "El bajo queda ahogado por la batería": "bass: more depth",
    "La voz tan clara como el piano": "vocal: more presence",
}
"""Written after the rules, to see whether they hold for what nobody thought of."""


def test_there_are_enough_fresh_phrases() -> None:
    assert len(FRESH) >= 10 and not FRESH.keys() & PHRASES.keys()


@pytest.mark.parametrize("words", [*PHRASES, *FRESH])
def test_what_is_compared_with_is_not_moved(words: str) -> None:
    assert sketched(words) == {**PHRASES, **FRESH}[words]
