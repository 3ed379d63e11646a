"""What SQLite knows of its tables. It plans by rules of thumb until they have been counted, and counts only when asked.

Without figures it looked for a song's open remarks among those of all songs, once for every card of a page. PostgreSQL
counts by itself.
"""

import time

from django.db import connection

EVERY_S = 3600.0
ROWS_LOOKED_AT = 1000
"""Of each index; a house with a thousand songs is done in 15 ms."""


def analyze_tables() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")


class HourlyAnalyze:
    """Runs ANALYZE once an hour."""

    def __init__(self) -> None:
        self._next_s = 0.0

    def round(self) -> None:
        if time.monotonic() >= self._next_s:
            self._next_s = time.monotonic() + EVERY_S
            analyze_tables()
