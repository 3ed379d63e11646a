"""`{{ stage.message|said }}`: what a machine said, in the reader's language. Never for what people wrote."""

from django import template

from projects import said as spoken
from projects.figures import with_minus

register = template.Library()


@register.filter
def said(text: object) -> str:
    """The result is plain text and is escaped like any other."""
    return "" if text is None else with_minus(spoken.said(text))
