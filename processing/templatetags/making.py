"""How work is told in templates: time that is left, lengths of time, signed figures."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

MINUTE_S = 60


@register.filter
def time_left(seconds: float | None) -> str:
    """`12 s`, `1:05 min`; nothing when there is no telling. As `left` in clock.ts says it."""
    if seconds is None:
        return ""
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < MINUTE_S else f"{whole // MINUTE_S}:{whole % MINUTE_S:02d} min"


@register.filter
def about_time(seconds: float) -> str:
    """How long something will take, no more exact than anybody can know."""
    if seconds < MINUTE_S:
        return _("about {n} seconds").format(n=max(5, 5 * round(seconds / 5)))
    minutes = max(1, round(seconds / MINUTE_S))
    return ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)
