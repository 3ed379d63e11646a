"""What every form does: one deed, then words about it, for htmx and for browsers without scripts alike."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from artists.models import User
from projects.errors import Invalid, NotAllowed, StudioError
from projects.said import said

CLOCK = re.compile(r"(?:(\d{1,3}):)?(-?\d{1,6}(?:\.\d*)?)", re.ASCII)


@dataclass(frozen=True)
class Done:
    """What to say, and where to go; `leave` goes there even from a page that only refreshes its parts.

    `undo` is the address that takes it back while the notice stands; `but` tells what did not work out.
    """

    words: str
    to: str
    leave: bool = False
    undo: str = ""
    but: str = ""


def member(request: HttpRequest) -> User:
    """The person who is signed in."""
    if not isinstance(request.user, User):
        raise TypeError("this view needs a signed-in person")
    return request.user


def deed(view: Callable[..., Done]) -> Callable[..., HttpResponse]:
    """Let a view of a signed-in person do one thing and say so; what the studio refuses is said in its own words."""
    signed_in: Callable[..., HttpResponse] = login_required(open_deed(view))
    return signed_in


def open_deed(view: Callable[..., Done]) -> Callable[..., HttpResponse]:
    """The same for anybody: the view itself says who may."""

    @require_POST
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = view(request, *args, **kwargs)
        except StudioError as error:
            return _refused(request, error)
        if request.headers.get("HX-Request") and not done.leave:
            return _told(HttpResponse(status=204), **_facts(done))
        if done.words:
            messages.success(request, done.words)
        if done.but:
            messages.error(request, done.but)
        return _go(request, done.to)

    return answer


def _facts(done: Done) -> dict[str, str | dict[str, str]]:
    said: str | dict[str, str] = {"words": done.words, "undo": done.undo} if done.undo else done.words
    told = {"undoable" if done.undo else "said": said, "refused": done.but, "changed": "yes"}
    return {name: fact for name, fact in told.items() if fact}


def _refused(request: HttpRequest, error: StudioError) -> HttpResponse:
    words = said(error.words)
    if request.headers.get("HX-Request"):
        status = 403 if isinstance(error, NotAllowed) else 422
        answer = HttpResponse(words, status=status, content_type="text/plain")
        # When somebody was first, the page behind the form is out of date: it shows how things stand now.
        stale = {} if isinstance(error, Invalid | NotAllowed) else {"changed": "yes"}
        return _told(answer, refused=words, **stale)
    messages.error(request, words)
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/")


def _told(response: HttpResponse, **facts: str | dict[str, str]) -> HttpResponse:
    # Headers are Latin-1; JSON escapes everything else.
    response["HX-Trigger"] = json.dumps({f"studio:{name}": words for name, words in facts.items()})
    return response


def _go(request: HttpRequest, to: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = to
        return response
    return HttpResponseRedirect(to)


def moment(text: str | None, *, field: str) -> float | None:
    """A place in a song in seconds, typed as `65`, `65.3` or, as the player shows it, `1:05`."""
    text = (text or "").strip().replace(",", ".")
    if not text:
        return None
    found = CLOCK.fullmatch(text)
    if found is None:
        words = _("Write the moment in seconds, or as 1:05.")
        raise StudioError("comment.not_a_time", words, field=field)
    minutes, seconds = found.groups()
    return 60.0 * float(minutes or 0) + float(seconds)


def number(text: str | None, *, code: str, field: str) -> float | None:
    """A typed number, or None when nothing was typed. Raises StudioError with the field it came from."""
    text = (text or "").strip().replace(",", ".")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise StudioError(code, _("Type a number here."), field=field) from None
