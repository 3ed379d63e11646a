"""What somebody says of how it sounds, English and Spanish: a fault is mended, praise changes nothing."""

import pytest

from tests.processing.engines.propose_mix.words.sketched import REFUSED, sketched

PHRASES = {
    "La voz está muy atrás, sácala un poco": "vocal: more depth",
    "El bajo está muy alto": "bass: less level",
    "La guitarra suena muy brillante": "harmony: less bright",
    "Los graves son muy fuertes": "mix: less low",
    "La voz suena lejos": "vocal: more depth",
    "La voz suena enlatada": "vocal: more body",
    "The voice is not too loud": REFUSED,
    "La voz está muy baja": "vocal: more level",
    "La voz suena muy fina": "vocal: more body",
    "La batería está muy alta": "drums: less level",
    "La voz suena muy oscura": "vocal: more bright",
    "Las guitarras están muy bajas": "harmony: more level",
    "El piano suena muy seco": "harmony: more space",
    "La voz está muy delante": "vocal: less depth",
    "Los agudos son muy fuertes": "mix: less bright",
    "La reverb está muy alta": "mix: less space",
    "El bajo está un poco alto": "bass: less level",
    "La voz suena muy clara": REFUSED,
    "La voz no está demasiado alta": REFUSED,
    "Los pads están muy anchos": "texture: less width",
    "La batería está bastante floja": "drums: more level",
    "La guitarra está atrás": "harmony: more depth",
    "El bombo suena muy débil": "drums: more punch",
    "La voz es demasiado nasal": "vocal: less nasal",
    "Quiero que la voz suene muy brillante": "vocal: more bright",
    "The vocal is a bit loud": "vocal: less level",
    "The bass is very quiet": "bass: more level",
    "The guitars are really bright": "harmony: less bright",
    "The drums sound quite dry": "drums: more space",
    "The vocals sound very clear": REFUSED,
    "The voice isn't too bright": REFUSED,
    "The guitars are not harsh": REFUSED,
    "The vocal sounds far away": "vocal: more depth",
    "The drums are pretty loud": "drums: less level",
    "The highs are too quiet": "mix: more bright",
    "The reverb is too loud": "mix: less space",
    "The vocal's a little dark": "vocal: more bright",
    "The mix is not too bright": REFUSED,
    "Get the vocals really loud": "vocal: more level",
    "Los coros suenan muy finos": "harmony: more body",
    "Los pads suenan muy mojados": "texture: less space",
}
FRESH = {
    "La caja es muy seca": "drums: more space",
    "La voz está muy baja en el estribillo": "vocal: more level",
    "El piano está muy oscuro": "harmony: more bright",
    "La batería suena muy lejos": "drums: more depth",
    "La voz está bastante alta": "vocal: less level",
    "El bajo es un poco flojo": "bass: more level",
    "La guitarra no suena muy fuerte": REFUSED,
    "La mezcla está muy estrecha": "mix: more width",
    "The bass sounds quite boomy": "bass: less boom",
    "The synths are very wide": "harmony: less width",
    "The voice is rather low": "vocal: more level",
    "The guitars aren't too loud": REFUSED,
    "The piano sounds really good": REFUSED,
    "The mix is a bit dark": "mix: more bright",
    "The vocals are quite harsh": "vocal: less harsh",
    "The drums seem very compressed": "drums: less compression",
    "The bass feels a little thin": "bass: more body",
    "El bajo suena muy gordo": REFUSED,
    "La batería está muy comprimida": "drums: less compression",
    "La voz es muy estridente": "vocal: less harsh",
    "Las guitarras suenan muy sucias": "harmony: less dirt",
    "La mezcla suena muy abierta": REFUSED,
    "La voz está muy mojada": "vocal: less space",
}
"""Written after the rules, to see whether they hold for what nobody thought of."""


def test_there_are_enough_fresh_phrases() -> None:
    assert len(FRESH) >= 10 and not FRESH.keys() & PHRASES.keys()


@pytest.mark.parametrize("words", [*PHRASES, *FRESH])
def test_a_complaint_moves_against_what_it_complains_of(words: str) -> None:
    assert sketched(words) == {**PHRASES, **FRESH}[words]
