""" "Without" and "so that" tell the limit or the reason of a wish, and never turn it round."""

import pytest

from processing.engines.propose_mix.words.asking import asked
from tests.processing.engines.propose_mix.words.desk import MIX
from tests.processing.engines.propose_mix.words.sketched import REFUSED, sketched

PHRASES = {
    "More top end on the vocal without making it sibilant": "vocal: more bright",
    "Add some air without harshness": "mix: more air",
    "Warm the vocal up without making it muddy": "vocal: more warm",
    "Más brillo en la voz sin que suene áspera": "vocal: more bright",
    "Add some air to the vocal without harshness": "vocal: more air",
    "Louder drums without more cymbals": "drums: more level",
    "Brighten the guitars without making them harsh": "harmony: more bright",
    "Turn the drums up without losing the vocal": "drums: more level",
    "More punch on the drums without more low end": "drums: more punch",
    "Louder vocals without sounding squashed": "vocal: more level",
    "Make the bass fuller without getting boomy": "bass: more body",
    "Vocals closer without being louder": "vocal: more depth",
    "Add some warmth to the piano without dulling it": "harmony: more warm",
    "Widen the pads without hurting the mono": "texture: more width",
    "Without making it boomy, bring up the bass": "bass: more level",
    "More energy without more volume": "mix: more energy",
    "Make it louder without touching the vocal": "mix but vocal: more level",
    "Vocals without reverb": "vocal: less space",
    "Sube la voz sin tapar la guitarra": "vocal: more level",
    "Más cuerpo en el bajo sin que retumbe": "bass: more body",
    "Haz la batería más agresiva sin que distorsione": "drums: more aggression",
    "Más aire en la voz sin sibilancia": "vocal: more air",
    "Ensancha las guitarras sin perder pegada": "harmony: more width",
    "La voz sin reverb": "vocal: less space",
    "Calienta la mezcla sin embarrarla": "mix: more warm",
    "Más graves sin que quede turbio": "mix: more low",
    "Turn the guitars down so the vocals cut through": "harmony: less level",
    "Baja las guitarras para que se entienda la voz": "harmony: less level",
}
FRESH = {
    "Give the snare more crack without harshness": "drums: more punch",
    "Raise the pads without burying the vocal": "texture: more level",
    "More width without losing the centre": "mix: more width",
    "Drier drums without going dead": "drums: less space",
    "Make the vocal smoother without making it dull": "vocal: less harsh",
    "Lower the bass without thinning it": "bass: less level",
    "Más pegada en la batería sin más graves": "drums: more punch",
    "Voz más cálida sin que suene apagada": "vocal: more warm",
    "Sube los pads sin tapar la voz": "texture: more level",
    "Más agresividad en la guitarra sin estridencia": "harmony: more aggression",
    "Más reverb en la voz sin que quede lejos": "vocal: more space",
    "Fatten the snare without adding mud": "drums: more body",
    "Make it louder without distortion": "mix: more level",
    "Bring out the bass without it getting boomy": "bass: more level",
    "Open the vocal up without adding sibilance": "vocal: more air",
    "Compress the drums without killing the punch": "drums: more compression",
    "Acerca la voz sin subirla": REFUSED,
    "Más pegada sin distorsión": "mix: more punch",
    "Ensancha el piano sin que pierda cuerpo": "harmony: more width",
}
"""Written after the rules, to see whether they hold for what nobody thought of."""


def test_there_are_enough_fresh_phrases() -> None:
    assert len(FRESH) >= 10 and not FRESH.keys() & PHRASES.keys()


@pytest.mark.parametrize("words", [*PHRASES, *FRESH])
def test_a_limit_never_turns_the_wish_round(words: str) -> None:
    assert sketched(words) == {**PHRASES, **FRESH}[words]


def test_the_limit_is_told() -> None:
    change = asked(MIX, "More top end on the vocal without making it sibilant")
    assert change.lines == ("Vocal: EQ high shelf at 6000 Hz +1.5 dB added",)
    assert change.notes == (
        '"without making it sibilant" is understood as the reason or the limit of a wish, '
        "so nothing is changed for it.",
    )
