"""Amounts said in numbers: "2 dB louder", "+1,5 dB", "20 % less"."""

import math
import re
from dataclasses import dataclass

from processing.engines.propose_mix.words.wish import LEVEL_MOST_DB

_DECIBELS = re.compile(r"(?:([+-])\s?)?(\d+(?:[.,]\d+)?)\s?(?:db|decibels?|decibelios?)\b")
SHARE_MOST = 100.0
_TOO_FAR = f"goes too far: a wish moves a level by up to {LEVEL_MOST_DB:g} dB"
_SHARE = re.compile(r"(?<!to )(?<!at )(?<!al )(?<![\d.,])(?:([+-])\s?)?(\d+(?:[.,]\d+)?)\s?%")
_UNIT = re.compile(r"\b(?:db|decibels?|decibelios?)\b")
_NUMBER = re.compile(r"\d")
_NUMBERED_NAMES = re.compile(r"\b808s?\b|\bmiddle 8\b")
SHARE_OF_STEP = 0.3
"""So much more or less of anything is one step; "half as much" lies near 1.8."""


@dataclass(frozen=True)
class Amount:
    """A level said in dB, or a share of what is there (0.2 is 20 %), both signed as they were said."""

    level_db: float | None = None
    share: float | None = None


def amount_of(text: str) -> tuple[Amount, str]:
    """How far a clause says in numbers, and what is wrong with them."""
    text = _NUMBERED_NAMES.sub("", text)
    if not _NUMBER.search(text):
        return Amount(), "holds a number that is no level in dB" if _UNIT.search(text) else ""
    found, shared = _DECIBELS.search(text), _SHARE.search(text)
    if (found is None and shared is None) or len(re.findall(r"\d+(?:[.,]\d+)?", text)) > 1:
        return Amount(), "holds a number that is no level in dB"
    sign, said = (found or shared).groups()  # type: ignore[union-attr]
    value = float(said.replace(",", ".")) * (-1.0 if sign == "-" else 1.0)
    if found is None:
        return (Amount(share=value / 100.0), "") if abs(value) <= SHARE_MOST else (Amount(), _TOO_FAR)
    return (Amount(level_db=value), "") if abs(value) <= LEVEL_MOST_DB else (Amount(), _TOO_FAR)


def share_db(share: float) -> float:
    """ "20 % louder" is 1.6 dB, "half as loud" -6 dB."""
    return max(-LEVEL_MOST_DB, 20.0 * math.log10(max(0.01, 1.0 + share)))


def is_decibel(text: str) -> bool:
    return bool(_NUMBER.search(text)) or text in ("db", "decibel", "decibels", "decibelios")
