"""Figures, money and days as each language writes them."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from projects.figures import figure, filled, written
from projects.templatetags.days import long_day, written_day
from projects.templatetags.songs import money

DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "3.5, +1.0 dB, 2 of x.y; 0.0037 EUR, 12.50 EUR"), ("es", "3,5, +1,0 dB, 2 of x.y; 0,0037 EUR, 12,50 EUR")],
)
def test_fractions_follow_the_language_and_texts_do_not(language: str, words: str) -> None:
    with translation.override(language):
        told = filled("{a:+.1f} dB, {n} of {text}", a=1.0, n=2, text="x.y")
        assert f"{figure(3.5)}, {told}; {money(Decimal('0.0037'))}, {money(12.5)}" == words


def test_what_is_no_fraction_keeps_its_points() -> None:
    assert written("4.0.1 from 2.5 to -0.5 -> 1", "es") == "4.0.1 from 2,5 to -0,5 -> 1"


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "Sunday, 29 November 2026", "29 Nov 2026"),
        ("es", "domingo, 29 de noviembre de 2026", "29 nov 2026"),
    ],
)
def test_days_follow_the_language(language: str, long: str, short: str) -> None:
    with translation.override(language):
        assert (long_day(DAY), written_day("2026-11-29"), written_day("soon")) == (long, short, "soon")
        shown = Template('{{ day|date:"DATE_FORMAT" }}').render(Context({"day": DAY}))
        assert shown == short
