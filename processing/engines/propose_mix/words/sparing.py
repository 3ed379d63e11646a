"""Finds the parts that a sentence leaves out: "everything but the drums", "more reverb, but not on the voice".

They are never what the wish is for. Where "except" begins a wish of its own ("great, except the drums are too loud") it
only takes the sentence apart.
"""

import re
from collections.abc import Callable

from processing.engines.propose_mix.words.lexicon import Mark, joints
from processing.engines.propose_mix.words.marking import Marked, Names, names

REFUSED = (Mark("unread"),)
Ends = Callable[[Marked, Names, str, str, list[int]], int | None]
"""Where the parts end that are left out, of all the places where they may end."""


def spared(marked: Marked) -> None:
    named = names(marked.language)
    _each(marked, named, rf"(?:,? (?:{named.words('joined_not')})|, ?(?:{named.words('bare_not')})) ", _not_on)
    _each(marked, named, rf"(?:\b(?:{named.words('unless')})|(?<= )(?:{named.words('unless_all')})) ", _except)
    if named.words("closing_not"):
        closing = rf",? (?:but|and|pero|y) ({named.part}) (?:{named.words('closing_not')}) *$"
        marked.put(closing, lambda match: f" {marked.token(match[0], *_left_out(named, match[1]))}")


def _each(marked: Marked, named: Names, begins: str, ends_at: Ends) -> None:
    """Every "except" that parts follow, first to last."""
    at = 0
    while found := re.compile(begins).search(marked.text, at):
        at = found.end()
        ends = list(named.lists(marked.text, found.end()))
        if not ends:
            continue
        before, said = marked.text[: found.start()], found[0]
        end = ends_at(marked, named, before, said.strip(" ,"), ends)
        if end is None:
            continue
        if end < 0:
            marked.text = f"{before}, {marked.text[found.end() :]}"
            continue
        parts = marked.text[found.end() : end]
        marks = REFUSED if _may_be_place(named, parts) else _left_out(named, parts)
        token = marked.token(f"{said.strip()} {parts}", *marks)
        # What is left out first belongs to the wish that follows: "except for the voice, everything down".
        after = marked.text[end:] if before.strip() else re.sub(r"^ ?, ?", " ", marked.text[end:])
        marked.text = f"{before} {token}{after}"
        at = len(before) + len(token) + 1


def _left_out(named: Names, parts: str) -> tuple[Mark, ...]:
    spared = Mark("spared", named.of(parts))
    return (spared, Mark("shared_spared")) if named.shares(parts) else (spared,)


def _may_be_place(named: Names, parts: str) -> bool:
    """Whether it may be a part of the song as well as one of the mix: "except the solo"."""
    return re.search(rf"(?<![\w-])(?:{named.counted})$", parts) is not None


def _not_on(marked: Marked, named: Names, before: str, said: str, ends: list[int]) -> int | None:
    """ "But not on the drums" leaves them out; "but not the drums too loud" says more."""
    return next((end for end in ends if not marked.says(marked.rest(end))), None)


def _except(marked: Marked, named: Names, before: str, said: str, ends: list[int]) -> int | None:
    """Where the parts end that are left out; None where nothing is, -1 where the "except" only begins a new wish."""
    last = re.split(rf",|/|:|\s(?:{joints(marked.language)})\s", before)[-1]
    universal = rf"\b(?:{named.words('universal')})"
    wide, closes = re.search(rf"{universal}$", last.rstrip()), re.search(rf"{universal}\b", before)
    weak = re.fullmatch(named.words("unless_all"), said) is not None
    if weak and not wide:
        alone = [end for end in ends if not marked.rest(end).strip()]
        bare = marked.language == "spanish" and marked.says(before) and not named.of(before)
        return alone[0] if alone and (closes or (bare and _has_article(marked, named, ends[0]))) else None
    if re.search(rf"\b(?:{named.words('likes')})\b", last):
        return None if weak else -1
    if not before.strip():
        return next((end for end in ends if marked.text[end:].lstrip().startswith(",")), ends[0])
    if not marked.says(marked.rest(ends[0])):
        return ends[0]
    if marked.says(_bare(named, last)):
        shorter = next((end for end in ends if not marked.says(marked.rest(end))), None)
        return shorter or (None if weak else -1)
    tells = re.match(rf" (?:{named.words('tells')})\b", marked.text[ends[0] :])
    only_all = re.fullmatch(rf" *(?:{named.words('articles')}| )*(?:{named.words('universal')}) *", last) is not None
    return -1 if tells and not only_all else ends[0]


def _bare(named: Names, text: str) -> str:
    """What is said before it, without "everything" and without verbs that wait for their "up" or "down"."""
    text = re.sub(rf"\b(?:{named.words('universal')})\b", " ", text)
    return re.sub(rf"\b(?:{named.words('light')}) *$", " ", text)


def _has_article(marked: Marked, named: Names, end: int) -> bool:
    """ "Menos la voz" leaves the voice out, "menos voz" wants less of it."""
    return re.search(rf"(?:{named.words('articles')}) (?:{named.part})$", marked.text[:end]) is not None
