"""How remarks look in templates."""

from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from artists.models import User
from projects.mentions import pattern_of
from projects.reasons import QUICK
from projects.templatetags.songs import clock

register = template.Library()


@register.filter
def with_names(text: str, people: Sequence[User]) -> SafeString:
    """A remark with the people it names set apart; everything else is escaped, and lines stay lines."""
    pattern = pattern_of(people) if "@" in text else None
    parts, last = [], 0
    for found in pattern.finditer(text) if pattern else ():
        parts += [escape(text[last : found.start()]), f'<span class="named">{escape(found.group(0))}</span>']
        last = found.end()
    return mark_safe("".join([*parts, escape(text[last:])]).replace("\n", "<br>"))  # noqa: S308 (escaped above)


@register.filter
def span(remark: object) -> str:
    """`1:12`, or `1:12 – 1:20` for a range."""
    at_s, end_s = getattr(remark, "at_s", None), getattr(remark, "end_s", None)
    return clock(at_s) if end_s is None else f"{clock(at_s)} – {clock(end_s)}"


@register.simple_tag
def quick_reasons() -> list[tuple[str, str]]:
    return [(key, str(words)) for key, words in QUICK.items()]
