"""A level said in dB: "two dB louder", "+1,5 dB", "medio decibelio"."""

import re

from processing.engines.propose_mix.words.wish import LEVEL_MOST_DB

_DECIBELS = re.compile(r"(?:([+-])\s?)?(\d+(?:[.,]\d+)?)\s?(?:db|decibels?|decibelios?)\b")
_NUMBER = re.compile(r"\d")
_HALF = re.compile(r"\b(half a|one|a couple of|two|three|un|medio|dos|tres)\s(?:db|decibels?|decibelios?)\b")
_HALVES = {"half a": 0.5, "medio": 0.5, "one": 1.0, "un": 1.0, "a couple of": 2.0, "two": 2.0, "dos": 2.0, "three": 3.0,
           "tres": 3.0}  # fmt: skip
_NUMBERED_NAMES = re.compile(r"\b808s?\b|\bmiddle 8\b")


def level_db(text: str) -> tuple[float | None, str]:
    """A level said in dB, and what is wrong with the numbers of a clause."""
    if half := _HALF.search(text):
        return _HALVES[half[1]], ""
    if not _NUMBER.search(_NUMBERED_NAMES.sub("", text)):
        return None, ""
    found = _DECIBELS.search(text)
    if found is None or len(re.findall(r"\d+(?:[.,]\d+)?", _NUMBERED_NAMES.sub("", text))) > 1:
        return None, "holds a number that is no level in dB"
    value_db = float(found[2].replace(",", "."))
    if value_db > LEVEL_MOST_DB:
        return None, f"goes too far: a wish moves a level by up to {LEVEL_MOST_DB:g} dB"
    return -value_db if found[1] == "-" else value_db, ""


def is_decibel(text: str) -> bool:
    return bool(_NUMBER.search(text)) or text in ("db", "decibel", "decibels", "decibelios")
