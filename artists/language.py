"""The language somebody chose for themselves, on every machine they sign in from."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from artists.models import User

COOKIE_KEPT_S = 365 * 24 * 3600


class PersonsLanguage(MiddlewareMixin):
    """After sign-in the person's own choice counts more than the browser's cookie and its settings."""

    def process_request(self, request: HttpRequest) -> None:
        # Only a request with a session can have a person, so nobody else costs a look into the database.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
            chosen = request.user.language
            if chosen and chosen != translation.get_language():
                translation.activate(chosen)
                request.LANGUAGE_CODE = chosen


def remember(response: HttpResponse, language: str) -> None:
    """Keep the choice in the browser, for pages on which nobody is signed in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=COOKIE_KEPT_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def of(user: User) -> str:
    """The language to write to somebody in."""
    return user.language or settings.LANGUAGE_CODE
