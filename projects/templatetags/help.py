"""`{% help_link "loudness" %}`: a small question mark that opens the paragraph about a hard word."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.help import BY_SLUG

register = template.Library()


@register.simple_tag
def help_link(slug: str, named: bool = False) -> SafeString:
    """`named` where several stand side by side: each then says what it is about."""
    topic = BY_SLUG[slug]
    label = _("Help: {topic}").format(topic=topic.title)
    return format_html(
        '<a class="what-is{}" href="{}" data-help aria-label="{}">{}?</a>',
        " named" if named else "",
        reverse("help-topic", args=[slug]),
        label,
        f"{topic.title} " if named else "",
    )
