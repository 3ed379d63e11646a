"""The door for people who were invited: a name, a password, and they are in."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from artists import invitations
from artists.models import Invitation, Label
from projects.errors import StudioError

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOT_FOUND, GONE, REFUSED = 404, 410, 422


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    invitation = invitations.found(secret)
    if invitation is None:
        return closed_door(request, _("This link opens nothing. Copy it whole, or ask for a new one."), NOT_FOUND)
    reasons = {
        "accepted": _("This invitation was used already. Sign in with your e-mail and password."),
        "withdrawn": _("This invitation was taken back. Ask the label for a new one."),
        "expired": _("This invitation has run out. Ask the label for a new one."),
    }
    standing = invitations.standing(invitation)
    if standing in reasons:
        return closed_door(request, reasons[standing], GONE)
    if request.method == "POST" and not request.user.is_authenticated:
        return _accepted(request, invitation)
    return _door(request, invitation)


def _accepted(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        person = invitations.accept(
            invitation, name=request.POST.get("name", ""), password=request.POST.get("password", "")
        )
    except StudioError as error:
        return _door(request, invitation, error)
    login(request, person, backend=BACKEND)
    return HttpResponseRedirect(reverse("home"))


def _door(request: HttpRequest, invitation: Invitation, error: StudioError | None = None) -> HttpResponse:
    context = {
        "invitation": invitation,
        "label": Label.ours(),
        "error": error,
        "field": error.facts.get("field") if error else "",
        "name": request.POST.get("name", ""),
    }
    answer = render(request, "artists/join.html", context, status=REFUSED if error else 200)
    add_never_cache_headers(answer)
    return answer


def closed_door(request: HttpRequest, words: str, status: int, *, for_guests: bool = False) -> HttpResponse:
    """Why a link opens nothing; guests have no account to sign in with instead."""
    context = {"words": words, "for_guests": for_guests}
    answer = render(request, "artists/join_closed.html", context, status=status)
    add_never_cache_headers(answer)
    return answer
