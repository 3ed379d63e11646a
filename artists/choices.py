"""Labels of choices."""

from collections.abc import Callable

from django.db.models import Model, TextChoices


def shown(field: str, choices: type[TextChoices]) -> Callable[[Model], str]:
    """The method `get_<field>_display` of a model.

    Django's own puts all labels of the field into a dictionary at every call, and translates each of them to do so: the
    inbox asked for a thousand translations to show twenty-five rows.
    """
    labels = {choice.value: choice for choice in choices}

    def display(row: Model) -> str:
        value = getattr(row, field)
        return str(labels[value].label) if value in labels else str(value)

    return display
