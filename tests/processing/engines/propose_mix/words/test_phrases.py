"""What musicians say, and the console moves that it must lead to."""

import pytest

from processing.engines.propose_mix.words.asking import asked
from tests.processing.engines.propose_mix.words.desk import MIX

PHRASES = {
    # Level: one step is 1.5 dB
    "vocals up a bit": ["Vocal: level +1.0 dB"],
    "make the vocals louder": ["Vocal: level +1.5 dB"],
    "The vocals are too loud": ["Vocal: level -1.5 dB"],
    "I can't hear the singer": ["Vocal: level +1.5 dB"],
    "turn the guitars up 2 dB": ["Harmony: level +2.0 dB"],
    "kick and snare way louder": ["Drums: level +3.8 dB"],
    "bring the drums down a touch": ["Drums: level -0.8 dB"],
    "not enough bass": ["Bass: level +1.5 dB"],
    "pads a lot quieter please": ["Texture: level -2.7 dB"],
    # Tone
    "less harsh": ["Mix bus: EQ peak at 3200 Hz -1.5 dB added"],
    "the mix is too muddy": ["Mix bus: EQ peak at 300 Hz -1.5 dB added"],
    "the bass is boomy": ["Bass: EQ peak at 90 Hz -1.5 dB added"],
    "Make it warmer": [
        "Mix bus: EQ low shelf at 220 Hz +1.0 dB added",
        "Mix bus: EQ high shelf at 6000 Hz -0.7 dB added",
    ],
    "the voice sounds dull": ["Vocal: EQ high shelf at 6000 Hz +1.5 dB added"],
    "a bit more air on the vocals": ["Vocal: EQ high shelf at 10500 Hz +1.1 dB added"],
    "too much low end": ["Mix bus: EQ low shelf at 100 Hz -1.5 dB added"],
    "the snare is too thin": ["Drums: EQ peak at 180 Hz +1.5 dB added"],
    "more presence on the vocal": ["Vocal: EQ peak at 3600 Hz gain +1.2 dB"],
    "vocals too sibilant": ["Vocal: de-esser range +1.5 dB"],
    "the guitars sound boxy": ["Harmony: EQ peak at 300 Hz -1.5 dB added"],
    "darker pads": ["Texture: EQ high shelf at 6000 Hz -1.5 dB added"],
    # Dynamics and character
    "more aggressive drums": [
        "Drums: compressor threshold -2.5 dB",
        "Drums: EQ peak at 4000 Hz +1.0 dB added",
        "Drums: level +0.5 dB",
    ],
    "punchier drums": ["Drums: compressor attack 25 ms -> 35 ms", "Drums: EQ peak at 90 Hz +1.0 dB added"],
    "the snare has no snap": ["Drums: compressor attack 25 ms -> 35 ms", "Drums: EQ peak at 90 Hz +1.0 dB added"],
    "tighter bass": ["Bass: compressor release 140 ms -> 105 ms", "Bass: EQ low shelf at 60 Hz -1.0 dB added"],
    "the drums are squashed": ["Drums: compressor threshold +2.5 dB"],
    "glue it together a bit more": ["Mix bus: glue compressor threshold -1.4 dB"],
    "dirtier": ["Mix bus: saturation +1.0 dB"],
    "more energy": [
        "Drums: compressor threshold -1.2 dB",
        "Drums: level +0.6 dB",
        "Harmony: width 1 -> 1.06",
        "Lead: width 1 -> 1.06",
        "Texture: width 1 -> 1.06",
        "Mix bus: glue compressor threshold -1.2 dB",
        "Mix bus: saturation +0.4 dB",
    ],
    # Place
    "less reverb on the vocals": ["Vocal: send to hall -3.0 dB"],
    "the snare should be much drier": ["Drums: send to hall -5.4 dB"],
    "wider guitars": ["Harmony: width 1 -> 1.15"],
    "The vocals are buried": [
        "Vocal: EQ peak at 3600 Hz gain +0.5 dB",
        "Vocal: level +1.0 dB",
        "Vocal: send to hall -2.0 dB",
    ],
    "push the lead further back": [
        "Lead: EQ peak at 3600 Hz -0.5 dB added",
        "Lead: level -1.0 dB",
        "Lead: send to hall +2.0 dB",
    ],
    # Several at once, and parts that are left alone
    "louder and brighter vocals": ["Vocal: EQ high shelf at 6000 Hz +1.5 dB added", "Vocal: level +1.5 dB"],
    "vocals up, less harsh, drums down": [
        "Vocal: EQ peak at 3200 Hz -1.5 dB added",
        "Vocal: level +1.5 dB",
        "Drums: level -1.5 dB",
    ],
    "don't touch the vocals, but bring the bass up": ["Bass: level +1.5 dB"],
    # Spanish
    "sube la voz un poco": ["Vocal: level +1.0 dB"],
    "menos reverb en la voz": ["Vocal: send to hall -3.0 dB"],
    "La mezcla suena embarrada": ["Mix bus: EQ peak at 300 Hz -1.5 dB added"],
    "la voz está demasiado baja y la batería demasiado fuerte": ["Vocal: level +1.5 dB", "Drums: level -1.5 dB"],
    "quita las eses de la voz": ["Vocal: de-esser range +1.5 dB"],
    "no toques la voz, baja un pelín las guitarras": ["Harmony: level -0.8 dB"],
    "que la voz se entienda mejor": ["Vocal: EQ peak at 3600 Hz gain +1.2 dB"],
    "pads más anchos y más oscuros": [
        "Texture: EQ high shelf at 6000 Hz -1.5 dB added",
        "Texture: width 1 -> 1.15",
    ],
}


def test_there_are_enough_phrases() -> None:
    assert len(PHRASES) >= 40


@pytest.mark.parametrize("words", PHRASES)
def test_words_move_what_a_musician_means(words: str) -> None:
    assert list(asked(MIX, words).lines) == PHRASES[words]
