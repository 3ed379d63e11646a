"""Finds what is named only to be turned down, or as the reason: "instead of raising the voice", "rather than louder",
"it's not that the drums are too quiet", "because the bass is too loud". Nothing is changed for it."""

import re

from processing.engines.propose_mix.words.lexicon import Mark, joints
from processing.engines.propose_mix.words.marking import Marked, names

ALTERNATIVE = Mark("cautions")


def turned_down(marked: Marked) -> None:
    named = names(marked.language)
    joint = rf"(?:{joints(marked.language)}) "
    instead, orders = named.words("instead"), named.words("orders")
    _aside(marked, rf"(?<= )(?:{named.words('denied')}) [^,]*?(?=,| {joint}|$)")
    # "Instead of raising the voice lower the guitars": its own verb is no order.
    _aside(marked, rf"^ *(?:{joint})?(?:{instead}) [\w'-]+(?: [\w'-]+)*?(?= ?,| (?:{orders}) |$)")
    _aside(marked, rf"(?<= )(?:{instead}) [^,]*", asks=True)
    _aside(marked, rf"(?<= )(?:{named.words('because')}) [^,]*", asks=True)
    if marked.language == "english":
        _aside(marked, r"(?<= )than (?:more|less) [^,]*", asks=True)
        # "Warmer, but keep them where they are".
        whose = r"(?:it|them|him|her|the (?:level|volume))"
        _aside(marked, rf"(?<= )but (?:keep|leave) {whose} (?:where|at|as) [^,]*", asks=True)
        marked.put(r"\b\d+ ?%? (?:to the )?(?:left|right)\b", lambda match: marked.token(match[0], Mark("unread")))


def _aside(marked: Marked, pattern: str, *, asks: bool = False) -> None:
    """A clause of its own, which is told and left; with `asks` only where something is wished before it."""

    def made(match: re.Match[str]) -> str | None:
        if asks and not marked.says(match.string[: match.start()]):
            return None
        return f", {marked.token(match[0].strip(), ALTERNATIVE)} , "

    marked.put(pattern, made)
