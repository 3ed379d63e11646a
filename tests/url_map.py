"""Every address of the studio, as its own resolver and router list them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from projects.routing import websocket_urlpatterns

# Doors of other people's code, which know no songs; the admin's are walked by prefix.
FOREIGN = ("accounts/",)


@dataclass(frozen=True)
class Address:
    """A named route. `params` are the names of what has to be filled in."""

    name: str
    route: str
    params: tuple[str, ...]

    def __str__(self) -> str:
        return self.name or self.route


def addresses() -> list[Address]:
    return [a for a in _walk(get_resolver().url_patterns) if not a.route.startswith(FOREIGN)]


def sockets() -> list[Address]:
    return list(_walk(websocket_urlpatterns))


def _walk(patterns: Any, route: str = "", names: str = "", params: tuple[str, ...] = ()) -> Iterator[Address]:
    for entry in patterns:
        found = (*params, *entry.pattern.regex.groupindex)
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from _walk(entry.url_patterns, here, space, found)
        elif isinstance(entry, URLPattern):
            yield Address(f"{names}{entry.name}" if entry.name else "", here, found)
