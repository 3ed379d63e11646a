"""Pieces of a sentence that only mean something together, replaced by tokens before the sentence is taken apart: "than
the drums", "everything but the voice", "back the compression off". No sentence has capitals after `plain`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from processing.engines.propose_mix.words.lexicon import QUALITY_TABLES, Mark, joints, phrases, plain, words_of

TOKENS_MOST = 26
LIST_JOINT = r"(?:,? (?:and|or|nor|y|e|o|ni) |, ?|/| & )"
"""What stands between parts that are named one after another."""
_MARK = r"X[A-Z]"
_SAYS = ("more", "less", "too", "lacks", "up", "down", "is", "want", "keep", *QUALITY_TABLES)
"""Tables of words that ask for something, or say how something is."""


@dataclass
class Marked:
    """A text with its tokens: what each is marked as, and what was said in its place."""

    text: str
    language: str
    means: dict[str, tuple[Mark, ...]] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)

    def shown(self, text: str) -> str:
        """A piece of the text as it was said; tokens may lie in what another stands for."""
        while re.search(_MARK, text):
            text = re.sub(_MARK, lambda token: self._said.get(token[0], ""), text)
        return text

    def token(self, said: str, *marks: Mark) -> str:
        if len(self.means) >= TOKENS_MOST:
            return said
        name = f"X{chr(ord('A') + len(self.means))}"
        self.means[name], self._said[name] = marks, said
        return name

    def put(self, pattern: str, make: Callable[[re.Match[str]], str | None]) -> None:
        """Every place that fits replaced by what `make` says; None leaves it as it stands."""

        def made(match: re.Match[str]) -> str:
            found = make(match)
            return match[0] if found is None else found

        self.text = re.sub(pattern, made, self.text)

    def says(self, text: str) -> bool:
        """Whether a piece of the text asks for something, or says how something is."""
        return any(phrase.has(*_SAYS) for phrase in phrases(text, self.language, self.means))

    def rest(self, at: int) -> str:
        """What follows up to the end of the clause."""
        return re.split(self._ends, self.text[at:] + " ")[0]

    def before(self, at: int) -> str:
        """What has been said since the clause began."""
        return re.split(self._ends, " " + self.text[:at])[-1]

    @property
    def _ends(self) -> str:
        return rf",|/|:|\s(?:{joints(self.language)})\s"


@dataclass(frozen=True)
class Names:
    """How a language calls the parts of a mix, as patterns."""

    language: str

    @cached_property
    def targets(self) -> dict[str, str]:
        words = words_of(self.language)["targets"]
        return {plain(one.strip()): name for name, said in words.items() for one in said.split(",")}

    @cached_property
    def part(self) -> str:
        return rf"{self.articles}(?:{_one_of(self.targets)})(?![\w-])"

    @cached_property
    def articles(self) -> str:
        return rf"(?:(?:{self.words('articles')}) )*"

    @cached_property
    def counted(self) -> str:
        """A section that is called as a part may be, or a place: "in the hook"."""
        names = (one.strip() for said in words_of(self.language)["counted"].values() for one in said.split(","))
        return rf"(?:(?:in|on|during|en|durante) )?(?:(?:the|el|la|los|las) )?(?:{_one_of(map(plain, names))})(?![\w-])"

    def words(self, table: str) -> str:
        return _one_of(plain(one.strip()) for one in words_of(self.language)[table].split(","))

    def of(self, said: str) -> tuple[str, ...]:
        """The parts that a piece of text names."""
        found = re.findall(rf"(?<![\w-])(?:{_one_of(self.targets)})(?![\w-])", said)
        return tuple(dict.fromkeys(self.targets[one] for one in found))

    def nobody(self, said: str) -> bool:
        """Whether a text speaks of nothing but the whole."""
        return set(self.of(said)) <= {"mix"}

    def shares(self, said: str) -> bool:
        """Whether an instrument is named that has no track of its own."""
        shared = _one_of(
            plain(one.strip()) for ends in words_of(self.language)["shared"].values() for one in ends.split(",")
        )
        return re.search(rf"(?<![\w-])(?:{shared})(?![\w-])", said) is not None

    def lists(self, text: str, at: int) -> Iterator[int]:
        """Where the parts end that are named one after another from here, the longest list first."""
        ends = []
        joint = ""
        while found := re.compile(rf"{joint}{self.part}").match(text, at):
            if joint and "mix" in self.of(found[0]):
                break
            ends.append(at := found.end())
            joint = LIST_JOINT
        return reversed(ends)


@cache
def names(language: str) -> Names:
    return Names(language)


def _one_of(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]
