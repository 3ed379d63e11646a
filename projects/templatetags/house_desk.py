"""Small words of the house's own pages."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at_key(table: Mapping[Any, Any], key: Any) -> Any:
    """What stands in a table under a key; nothing when nothing does."""
    return table.get(key)
