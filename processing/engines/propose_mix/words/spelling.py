"""Words with a slip in them, read as what they are next to: "vocls", "revreb", "gutiars"."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from processing.engines.propose_mix.words.lexicon import LANGUAGES, QUALITY_TABLES, Mark, plain, vocabulary, words_of

SHORTEST, SHORTEST_SWAPPED, SHORTEST_SOUNDING = 4, 6, 3
SOUNDS = (("ch", "x"), ("qu(?=[ei])", "k"), ("v", "b"), ("h", ""), ("ll", "y"), ("z|c(?=[ei])", "s"), ("c", "k"),
          ("g(?=[ei])", "j"))  # fmt: skip
"""Letters that Spanish says alike, and what stands for them."""
MEANT = ("targets", "up", "down", "more", "less", "too", "amounts", "sections", *QUALITY_TABLES)


def spelt(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """`text` after `plain` with its slips mended, and a sentence for each that changed a word that counts."""
    notes: list[str] = []
    slips = words_of(language)["slips"]

    def mended(match: re.Match[str]) -> str:
        word = match[0]
        meant = slips.get(word) or _nearest(word, language) or (_sounding(word) if language == "spanish" else "")
        if not meant:
            return word
        if word not in slips:
            notes.append(f'"{word}" was read as "{meant}".')
        return meant

    return re.sub(r"(?<![\w'-])[a-zñ]+(?![\w'-])", mended, text), tuple(dict.fromkeys(notes))


@cache
def _nearest(word: str, language: str) -> str:
    """The one word that counts and is one slip away; nothing where that may be two, or where it is a word itself."""
    if len(word) < SHORTEST or word in _known():
        return ""
    words = vocabulary(language, MEANT)
    for slips in (_rough(word), _swapped(word) if len(word) >= SHORTEST_SWAPPED else ()):
        found = [one for one in dict.fromkeys(slips) if one in words and _begins_alike(word, one)]
        if found:
            return found[0] if len({_meaning(words, one) for one in found}) == 1 else ""
    return ""


@cache
def _sounding(word: str) -> str:
    """What is said like it in Spanish: "boz", "vatería", "vaja"."""
    if len(word) < SHORTEST_SOUNDING or word in _known():
        return ""
    words = vocabulary("spanish", MEANT)
    found = [one for one in words if _sound(one) == _sound(word)]
    return found[0] if found and len({_meaning(words, one) for one in found}) == 1 else ""


@cache
def _sound(word: str) -> str:
    for letters, sound in SOUNDS:
        word = re.sub(letters, sound, word)
    return word


def _begins_alike(word: str, meant: str) -> bool:
    """The first letter is seldom the one that slips, but for changing places."""
    return word[0] == meant[0] or (word[1], word[0]) == (meant[0], meant[1])


def _meaning(words: Mapping[str, tuple[Mark, ...]], word: str) -> tuple[Any, ...]:
    return tuple((mark.table, mark.says) for mark in words[word])


def _rough(word: str) -> Iterator[str]:
    """Two letters changed places, one too many, one too few."""
    for at in range(len(word)):
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        yield word[:at] + word[at + 1 :]
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in LETTERS)


def _swapped(word: str) -> Iterator[str]:
    """One letter in place of another."""
    for at in range(1, len(word)):
        yield from (word[:at] + letter + word[at + 1 :] for letter in LETTERS)


LETTERS = "abcdefghijklmnopqrstuvwxyzñ"


@cache
def _known() -> frozenset[str]:
    """Every word that stands anywhere in the tables of either language, and words that only look like slips."""
    return frozenset(
        word for language in LANGUAGES for word in re.findall(r"[a-zñ']+", plain(_all(words_of(language))))
    )


def _all(part: Any) -> str:
    if isinstance(part, Mapping):
        return " ".join(f"{name} {_all(one)}" for name, one in part.items())
    return " ".join(map(_all, part)) if isinstance(part, list) else str(part)
