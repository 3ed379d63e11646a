"""Finds the places that a sentence names, before it is taken apart: "the second chorus", "everywhere but the intro",
"from 1:10 to 1:25". Each is replaced by a token in capitals, which no sentence has after `plain`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from processing.console.differences import clock
from processing.engines.propose_mix.words.lexicon import plain, words_of
from processing.engines.propose_mix.words.places import SHORTEST_S, seconds

MOMENT = ""
"""Stands for a time that is no stretch of time."""
PLACES_MOST = 26
_TIME = r"(\d{1,2}):([0-5]\d(?:[.,]\d)?)(?![\d:])"
_S = r"(?:s|secs?|seconds?|segundos?)"
_FROM, _TO = r"(?:from|between|de|desde|entre|del) ", r"(?:to|till|until|and|through|-|–|a|al|hasta|y)"
_ON = r"(?: (?:on|onwards?|to the end|en adelante|hasta el final)\b)?"
_RANGE = re.compile(rf"(?:\b{_FROM})?{_TIME} ?{_TO} ?{_TIME}")
_RANGE_S = re.compile(rf"\b{_FROM}(\d{{1,3}}) ?{_S}? {_TO} (\d{{1,3}}) ?{_S}\b")
_ONWARDS = re.compile(rf"\b(?:from|after|since|desde|a partir de|despues de) {_TIME}{_ON}")
_UNTIL = re.compile(rf"\b(?:until|till|before|up to|hasta|antes de) {_TIME}")
_LONE = re.compile(_TIME)
_FIRST_S = re.compile(rf"\b(?:(?:in|for|during|en|durante) )?(?:the first|los primeros) (\d{{1,3}}) ?{_S}\b")
_HOOKS = re.compile(r"\bhook(?= (?:vocals?|voices?|vox|drums|bass|guitars?|keys|piano|synths?)\b)")
_MARK = r"P[A-Z]"
_JOINT = r"(?: ?,| and| y| &| e)"
_IN = r"(?: (?:in|on|during|en))?(?: (?:the|el|la|los|las))?"


@dataclass
class Places:
    """The tokens of a text: what each stands for, and what was said in its place."""

    text: str
    language: str
    means: dict[str, str] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)

    def shown(self, text: str) -> str:
        """A piece of the text as it was said."""
        return re.sub(_MARK, lambda token: self._said.get(token[0], ""), text)

    def token(self, means: str, said: str) -> str:
        if len(self.means) >= PLACES_MOST:
            return said
        name = f"P{chr(ord('A') + len(self.means))}"
        self.means[name], self._said[name] = means, said
        return name


def placed(text: str, language: str) -> Places:
    """`text` after `plain`, its places replaced by tokens."""
    places, names = Places(text, language), _names(language)
    _hooks(places)
    _times(places)
    _all_but(places, names)
    _exceptions(places, names)
    _beside(places, names)
    _numbered(places, names)
    _together(places, names)
    return places


def _hooks(places: Places) -> None:
    """ "The hook vocals" are those of a section; the hook alone may be a melody that somebody plays."""
    if places.language == "english":
        places.text = _HOOKS.sub("chorus", places.text)


@dataclass(frozen=True)
class _Names:
    """How a language calls sections and counts them. `sections`: word -> kind, `ordinals`: word -> number."""

    sections: Mapping[str, str]
    ordinals: Mapping[str, int]
    numbers: Mapping[str, int]

    @cached_property
    def section(self) -> str:
        return _one_of(self.sections)

    @cached_property
    def ordinal(self) -> str:
        return _one_of(self.ordinals)

    @cached_property
    def number(self) -> str:
        return rf"(?:{_one_of(self.numbers)})(?!\d)(?! ?(?:db|decib|notch|step|more|bit|of|hair|touch|mas))(?![.,]\d)"

    def counted(self, number: int, kind: str) -> str:
        return f"last {kind}" if number < 0 else f"{kind} {number}"


@cache
def _names(language: str) -> _Names:
    words: Mapping[str, Any] = words_of(language)

    def turned(table: str) -> dict[str, str]:
        return {plain(word.strip()): key for key, said in words[table].items() for word in said.split(",")}

    ordinals = {word: int(number) for word, number in turned("ordinals").items()}
    numbers = {word: int(number) for word, number in turned("numbers").items()}
    return _Names(turned("counted"), ordinals, {**numbers, **{str(n): n for n in range(1, 10)}})


def _table(language: str, name: str) -> str:
    return _one_of({plain(word.strip()): 0 for word in words_of(language)[name].split(",")})


def _one_of(words: Mapping[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _times(places: Places) -> None:
    def token(said: str, start_s: float, end_s: float | None) -> str:
        stretch = f"{clock(start_s)}-{clock(end_s) if end_s is not None else 'end'}"
        return places.token(MOMENT if end_s is not None and end_s - start_s < SHORTEST_S else stretch, said)

    def at(minutes: str, rest: str) -> float:
        return seconds(minutes, rest.replace(",", "."))

    text = _RANGE.sub(lambda m: token(m[0], at(m[1], m[2]), at(m[3], m[4])), places.text)
    text = _RANGE_S.sub(lambda m: token(m[0], float(m[1]), float(m[2])), text)
    text = _FIRST_S.sub(lambda m: token(m[0], 0.0, float(m[1])), text)
    text = _ONWARDS.sub(lambda m: token(m[0], at(m[1], m[2]), None), text)
    text = _UNTIL.sub(lambda m: token(m[0], 0.0, at(m[1], m[2])), text)
    places.text = _LONE.sub(lambda m: places.token(MOMENT, m[0]), text)


def _all_but(places: Places, names: _Names) -> None:
    """ "Every chorus but the last (one)", "all but the last chorus"."""
    but, every = _table(places.language, "but"), _table(places.language, "every")
    ordinal, section, article = f"({names.ordinal})", f"({names.section})", "(?: the| el| la)?"

    def one(kind: str, number: str, said: str) -> str:
        counted = names.counted(names.ordinals[number], names.sections[kind])
        return f"{places.token(names.sections[kind], said)} {places.token(f'not {counted}', '')}"

    all_but = rf"\b(?:{every})(?: of the| the)? (?:{but}){article} {ordinal} {section}\b"
    places.text = re.sub(all_but, lambda m: one(m[2], m[1], m[0]), places.text)
    each_but = rf"\b{section} ?,? ?(?:{but}){_IN} {ordinal}(?: one| uno| una| (?:{names.section}))?\b"
    places.text = re.sub(each_but, lambda m: one(m[1], m[2], m[0]), places.text)


def _exceptions(places: Places, names: _Names) -> None:
    """ "But" takes a sentence apart; not where it takes a section out: "everywhere but the intro"."""
    everywhere, but = (_table(places.language, name) for name in ("everywhere", "but"))
    follows = rf"(?={_IN} (?:{_MARK}|(?:{names.ordinal}) |(?:{names.section})\b))"
    out = words_of(places.language)["outside"].split(",")[0].strip()
    places.text = re.sub(rf"\b(?:{everywhere})(?: ?,)? (?:{but})\b{follows}", out, places.text)


def _beside(places: Places, names: _Names) -> None:
    """ "Before the last chorus", "from the bridge on" and "between the verses" lie outside of what they name."""
    section = rf"(?: the| el| la| del)?(?: (?:{names.ordinal}))? (?:{names.section})\b(?: (?:{names.number}))?"
    begins = _table(places.language, "beside")
    onwards = r"(?: on\b(?! the)| onwards?| to the end| en adelante| hasta el final)"
    many = rf"(?: the| el| la)?(?: (?:{names.ordinal}))?(?: (?:{names.section}))?{_JOINT}{section}"
    ways = (rf"\b(?:{begins}){section}", rf"\b(?:from|since|desde){section}{onwards}", rf"\b(?:between|entre){many}")
    for way in ways:
        places.text = re.sub(way, lambda match: places.token(MOMENT, match[0]), places.text)


def _numbered(places: Places, names: _Names) -> None:
    """ "The second chorus", "first and last verse", "chorus 2", "verses 1 and 2"."""
    one = rf"(?:{names.ordinal})"

    def before(match: re.Match[str]) -> str:
        kind = names.sections[match[2]]
        said = re.findall(rf"\b{one}\b", match[1])
        return " ".join(places.token(names.counted(names.ordinals[word], kind), f"{word} {match[2]}") for word in said)

    def behind(match: re.Match[str]) -> str:
        kind = names.sections[match[1]]
        said = re.findall(rf"\b(?:{_one_of(names.numbers)})\b", match[2])
        return " ".join(places.token(names.counted(names.numbers[word], kind), f"{match[1]} {word}") for word in said)

    many = rf"\b({one}(?:{_JOINT}(?: the| el| la)? {one})*) ({names.section})\b"
    places.text = re.sub(many, before, places.text)
    places.text = re.sub(
        rf"\b({names.section})(?: number| no| numero)? ?((?:{names.number})(?:{_JOINT} (?:{names.number}))*)\b",
        behind,
        places.text,
    )


def _together(places: Places, names: _Names) -> None:
    """ "And" between two sections does not begin a new wish: "in the verse and the chorus"."""
    place = rf"(?:{_MARK}|(?:{names.section})\b)"

    def joined(match: re.Match[str]) -> str:
        return " ".join(
            word if re.fullmatch(_MARK, word) else places.token(names.sections[word], word)
            for word in re.findall(place, match[0])
        )

    places.text = re.sub(rf"\b{place}(?:{_JOINT}{_IN} {place})+", joined, places.text)
