"""Who stands at a socket's door: a person by their session, or a program by its key."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from artists import tokens
from artists.models import User

READ = "read"


def whoever_opened(scope: Any) -> User | None:
    """Whoever opened the socket: by a key that may read, which is asked for alone, or by a session."""
    secret = secret_of(scope)
    if secret is None:
        return _signed_in(scope["session"].session_key)
    token = tokens.authenticate(secret)
    return token.user if token is not None and READ in token.scopes else None


def secret_of(scope: Any) -> str | None:
    """The key in a socket's headers. A browser can not send one along, so where there is one it was meant."""
    headers = dict(scope["headers"])
    return tokens.secret_in(headers.get(b"authorization", b"").decode("latin-1"))


def _signed_in(session_key: str | None) -> User | None:
    """Whoever the session belongs to now, read afresh: it may have ended since the socket opened."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = _session(session_key)
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def _session(session_key: str) -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return store
