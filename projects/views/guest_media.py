"""What a guest's link lets through: the sound of its one version as a small copy, its waveform, its clip."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import guests
from projects.models import Asset
from projects.views.delivery import Served, answer
from projects.views.media import View, peaks_of, poster_of, proxy_of, refused, told_when_lost


def by_link(served: Callable[[HttpRequest, Asset], Awaitable[HttpResponseBase]]) -> View:
    """Serve something of the version that an open link names."""

    @require_safe
    @told_when_lost
    async def answered(request: HttpRequest, secret: str) -> HttpResponseBase:
        link = await sync_to_async(guests.found)(secret)
        if link is None:
            return refused(HTTPStatus.NOT_FOUND, "guest_link.unknown", _("This link opens nothing."))
        if guests.standing(link) != "open":
            return refused(HTTPStatus.GONE, "guest_link.closed", _("This link is closed."))
        return await served(request, link.asset)

    return answered


async def film_of(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    if asset.kind != Asset.Kind.VIDEO:
        return refused(HTTPStatus.NOT_FOUND, "guest_link.no_film", _("This version is a sound."))
    return await answer(request, Served(asset.sha256, asset.size_bytes, asset.media_type, asset.name))


sound = by_link(proxy_of)
peaks = by_link(peaks_of)
poster = by_link(poster_of)
film = by_link(film_of)
