"""From a sentence to marked words: what each phrase stands for, English and Spanish alike, the longest phrase first."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

LANGUAGES = ("english", "spanish")
QUALITY_TABLES = ("plain", "compared", "named", "blamed")
WORD_TABLES = (
    "more",
    "less",
    "too",
    "lacks",
    "up",
    "down",
    "not",
    "keep",
    "is",
    "want",
    "inside",
    "fillers",
    "outside",
    "finer",
    "unread",
    "cautions",
    "pronouns",
    "earlier",
    "gone",
)
_WORD = re.compile(r"[PX][A-Z]|[a-z0-9ñ][a-z0-9ñ'\-]*|[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Mark:
    """What a phrase may stand for: a table's name and what it says there (quality and sign, target, amount)."""

    table: str
    says: Any = None


NO_TOKENS: Mapping[str, tuple[Mark, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Phrase:
    text: str
    marks: tuple[Mark, ...]

    def has(self, *tables: str) -> bool:
        return any(mark.table in tables for mark in self.marks)

    def says(self, table: str) -> Any:
        return next((mark.says for mark in self.marks if mark.table == table), None)


def plain(text: str) -> str:
    """Lower case without accents, so that "Más voz" and "mas voz" are one; ñ stays a letter of its own."""
    kept = text.lower().replace("ñ", "\0").replace("’", "'").replace("`", "'")
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(letter))
    return bare.replace("\0", "ñ")


def phrases(text: str, language: str, tokens: Mapping[str, tuple[Mark, ...]] = NO_TOKENS) -> Iterator[Phrase]:
    """The phrases of a text that `plain` has gone over; words that nobody knows have no marks. `tokens` says what those
    mean that `placing` and `marking` have put in."""
    words, table = _WORD.findall(text), _table(language)
    longest = max(len(key) for key in table)
    at = 0
    while at < len(words):
        if words[at] in tokens:
            yield Phrase(words[at], tokens[words[at]])
            at += 1
            continue
        for length in range(min(longest, len(words) - at), 0, -1):
            key = tuple(words[at : at + length])
            if key in table or length == 1:
                yield Phrase(" ".join(key), table.get(key, ()))
                at += length
                break


@cache
def vocabulary(language: str, tables: tuple[str, ...]) -> Mapping[str, tuple[Mark, ...]]:
    """The single words that stand in one of these tables, with all that they are marked as."""
    single = {key[0]: marks for key, marks in _table(language).items() if len(key) == 1}
    return {word: marks for word, marks in single.items() if any(mark.table in tables for mark in marks)}


def language_of(text: str) -> str:
    """The language that knows more words of the text."""

    def known(language: str) -> int:
        return sum(len(phrase.text.split()) for phrase in phrases(text, language) if phrase.marks)

    return max(LANGUAGES, key=known)


@cache
def joints(language: str) -> str:
    """The words that take a sentence apart, as a pattern."""
    return "|".join(re.escape(plain(word.strip())) for word in words_of(language)["splits"].split(","))


@cache
def words_of(language: str) -> Mapping[str, Any]:
    """The tables of a language, as they stand in its file."""
    return tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text())


@cache
def _table(language: str) -> Mapping[tuple[str, ...], tuple[Mark, ...]]:
    found: dict[tuple[str, ...], list[Mark]] = {}
    for text, mark in _entries(language):
        for phrase in plain(text).split(","):
            if key := tuple(_WORD.findall(phrase)):
                found.setdefault(key, []).append(mark)
    return {key: tuple(dict.fromkeys(marks)) for key, marks in found.items()}


def _entries(language: str) -> Iterator[tuple[str, Mark]]:
    words = words_of(language)
    for table in QUALITY_TABLES:
        for quality, ends in words[table].items():
            for sign, text in zip((1, -1), ends, strict=True):
                yield text, Mark(table, (quality, sign))
    for table in ("targets", "shared", "sections"):
        for name, text in words[table].items():
            yield text, Mark(table, name)
    for table in WORD_TABLES:
        yield words[table], Mark(table)
    for amount, text in words["amounts"].items():
        yield text, Mark("amounts", float(amount))
