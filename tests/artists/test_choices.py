import pytest
from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import lazy

from artists.choices import shown
from artists.models import LabelRole, User
from processing.models import Run, Stage
from projects.models import Asset, Decision, Project, Review


@pytest.mark.parametrize("language", ["en", "es"])
def test_labels_are_those_that_django_shows(language: str) -> None:
    fields = [(Asset, "kind"), (Project, "state"), (Project, "kind"), (Project, "genre"), (Review, "state")]
    fields += [(Decision, "verdict"), (Run, "state"), (Stage, "state"), (User, "label_role")]
    with translation.override(language):
        for model, name in fields:
            field = model._meta.get_field(name)
            for value, label in [*field.flatchoices, ("of yesterday", "of yesterday")]:
                row = model(**{name: value})
                assert getattr(row, f"get_{name}_display")() == str(label), (model, name, value)


def test_only_the_label_that_is_shown_is_translated() -> None:
    asked: list[str] = []

    def translate(words: str) -> str:
        asked.append(words)
        return words.upper()

    later = lazy(translate, str)

    class Colour(TextChoices):
        RED = "r", later("red")  # type: ignore[arg-type]
        BLUE = "b", later("blue")  # type: ignore[arg-type]

    class Row:
        colour = "b"

    asked.clear()
    assert shown("colour", Colour)(Row()) == "BLUE"  # type: ignore[arg-type]
    assert asked == ["blue"]


def test_a_role_has_its_words() -> None:
    assert User(label_role=LabelRole.ANR).get_label_role_display() == str(LabelRole.ANR.label)
