"""What was said of a version, for any card that shows one."""

from typing import Any

from django import template

from projects.models import Asset
from projects.opinions import RATINGS, Said, said_of

register = template.Library()


@register.simple_tag
def said_about(asset: Asset, user: Any) -> Said:
    """Costs no query for versions read through `projects.opinions.with_opinions`."""
    return said_of(asset, user)


@register.simple_tag
def star_numbers() -> list[int]:
    return list(RATINGS)
