"""What a program sent, in the shape that was asked for. A filter that can not be read is refused, never passed over:
a program would take the whole list for the part it asked for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from projects.errors import Invalid

LONGEST_NUMBER = 18


def valid(shape: type[Any], request: Request) -> dict[str, Any]:
    """The fields of the body by name. Raises DRF's ValidationError."""
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def one_of(choices: Iterable[str], name: str, request: Request) -> str:
    """One of the choices, empty when it is left out. Raises Invalid."""
    text: str = request.query_params.get(name, "")
    known = list(choices)
    if text and text not in known:
        raise _wrong(name, _("Write {name} as one of {choices}.").format(name=name, choices=", ".join(known)))
    return text


def number_in(name: str, request: Request, *, least: int = 0) -> int | None:
    """A whole number, None when it is left out. Raises Invalid."""
    text: str = request.query_params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and int(text) >= least):
        raise _wrong(name, _("Write {name} as a whole number from {least} on.").format(name=name, least=least))
    return int(text)


def day_in(name: str, request: Request) -> date | None:
    """A day of the calendar, None when it is left out. Raises Invalid."""
    text: str = request.query_params.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    # The calendar's ends can not be moved to the next day.
    if not 1900 < day.year < 9000:
        raise _wrong(name, _("Write {name} as a day such as 2026-11-21.").format(name=name))
    return day


def _wrong(name: str, words: str) -> Invalid:
    return Invalid("filter.wrong", words, field=name)
