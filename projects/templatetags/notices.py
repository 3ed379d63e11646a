"""Notices in templates: the bell's count, a notice as a sentence and as an address."""

from dataclasses import dataclass

from django import template

from artists.models import User
from projects import notices
from projects.models import Notification

register = template.Library()

COUNTED_UP_TO = 99
# Several that arrive at once are told as one; the page then says of what kind they are.
TOLD_AT_ONCE = 20


@dataclass(frozen=True)
class Unread:
    count: int
    newest: Notification | None
    kinds: str = ""

    @property
    def shown(self) -> str:
        return str(self.count) if self.count <= COUNTED_UP_TO else f"{COUNTED_UP_TO}+"


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> Unread:
    """How many wait, counted no further than the bell can show."""
    user = context["request"].user
    if not isinstance(user, User):
        return Unread(0, None)
    rows = notices.shown_to(user).filter(read_at=None)
    count = rows[: COUNTED_UP_TO + 1].count()
    newest = list(rows[:TOLD_AT_ONCE]) if count and context.get("rang") else []
    return Unread(count, newest[0] if newest else None, " ".join(row.type for row in newest))


@register.filter
def notice_words(notice: Notification) -> str:
    return notices.words(notice)


@register.filter
def notice_excerpt(notice: Notification) -> str:
    return notices.excerpt(notice)


@register.filter
def notice_at_s(notice: Notification) -> float | None:
    """The moment that its link plays from, where it has one."""
    return notice.data.get("at_s") if notice.data.get("asset") else None
