"""Syllables in a line, well enough to tell how long it takes to sing: vowel groups with the habits of a language."""

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NUMBER = re.compile(r"\d+")
# German and Spanish sound every vowel that is written outside a diphthong.
ENGLISH = re.compile(r"[aeiouy]+")
GERMAN = re.compile(r"ie|ei|ai|au|eu|äu|aa|ee|oo|[aeiouyäöü]")
SPANISH = re.compile(
    r"(?:[iuü](?=[aeoáéó]))?[aeoáéó](?:[iuy](?![a-záéíóúü]*[íú]\b)(?![aeoáéó]))?|[íú]|[iuüy]+(?![aeoáéó])"
)
# A silent final e, and endings that add no syllable, as in "named" and "times".
SILENT_END = re.compile(r"(?:[^aeiouyl]e|[^aeiouydt]ed|[^aeiouyszxcgh]es)$")
# Vowels side by side that are two syllables all the same: giant, violin, lion, video, quiet, idea, create, being.
HIATUS = re.compile(
    r"ia|io(?!n|us)|(?<=^[lz])io|eo$|(?:sc|cl|q|d|v)ie(?=[nt])|(?<=[aeiou][a-z])ea$|creat|[aeou]ing$|ua(?!r|ge)|uo|iu|yi"
)
# The silent e that a suffix or the second half of a word hides: lonely, something, careful.
HIDDEN_E = re.compile(r"(?<=[aeiou][a-z])e(?=(?:ly|ness|ful|less|ment|thing|times?|where|body|one)$)")
SOUNDED_LE = re.compile(r"[^aeiouy]les?$")
GLIDES = re.compile(r"(?:qu|gu(?=[aei])|[tcs]i(?=o|a)|eau|^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou]))")


def syllables(line: str, language: str = "en") -> int:
    """Syllables of one line; words without a vowel and numbers count one each, an empty line none."""
    words = WORD.findall(line.lower())
    return sum(word_syllables(word, language) for word in words) + len(NUMBER.findall(line))


def word_syllables(word: str, language: str = "en") -> int:
    word = unicodedata.normalize("NFC", word.lower()).replace("’", "").replace("'", "")
    if language == "es":
        return max(1, len(SPANISH.findall(word.replace("qu", "q").replace("gue", "ge").replace("gui", "gi"))))
    if language == "de":
        return max(1, len(GERMAN.findall(word.replace("qu", "q"))))
    return _english(_without_accents(word))


def _english(word: str) -> int:
    smooth = GLIDES.sub(lambda match: {"eau": "o"}.get(match.group(), match.group()[0]), HIDDEN_E.sub("", word))
    count = len(ENGLISH.findall(smooth)) + len(HIATUS.findall(smooth))
    if SILENT_END.search(smooth) and not SOUNDED_LE.search(smooth) and count > 1:
        count -= 1
    return max(1, count)


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
