"""Who is asking."""

from typing import cast

from rest_framework.request import Request

from artists.models import User


def person(request: Request) -> User:
    """The signed-in person; every door that uses this has asked for a sign-in before."""
    return cast(User, request.user)
