"""What a person chooses for themselves: language, and how they are told of things."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from artists import language
from artists.models import User
from projects import notices, told
from projects.models import NotificationChoice
from projects.views.deeds import Done, deed, member


@dataclass(frozen=True)
class Choice:
    kind: str
    label: Promise
    in_app: bool
    email: str


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    user = member(request)
    choices = [
        Choice(key, told.KINDS[key].label, in_app, email) for key, (in_app, email) in notices.choices_of(user).items()
    ]
    context = {
        "choices": choices,
        "emails": NotificationChoice.Email.choices,
        "mail_is_sent": settings.EMAIL_IS_SENT,
        "digest_hour": f"{settings.DIGEST_HOUR:02d}:00 {timezone.localtime():%Z}",
    }
    return render(request, "projects/settings.html", context)


@deed
def choose_notice(request: HttpRequest, kind: str) -> Done:
    """One row of the table, saved as soon as it changes."""
    notices.choose(
        member(request), kind, in_app=request.POST.get("in_app") == "on", email=request.POST.get("email", "")
    )
    return Done(_("Saved."), reverse("settings"))


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Kept in the browser, and with the person when somebody is signed in."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else reverse("home"))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    language.remember(response, chosen)
    with override(chosen):
        return response
