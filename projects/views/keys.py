"""One's own keys to the API."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from artists import tokens
from artists.models import ApiToken, LabelRole, User
from projects import keys as verbs
from projects.errors import StudioError
from projects.said import said
from projects.views.deeds import Done, deed, member

LASTS_DAYS = (30, 90, 365)


@login_required
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "artists/keys.html", _shown(member(request)))


@login_required
@require_POST
@never_cache
def make_key(request: HttpRequest) -> HttpResponse:
    """Answered at once and not by sending the browser on: the secret is in this answer and nowhere else."""
    user, days = member(request), request.POST.get("days", "")
    wanted = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else None
    try:
        token, secret = verbs.make(user, request.POST.get("name", ""), request.POST.getlist("scopes"), days=wanted)
    except StudioError as error:
        asked = {"name": request.POST.get("name", ""), "chosen": request.POST.getlist("scopes")}
        return render(request, "artists/keys.html", {**_shown(user), **asked, "refused": said(error.words)}, status=422)
    return render(request, "artists/keys.html", {**_shown(user), "made": token, "secret": secret})


@deed
def revoke_key(request: HttpRequest, key_id: int) -> Done:
    user = member(request)
    verbs.revoke(get_object_or_404(ApiToken, pk=key_id, user=user), by=user)
    return Done(_("Revoked. Programs that use this key are turned away from now on."), reverse("keys"))


def _can_use(user: User, scope: str) -> bool:
    """A key never gives more than its person may, so nothing is offered that would open nothing."""
    return {"decide": user.can_decide, "admin": user.label_role == LabelRole.ADMIN}.get(scope, True)


def _shown(user: User) -> dict[str, object]:
    living, now = user.api_tokens.filter(revoked_at=None), timezone.now()
    return {
        "tokens": [(token, token.expires_at is not None and token.expires_at <= now) for token in living],
        "revoked": user.api_tokens.exclude(revoked_at=None)[:10],
        "scopes": [(scope, words) for scope, words in tokens.SCOPES.items() if _can_use(user, scope)],
        "chosen": ["read"],
        "lasts": LASTS_DAYS,
    }
