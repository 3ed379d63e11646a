"""What a socket sends of the past, and what the address of one asks for."""

from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.utils import translation

from projects.api.people import whole_number
from projects.events import message_of
from projects.models import Event
from projects.said import said

REPLAY_ROWS = 500
# What machines said in an event.
SPOKEN = ("message", "words")


def rows_after(project_id: UUID, seq: int) -> list[dict[str, Any]]:
    rows = Event.objects.filter(project=project_id, seq__gt=seq).select_related("by").order_by("seq")[:REPLAY_ROWS]
    return [message_of(event) for event in rows]


def rows_since(number: int) -> list[dict[str, Any]]:
    """The newest events of all songs after this one, in their order."""
    rows = Event.objects.filter(pk__gt=number).select_related("by").order_by("-pk")[:REPLAY_ROWS]
    return [message_of(event) for event in reversed(rows)]


def said_in(language: str, message: dict[str, Any]) -> dict[str, Any]:
    """A message with what a machine said in it put into another language."""
    data = message.get("data") or {}
    spoken = [name for name in SPOKEN if data.get(name)]
    if not spoken:
        return message
    with translation.override(language):
        return {**message, "data": {**data, **{name: said(data[name]) for name in spoken}}}


def language_of(query: bytes) -> str:
    """The reader's, where it is another than the stored one; `lang=es`."""
    asked = parse_qs(query.decode("latin-1")).get("lang", [""])[0]
    return asked if asked in dict(settings.LANGUAGES) and asked != settings.LANGUAGE_CODE else ""


def number_in(query: bytes) -> int:
    """How far the page had been read; `after=12`."""
    return whole_number(parse_qs(query.decode("latin-1")).get("after", [""])[0])
