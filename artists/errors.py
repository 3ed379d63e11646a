"""The ways the studio says no to a person: a code for machines and translators, words for people.

This module imports nothing, so that even the audio code, which knows no project, can speak the same way.
"""

from typing import Any


class StudioError(Exception):
    """Something a person can act on.

    `code` is dotted and stable (`audio.too_short`), `words` say what to do in plain language, `facts` hold the
    numbers behind the words. `transient` errors are worth another attempt.
    """

    def __init__(self, code: str, words: str, *, transient: bool = False, **facts: Any) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words
        self.transient = transient
        self.facts = facts


class Invalid(StudioError):  # noqa: N818
    """Something typed or sent can not be taken; `field` names where."""


class NotAllowed(StudioError):  # noqa: N818
    """The person may see this but not do that."""
