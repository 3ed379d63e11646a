"""Who is asking, and for which number."""

from typing import cast

from rest_framework.request import Request

from artists.models import User


def person(request: Request) -> User:
    """The signed-in person; every door that uses this has asked for a sign-in before."""
    return cast(User, request.user)


def whole_number(text: str) -> int:
    """A number from an address; 0 for anything else, and for what no database could hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
