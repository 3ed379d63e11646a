"""Every endpoint of the API as the resolver knows it: its name, its method, its view and its action there."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from projects.api.scopes import scope_of

FORMS = (uuid.UUID(int=0), 999_999_999, "review.requested", "nothing")
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Endpoint:
    name: str
    method: str
    view: Any
    action: str | None

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def scope(self) -> str:
        return scope_of(self.view, self.method, self.action)


def endpoints() -> list[Endpoint]:
    """Those of Django REST framework; what is not, is in `plain_views`."""
    return [one for pattern in _patterns() for one in _of(pattern)]


def plain_views() -> set[str]:
    return {str(pattern.name) for pattern in _patterns() if not _view_class(pattern)}


def somewhere(name: str) -> str:
    """An address of this name with parts of the right form, which name nothing."""
    return somewhere_on(name, next(tuple(one.pattern.regex.groupindex) for one in _patterns() if one.name == name))


def somewhere_on(name: str, params: tuple[str, ...]) -> str:
    for values in product(FORMS, repeat=len(params)):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=dict(zip(params, values, strict=True)))
    raise LookupError(f"say in FORMS what a part of {name} may look like")


def _of(pattern: URLPattern) -> Iterator[Endpoint]:
    view = _view_class(pattern)
    if view is None:
        return
    actions = getattr(pattern.callback, "actions", None)
    known = actions or {method: None for method in METHODS if hasattr(view, method)}
    for method, action in known.items():
        if method in METHODS:
            yield Endpoint(str(pattern.name), method, view, action)


def _view_class(pattern: URLPattern) -> Any:
    return getattr(pattern.callback, "cls", None)


def _patterns(found: Any = None, route: str = "") -> Iterator[URLPattern]:
    for entry in found if found is not None else get_resolver().url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, here)
        elif here.lstrip("^").startswith(("api/v1", "^api/v1")) or "uploads" in here:
            yield entry
