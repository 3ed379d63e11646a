"""A version's links for guests, as those who may see the song manage them; and the page that a link opens."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from artists.models import Label
from projects import guests
from projects.models import Asset, GuestLink
from projects.version_names import version_name
from projects.views.deeds import Done, deed, member, moment, open_deed
from projects.views.join import closed_door
from projects.views.threads import mark_of

CALLED = "guest_name"
NOT_FOUND, GONE = 404, 410


@login_required
@require_GET
def links(request: HttpRequest, asset_id: uuid.UUID) -> HttpResponse:
    """Who has a link to this version, and a form for another one."""
    asset = _asset(request, asset_id)
    rows = [
        (link, guests.standing(link), _address(request, link))
        for link in asset.guest_links.select_related("by", "asset")
    ]
    context = {
        "asset": asset,
        "title": version_name(asset.kind, asset.version),
        "open": [row for row in rows if row[1] == "open"],
        "over": [row for row in rows if row[1] != "open"],
        "lasts": guests.LASTS_DAYS,
        "usual": guests.USUAL_DAYS,
    }
    return render(request, "projects/guest_links.html", context)


@deed
def share(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    asset, days = _asset(request, asset_id), request.POST.get("days", "")
    wanted = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
    comments = request.POST.get("may_comment") == "yes"
    link = guests.share(asset, request.POST.get("name", ""), by=member(request), days=wanted, may_comment=comments)
    words = _("The link for {name} is ready to copy.").format(name=link.name)
    return Done(words, f"{reverse('guest-links', args=[asset.pk])}#link-{link.pk}", leave=True)


@deed
def close(request: HttpRequest, link_id: uuid.UUID) -> Done:
    link = get_object_or_404(GuestLink.objects.visible_to(request.user), pk=link_id)
    guests.close(link, by=member(request))
    words = _("Closed. {name} hears nothing more by this link.").format(name=link.name)
    return Done(words, reverse("guest-links", args=[link.asset_id]), leave=True)


@require_safe
def listen(request: HttpRequest, secret: str) -> HttpResponse:
    """The page that a link opens."""
    link = guests.found(secret)
    if link is None:
        return _closed(request, _("This link opens nothing. Copy it whole, or ask for a new one."), NOT_FOUND)
    reasons = {
        "closed": _("This link was closed. Ask whoever sent it for a new one."),
        "ended": _("This link has run out. Ask whoever sent it for a new one."),
        "removed": _("The label no longer keeps this version. Ask whoever sent the link for a newer one."),
    }
    standing = guests.standing(link)
    if standing in reasons:
        return _closed(request, reasons[standing], GONE)
    if not request.user.is_authenticated:
        guests.opened(link)
    return _private(render(request, "projects/guest.html", _shown(request, link, secret)))


@require_safe
def talk(request: HttpRequest, secret: str) -> HttpResponse:
    """What was said by this link, as a part of its page."""
    link = _open_link(secret)
    return _private(render(request, "projects/_guest_talk.html", {"link": link, "threads": guests.said_by(link)}))


@require_safe
def marks(request: HttpRequest, secret: str) -> HttpResponse:
    said = guests.said_by(_open_link(secret)).filter(at_s__isnull=False)
    return _private(JsonResponse({"marks": [mark_of(head) for head in said]}))


@open_deed
def say(request: HttpRequest, secret: str) -> Done:
    """A guest's remark; their name is remembered for the next one."""
    link, name = guests.found(secret), request.POST.get("name", "")
    if link is None:
        raise Http404
    at_s = moment(request.POST.get("at_s"), field="at_s")
    end_s = moment(request.POST.get("end_s"), field="end_s")
    remark = guests.say(link, name, request.POST.get("text", ""), at_s=at_s, end_s=end_s)
    request.session[CALLED] = remark.guest
    return Done(
        _("Sent to {artist} and the label.").format(artist=link.asset.project.artist), reverse("listen", args=[secret])
    )


def _shown(request: HttpRequest, link: GuestLink, secret: str) -> dict[str, Any]:
    user = request.user
    return {
        "link": link,
        "secret": secret,
        "asset": link.asset,
        "project": link.asset.project,
        "title": version_name(link.asset.kind, link.asset.version),
        "house": Label.ours(),
        "called": request.session.get(CALLED) or (str(user) if user.is_authenticated else link.name),
        "threads": guests.said_by(link),
    }


def _open_link(secret: str) -> GuestLink:
    link = guests.open_link(secret)
    if link is None:
        raise Http404
    return link


def _asset(request: HttpRequest, asset_id: uuid.UUID) -> Asset:
    seen = Asset.objects.visible_to(request.user).select_related("project__artist")
    return get_object_or_404(seen, pk=asset_id)


def _address(request: HttpRequest, link: GuestLink) -> str:
    return request.build_absolute_uri(reverse("listen", args=[guests.secret_of(link)]))


def _closed(request: HttpRequest, words: str, status: int) -> HttpResponse:
    return _private(closed_door(request, words, status, for_guests=True))


def _private(answer: HttpResponse) -> HttpResponse:
    """Not for caches, nor for search engines that come across the link."""
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
