"""`{{ stage.message|said }}`: what a machine said, in the reader's language. Never for what people wrote."""

import re

from django import template

from projects import said as spoken

register = template.Library()

CLOCK = re.compile(r"((?:\d\d:){2}\d\d )?(.*)")


@register.filter
def said(text: object) -> str:
    """The result is plain text and is escaped like any other."""
    return "" if text is None else spoken.said(text)


@register.filter
def said_log(log: str) -> str:
    """The same for every line of a log, each with its time in front."""
    lines = (CLOCK.fullmatch(line) for line in log.splitlines())
    return "\n".join(f"{line[1] or ''}{spoken.said(line[2])}" for line in lines if line)
