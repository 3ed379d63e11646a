"""Figures as the reader's language writes them. Only the decimal sign differs: `3.5 dB`, `3,5 dB`."""

import re
from decimal import Decimal
from string import Formatter
from typing import Any

from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import get_language

# Not what holds two points: a version number, a date.
POINT = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?!\d|\.\d)")

# A hyphen that stands for a minus, and not within a word, a span or a date.
HYPHEN = re.compile(r"(?<![^\s(:·→])-(?=\d)")


def figure(value: float | Decimal, spec: str = "g") -> str:
    return with_minus(written(format(value, spec)))


def with_minus(text: str) -> str:
    """Levels below zero with the sign that is as wide as a plus: `−14.0 LUFS`."""
    return HYPHEN.sub("−", text)


def written(english: str, language: str | None = None) -> str:
    """Figures that stand in English, as the language writes them; without one, as this moment's does."""
    sign = get_format("DECIMAL_SEPARATOR", language or get_language())
    return POINT.sub(rf"\1{sign}\2", english) if sign != "." else english


def filled(words: str | Promise, **fields: Any) -> str:
    """`words.format(...)` with its fractions as the language writes them."""
    return _FILLER.format(str(words), **fields)


class _Filler(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return written(text) if isinstance(value, float | Decimal) else text


_FILLER = _Filler()
