"""What words are heard as, with how far and where: "vocal level +1.0 @chorus". Nothing where nothing is changed."""

from collections.abc import Mapping

from processing.engines.contracts import Section
from processing.engines.propose_mix.words.asking import asked
from processing.engines.propose_mix.words.wish import LEVEL_MOST_DB, STEPS_MOST, Wish
from processing.errors import StudioError
from tests.processing.engines.propose_mix.words.desk import MIX

KINDS = ("intro", "verse", "pre_chorus", "chorus", "verse", "chorus", "bridge", "solo", "break", "chorus", "outro")
SONG = tuple(Section(kind.title(), kind, 8, 22.0 * n, 22.0 * (n + 1)) for n, kind in enumerate(KINDS))


def measured(words: str) -> str:
    try:
        change = asked(MIX, words, sections=SONG)
    except StudioError as error:
        assert error.code.startswith("words.")
        return ""
    assert change.lines or change.notes, "what changes nothing is told"
    return "; ".join(map(_line, change.wishes))


def misread(phrases: Mapping[str, str]) -> dict[str, str]:
    """The phrases that are not heard as they should be, with what is heard in their place."""
    heard = {words: measured(words) for words in phrases}
    return {words: line for words, line in heard.items() if line != phrases[words]}


def _line(wish: Wish) -> str:
    assert abs(wish.steps) <= STEPS_MOST and abs(wish.level_db or 0.0) <= LEVEL_MOST_DB
    without = f" but {' '.join(wish.spared)}" if wish.spared else ""
    far = f"{wish.level_db:+.1f} dB" if wish.level_db is not None else f"{wish.steps:+.1f}"
    where = f" @{', '.join(wish.sections)}" if wish.sections else ""
    return f"{wish.target}{without} {wish.quality} {far}{where}"
