"""What the machines said, in the reader's language.

Errors, log lines, findings and reasons are composed and stored in English, because nobody knows who will read them.
At the moment of showing, the sentence is recognised again: each one that the studio can say is a message of the
catalogue `said`, with `{fields}` for what is put into it, and is filed under its rarest word. What is not recognised is
shown as it is. Only for what machines said: words of people never pass through here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from projects.figures import written

FIELD = re.compile(r"\{(\w+)(?::[^{}]*)?\}")
WORD = re.compile(r"[^\W\d_]+")
NUMBER = r"[-+~]?\d[\d.,:%/]*"
UNITS = r"dBTP|dBFS|dB|LUFS|LU|kHz|Hz|ms|s|BPM|%|MB|:1"
FIGURE = re.compile(rf"{NUMBER}(?:\s?(?:{UNITS}))?|{UNITS}|EQ|[A-G][#b]?")
# Fields that hold what a person wrote: they stay as they are, even if they look like a word of the studio.
THEIRS = frozenset({"asset_name", "upload_name", "path_name", "text", "given", "who", "artist"})
SENTENCES = re.compile(r"(?<=[.!?]) ")
# "level +1.0 dB", "ratio 2:1 -> 3:1", "3 a minute".
MOVED = re.compile(rf"(.+?) ((?:{FIGURE.pattern})(?: -> (?:{FIGURE.pattern}))?)")
COUNTED = re.compile(rf"({NUMBER}) (.+)")
QUOTED = re.compile(r'("[^"]*"|“[^”]*”) (.+)', re.DOTALL)
IN_BRACKETS = re.compile(r"(.+) \((.+)\)")
LONGEST = 1000
"""Letters: what is longer was never said by a machine."""
REMEMBERED = 8192
WEAK_WORDS, WEAK_LETTERS = 3, 5
"""A template with little of its own, or a short one that begins with a field, is only believed when its fields are
known too."""


def said(text: object) -> str:
    """The sentence in the language of this moment; itself when it is English's turn or nobody knows it."""
    language, words = get_language(), str(text)
    if not language or language == settings.LANGUAGE_CODE or not words:
        return words
    return _remembered(language, words)


@lru_cache(maxsize=REMEMBERED)
def _remembered(language: str, words: str) -> str:
    found = phrases(language).find(words) if len(words) <= LONGEST else None
    return words if found is None else found


def is_known(text: str, language: str) -> bool:
    """Whether the sentence would be shown in that language."""
    return phrases(language).find(text) is not None


@cache
def phrases(language: str) -> "Phrases":
    folder = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES"
    spoken = _catalogue(folder / "said.mo")
    # Of two that fit as well, the first wins: what machines say goes before what pages say.
    return Phrases(
        {**spoken, **{key: text for key, text in _sentences(folder / "django.mo").items() if key not in spoken}},
        language,
    )


def _catalogue(path: Path) -> dict[str, str]:
    """All messages without context or plural; none when there is no such file."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        # Python's reader offers only single messages; Django reads the whole the same way.
        messages = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in messages.items() if isinstance(key, str) and key and "\x04" not in key}


def _sentences(path: Path) -> dict[str, str]:
    """What pages and verbs say: a worker may have said it too. Words alone may mean something else there."""
    return {key: text for key, text in _catalogue(path).items() if key.endswith(".") and key.count(" ") >= WEAK_WORDS}


@dataclass(frozen=True)
class Template:
    """A sentence with fields, and how it is said."""

    english: str
    translated: str

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(FIELD.sub("\0", self.english))

    @cached_property
    def is_weak(self) -> bool:
        if len("".join(self.words)) < WEAK_LETTERS:
            return True
        return self.english.startswith("{") and len(self.words) < WEAK_WORDS

    @cached_property
    def letters(self) -> int:
        return len(FIELD.sub("", self.english))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        seen: set[str] = set()
        parts = []
        for number, part in enumerate(FIELD.split(self.english)):
            if number % 2 == 0:
                parts.append(re.escape(part))
            else:
                # What stands first may itself be put together in the same way: it takes as much as it can.
                amount = ".+" if number == 1 and not parts[0] else ".+?"
                parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>{amount})")
                seen.add(part)
        return re.compile("".join(parts), re.DOTALL)

    def filled(self, fields: dict[str, str]) -> str:
        return FIELD.sub(lambda field: fields[field[1]], self.translated)


class Phrases:
    """The sentences of one language. A sentence with fields is looked for among the few that share its rarest word."""

    def __init__(self, messages: dict[str, str], language: str = "en") -> None:
        self._language = language
        self._whole = {english: text for english, text in messages.items() if not FIELD.search(english)}
        templates = [Template(english, text) for english, text in messages.items() if FIELD.search(english)]
        often = Counter(word for one in templates for word in set(one.words))
        self._by_word: dict[str, list[Template]] = {}
        for one in sorted(templates, key=lambda one: -one.letters):
            if one.words:
                self._by_word.setdefault(min(one.words, key=lambda word: (often[word], word)), []).append(one)

    def find(self, text: str) -> str | None:
        """The translation, None for what was never said here. Figures are known in every language."""
        if FIGURE.fullmatch(text):
            return written(text, self._language)
        return self._whole_sentence(text) or self._filled(text) or self._in_parts(text)

    def _whole_sentence(self, text: str) -> str | None:
        if text in self._whole:
            return self._whole[text]
        # "Metallic shimmer" may stand in the middle of a sentence, "high-pass" at the head of a fader.
        turned = text[:1].swapcase() + text[1:]
        if turned in self._whole:
            return self._whole[turned][:1].swapcase() + self._whole[turned][1:]
        return None

    def _filled(self, text: str) -> str | None:
        for template in self._candidates(text):
            if match := template.pattern.fullmatch(text):
                fields = {name: self._piece(name, piece) for name, piece in match.groupdict().items()}
                if not template.is_weak or None not in fields.values():
                    return template.filled({name: one or match[name] for name, one in fields.items()})
        return None

    def _candidates(self, text: str) -> Iterator[Template]:
        found = [one for word in dict.fromkeys(WORD.findall(text)) for one in self._by_word.get(word, ())]
        return iter(sorted(found, key=lambda one: -one.letters))

    def _piece(self, name: str, piece: str) -> str | None:
        return piece if name in THEIRS else self.find(piece)

    def _in_parts(self, text: str) -> str | None:
        """Sentences in a row, a title before a colon, lists, something in brackets: known when their parts are."""
        if len(sentences := SENTENCES.split(text)) > 1:
            return self._joined(sentences, " ")
        if text.endswith(".") and (known := self.find(text[:-1])) is not None:
            return f"{known}."
        head, colon, tail = text.partition(": ")
        if colon and (known := self.find(tail)) is not None:
            # A name that nobody translates may stand before the colon: a track's, an engine's.
            return f"{self.find(head) or head}: {known}"
        for between in ("; ", ", "):
            if between in text:
                return self._joined(text.split(between), between)
        return self._with_figure(text)

    def _with_figure(self, text: str) -> str | None:
        if (moved := MOVED.fullmatch(text)) and (what := self._what(moved[1])) is not None:
            return f"{what} {written(moved[2], self._language)}"
        if (counted := COUNTED.fullmatch(text)) and (what := self.find(counted[2])) is not None:
            return f"{written(counted[1], self._language)} {what}"
        if (quoted := QUOTED.fullmatch(text)) and (about := self.find(quoted[2])) is not None:
            return f"{quoted[1]} {about}"
        if bracket := IN_BRACKETS.fullmatch(text):
            outside, inside = self.find(bracket[1]), self.find(bracket[2])
            return f"{outside} ({inside})" if outside and inside else None
        return None

    def _what(self, text: str) -> str | None:
        """What a figure belongs to: "width", or "EQ peak at 300 Hz gain", a device and one of its controls."""
        if (known := self.find(text)) is not None:
            return known
        device, _space, control = text.rpartition(" ")
        one, other = self.find(device) if device else None, self._whole_sentence(control)
        return f"{one} {other}" if one and other else None

    def _joined(self, parts: Sequence[str], between: str) -> str | None:
        found = [self.find(part) for part in parts]
        return None if None in found else between.join(one or "" for one in found)
