"""What was written down of a song: its events and who did what, as rows that can be compared whole."""

from typing import Any

from projects.models import Activity, Event, Project

Row = tuple[str, int | None, dict[str, Any]]


def events_of(project: Project, *but: str) -> list[Row]:
    """Type, person and facts of every event, in order; `but` are beginnings of types that are of no interest here."""
    rows = Event.objects.filter(project=project).order_by("seq")
    return [(row.type, row.by_id, row.data) for row in rows if not row.type.startswith(but)]


def deeds() -> list[tuple[str, int | None, Any, dict[str, Any]]]:
    """Verb, person, song and facts of everything that people did, in order."""
    return [(row.verb, row.by_id, row.project_id, row.data) for row in Activity.objects.order_by("pk")]
