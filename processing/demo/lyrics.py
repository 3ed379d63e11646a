"""The words of the demo song. Written for this project and free under its licence."""

from dataclasses import dataclass

TITLE = "Paper Lanterns"

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Verse 1",
        (
            "Morning on the harbour wall",
            "Seven boats and no one calls",
            "I fold the night in paper",
            "And I let the river take it all",
        ),
    ),
    (
        "Chorus",
        (
            "Lanterns on the water",
            "Carry me home tonight",
            "Every little fire",
            "Is a window and a light",
        ),
    ),
    (
        "Verse 2",
        (
            "You were singing in the rain",
            "Half a line and then again",
            "I wrote it on a paper sail",
            "And it found me on a slower train",
        ),
    ),
    (
        "Chorus",
        (
            "Lanterns on the water",
            "Carry me home tonight",
            "Every little fire",
            "Is a window and a light",
        ),
    ),
    (
        "Bridge",
        (
            "Oh, the dark is only paper",
            "Oh, the wind is only breath",
            "Hold it up and let it go",
            "There is so much morning left",
        ),
    ),
    (
        "Chorus",
        (
            "Lanterns on the water",
            "Carry me home tonight",
            "Every little fire",
            "Is a window and a light",
        ),
    ),
)


@dataclass(frozen=True)
class Syllable:
    """A syllable as it is sung: the consonants that lead in, and its vowel sound."""

    onset: str
    vowel: str


def text() -> str:
    """The lyrics with their section tags, as a person would paste them."""
    return "\n\n".join("\n".join((f"[{label}]", *lines)) for label, lines in SECTIONS) + "\n"


def syllables(line: str) -> tuple[Syllable, ...]:
    """Cut a line into sung syllables by its vowel letters. Rough, and good enough for a machine that hums words."""
    sung: list[Syllable] = []
    for word in line.lower().replace(",", "").split():
        sung.extend(_word(word))
    return tuple(sung)


def _word(word: str) -> list[Syllable]:
    if len(word) > 3 and word.endswith("e") and word[-2] not in "aeiouyl":
        word = word[:-1]
    found: list[Syllable] = []
    onset, at = "", 0
    while at < len(word):
        if word[at] in "aeiou" or (word[at] == "y" and at > 0):
            end = at + 1
            while end < len(word) and word[end] in "aeiouy":
                end += 1
            found.append(Syllable(onset, _sound(word[at:end])))
            onset, at = "", end
        else:
            onset, at = onset + word[at], at + 1
    return found or [Syllable(word, "eh")]


def _sound(letters: str) -> str:
    """The vowel that a group of letters most often stands for."""
    pairs = {"oo": "oo", "ou": "oo", "ow": "oh", "oa": "oh", "ee": "ee", "ea": "ee", "ai": "eh", "ay": "eh", "io": "oh"}
    return pairs.get(letters) or {"a": "ah", "e": "eh", "i": "ee", "o": "oh", "u": "ah", "y": "ee"}[letters[0]]
