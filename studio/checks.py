"""What must hold of the machine's own services before anything is kept in them."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

NEEDED = "UTF8"
HINT = "Make it anew with: createdb --encoding=UTF8 --template=template0 NAME"


def database_keeps_every_letter(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A PostgreSQL that was set up without a locale takes no accents: the first song would fail, not the start."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
        if encoding != NEEDED:
            found.append(Error(f"The database keeps text as {encoding}, not {NEEDED}.", hint=HINT, id="studio.E001"))
    return found
