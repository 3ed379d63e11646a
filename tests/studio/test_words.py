"""Every sentence of the studio exists in Spanish, with the same placeholders, and the compiled words are these."""

import gettext
import io
import re
from pathlib import Path

import pytest

from studio import spoken, words
from studio.setup import catalogue
from studio.setup.catalogue import Entry

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{[^{}]*\}")
SPANISH = catalogue.LOCALES / "es" / "LC_MESSAGES" / "django.po"
SAID = SPANISH.with_name("said.po")


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], Entry]:
    return words.found()


@pytest.fixture(scope="module")
def spanish() -> dict[tuple[str, str], Entry]:
    return catalogue.read(SPANISH)


@pytest.fixture(scope="module")
def machines() -> dict[tuple[str, str], Entry]:
    """What machines say in errors, logs, findings and reasons, found in the code."""
    return spoken.found()


@pytest.fixture(scope="module")
def said() -> dict[tuple[str, str], Entry]:
    return catalogue.read(SAID)


def test_nothing_is_missing_or_doubtful(
    found: dict[tuple[str, str], Entry], spanish: dict[tuple[str, str], Entry]
) -> None:
    assert len(found) > 500
    lacking = [key[1] for key in found if key not in spanish or not spanish[key].is_complete]
    assert lacking == [], "run `manage.py words` and translate what it lists"


def test_nothing_that_machines_say_is_missing(
    machines: dict[tuple[str, str], Entry], said: dict[tuple[str, str], Entry]
) -> None:
    assert len(machines) > 500
    lacking = [
        f"{one.places[0]}: {one.msgid!r}"
        for key, one in machines.items()
        if key not in said or not said[key].is_complete
    ]
    assert lacking == [], (
        "people read these sentences: run `manage.py words`, then write their Spanish into "
        "locale/es/LC_MESSAGES/said.po, keeping the {fields}"
    )


def test_plural_forms_agree(found: dict[tuple[str, str], Entry], spanish: dict[tuple[str, str], Entry]) -> None:
    assert [key for key, one in found.items() if key in spanish and spanish[key].plural != one.plural] == []


def test_placeholders_are_those_of_the_sentence(
    spanish: dict[tuple[str, str], Entry], said: dict[tuple[str, str], Entry]
) -> None:
    wrong = []
    for entry in (*spanish.values(), *said.values()):
        for form, said in enumerate(filter(None, entry.said)):
            source = entry.plural if form and entry.plural else entry.msgid
            wanted, there = set(PLACEHOLDER.findall(source)), set(PLACEHOLDER.findall(said))
            # A singular may leave its "1" unsaid.
            if not (there == wanted or (entry.plural and form == 0 and there <= wanted)):
                wrong.append((entry.msgid, said))
    assert wrong == []


def test_markup_in_sentences_is_kept(spanish: dict[tuple[str, str], Entry]) -> None:
    tag = re.compile(r"</?[a-z]+[^>]*>|&\w+;")
    wrong = [
        one.msgid for one in spanish.values() if sorted(tag.findall(one.msgid)) != sorted(tag.findall(one.said[0]))
    ]
    assert [msgid for msgid in wrong if "<" in msgid or "&" in msgid] == []


def test_templates_and_code_are_both_read(found: dict[tuple[str, str], Entry]) -> None:
    assert found["", "Skip to the content"].places == ["templates/base.html"]
    assert found["", "A decision was made"].places == ["projects/told.py"]
    assert found["", "Notices, %(n)s unread"].plural == "Notices, %(n)s unread"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    entries = [Entry('Say "a"\n\\', said=["Di «a»\n\\"]), Entry("one", plural="many", said=["uno", "muchos"])]
    entries.append(Entry("May", context="month", said=["mayo"]))
    path = tmp_path / "django.po"
    catalogue.write(path, entries, "es")
    again = catalogue.read(path)
    assert [(one.msgid, one.plural, one.context, one.said) for one in again.values()] == [
        (one.msgid, one.plural, one.context, one.said) for one in entries
    ]
    spoken = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(again.values(), "es")))
    assert spoken.gettext('Say "a"\n\\') == "Di «a»\n\\"
    assert [spoken.ngettext("one", "many", n) for n in (1, 2, 0)] == ["uno", "muchos", "muchos"]
    assert spoken.pgettext("month", "May") == "mayo"
    assert spoken.gettext("unknown") == "unknown"


def test_unfinished_translations_are_not_compiled() -> None:
    half = [Entry("a", said=["b"], fuzzy=True), Entry("c", said=[""]), Entry("d", plural="ds", said=["e", ""])]
    spoken = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(half, "es")))
    assert [spoken.gettext(word) for word in "acd"] == ["a", "c", "d"]


def test_the_machines_are_heard_all_over_the_studio(machines: dict[tuple[str, str], Entry]) -> None:
    assert machines["", "Loading the mix"].places == ["processing/stages/master.py"]
    assert machines["", "Steady beat"].places == ["processing/scorecard/judge.py"]
    assert machines["", "high-pass at {highpass_hz} Hz: nothing useful lies below"]
    assert machines["", "threshold"].places == ["processing/console/devices.py"]
    assert machines["", "unknown, and unknown means no"]
    assert machines["", "{brief}, as you typed."]
