"""What machines said in English is recognised and said in the reader's language; everything else stays as it is."""

import pytest
from django.template import Context, Template
from django.utils import translation

from projects.said import Phrases, is_known, phrases, said
from studio.setup import catalogue

SPANISH = Phrases(
    {
        "Loading the mix": "Cargando la mezcla",
        "voice": "voz",
        "the voice": "la voz",
        "width": "anchura",
        "EQ peak": "EQ de campana",
        "gain": "ganancia",
        "steps": "pasos",
        "it opens up": "se abre",
        "nothing useful lies below": "debajo no hay nada útil",
        "{words} off": "{words} desactivado",
        "The chorus is {lift} dB brighter than the verse: {judged}.": "El estribillo brilla {lift} dB más: {judged}.",
        "{asset_name} is not a sound.": "{asset_name} no es un sonido.",
        "{why}; short lines can move faster": "{why}; los versos cortos corren más",
        "{why}; {genre} lives between {low} and {high}": "{why}; {genre} vive entre {low} y {high}",
        "A {mood} song moves at about {bpm}": "Una canción {mood} va a unos {bpm}",
        "sad": "triste",
        "The {what} {words}": "La {what} {words}",
        "{one} or {other}": "{one} o {other}",
    },
    "es",
)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Loading the mix", "Cargando la mezcla"),
        ("loading the mix", "cargando la mezcla"),
        ("-14.2 LUFS", "-14,2 LUFS"),
        ("3 steps", "3 pasos"),
        ("20 or 4", "20 o 4"),
        ("width 1 -> 0.8", "anchura 1 -> 0,8"),
        ("EQ peak gain +1.5 dB", "EQ de campana ganancia +1,5 dB"),
        ("Voice: width off", "Voz: anchura desactivado"),
        ("Guitar two: nothing useful lies below.", "Guitar two: debajo no hay nada útil."),
        (
            "The chorus is +1.2 dB brighter than the verse: it opens up.",
            "El estribillo brilla +1,2 dB más: se abre.",
        ),
        (
            "A sad song moves at about 80; short lines can move faster; lofi lives between 60 and 90.",
            "Una canción triste va a unos 80; los versos cortos corren más; lofi vive entre 60 y 90.",
        ),
        # A file may be called like a word of the studio; it keeps its name.
        ("voice is not a sound.", "voice no es un sonido."),
    ],
)
def test_sentences_with_what_was_put_into_them(english: str, spanish: str) -> None:
    assert SPANISH.find(english) == spanish


@pytest.mark.parametrize(
    "unknown", ["I love you", "The cat sat on the mat", "Turn the lights off", "this or that", "A song: for you", ""]
)
def test_what_no_machine_says_is_not_touched(unknown: str) -> None:
    assert SPANISH.find(unknown) is None
    with translation.override("es"):
        assert said(unknown) == unknown


@pytest.fixture
def compiled() -> None:
    catalogue.compile_all()
    phrases.cache_clear()


@pytest.mark.usefixtures("compiled")
class TestTheStudiosOwnWords:
    def test_english_readers_and_rows_get_what_was_stored(self) -> None:
        assert said("Loading the mix") == "Loading the mix"
        with translation.override("es"):
            assert said("Loading the mix") == "Cargando la mezcla"
        with translation.override(None):
            assert said("Loading the mix") == "Loading the mix"

    def test_errors_raised_by_verbs_on_a_worker_are_known_too(self) -> None:
        assert is_known("Say why the approval is taken back.", "es")

    def test_the_result_is_escaped_like_any_text(self) -> None:
        page = Template("{% load said %}{{ words|said }}")
        words = "<b>x</b> is not a sound, so there is nothing to listen to."
        with translation.override("es"):
            shown = page.render(Context({"words": words}))
        assert "&lt;b&gt;x&lt;/b&gt; no es un sonido" in shown
        assert "<b>" not in shown

    def test_no_sentence_is_taken_for_another(self) -> None:
        """Each template filled with figures comes back as its own translation, not as a looser one's."""
        messages = catalogue.read(catalogue.LOCALES / "es" / "LC_MESSAGES" / "said.po")
        wrong = []
        for entry in messages.values():
            spoken, wanted = filled(entry.msgid), filled(entry.said[0])
            if "{" in entry.msgid and phrases("es").find(spoken) != wanted:
                wrong.append((spoken, phrases("es").find(spoken)))
        assert wrong == []


def filled(text: str) -> str:
    """A template with a figure in every field, the same for the same field."""
    names = sorted({part.split("}")[0] for part in text.split("{")[1:]})
    for name in names:
        text = text.replace("{" + name + "}", str(1000 + sum(map(ord, name)) % 899))
    return text
