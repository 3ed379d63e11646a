"""What words are heard as, in a line: "mix but drums: less level". Nothing where nothing is changed."""

from processing.engines.propose_mix.words.asking import asked
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError
from tests.processing.engines.propose_mix.words.desk import MIX

REFUSED = ""


def sketched(words: str) -> str:
    try:
        change = asked(MIX, words)
    except StudioError as error:
        assert error.code.startswith("words.")
        return REFUSED
    assert change.lines or change.notes, "what changes nothing is told"
    assert change.wishes or not change.lines
    return "; ".join(_line(wish) for wish in change.wishes)


def _line(wish: Wish) -> str:
    without = f" but {' '.join(wish.spared)}" if wish.spared else ""
    more = (wish.level_db if wish.level_db is not None else wish.steps) > 0.0
    return f"{wish.target}{without}: {'more' if more else 'less'} {wish.quality}"
