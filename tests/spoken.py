"""Whatever error any test meets must speak like the studio: a dotted code for machines, a sentence for people."""

import re
from typing import Any

import pytest

from artists.errors import StudioError

CODE = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
ENDS = (".", "!", "?", "…", ")")
# Their words begin with the name of a file, a stage or a program, which is written as it is.
NAMED = (
    "weights.", "graph.", "words.", "review.already_", "recipe.no_maker", "recipe.not_a_sound", "upload.wrong_type",
    "ffmpeg.missing", "audio.not_ingested",
)  # fmt: skip


def is_sentence(code: str, words: str, *names: str) -> bool:
    """It begins with a capital or with a name, ends with a full stop, and does not shout."""
    begins_well = not words[:1].islower() or code.startswith(NAMED) or words.startswith(names)
    return begins_well and words.endswith(ENDS) and not words.isupper()


@pytest.fixture(autouse=True, scope="session")
def spoken() -> Any:
    plain = StudioError.__init__

    def heard(self: StudioError, code: str, words: str, *, transient: bool = False, **facts: Any) -> None:
        plain(self, code, words, transient=transient, **facts)
        assert CODE.fullmatch(code), f"no code: {code!r}"
        assert is_sentence(code, str(words), *(str(fact) for fact in facts.values() if fact)), (
            f"{code} is no sentence: {words!r}"
        )

    StudioError.__init__ = heard  # type: ignore[method-assign]
    yield
    StudioError.__init__ = plain  # type: ignore[method-assign]
