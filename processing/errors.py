"""The one error that a person may see: a code for machines and translators, words for people."""

from typing import Any


class StudioError(Exception):
    """Something a person can act on.

    `code` is dotted and stable (`audio.too_short`), `words` say what to do in plain language,
    `facts` hold the numbers behind the words. `transient` errors are worth another attempt.
    """

    def __init__(self, code: str, words: str, *, transient: bool = False, **facts: Any) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words
        self.transient = transient
        self.facts = facts
