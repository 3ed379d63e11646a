"""Days in full. Short ones are Django's own formats: see `studio/formats`."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()

LONG = {"es": r"l, j \d\e F \d\e Y"}


@register.filter
def long_day(day: date) -> str:
    """`Sunday, 29 November 2026`."""
    return date_format(day, LONG.get(get_language() or "", "l, j F Y"))


@register.filter
def written_day(iso: str) -> str:
    """`29 Nov 2026` for a day that is kept as `2026-11-29`; what is no day stays as it is."""
    try:
        return date_format(date.fromisoformat(iso), "DATE_FORMAT")
    except ValueError:
        return iso
