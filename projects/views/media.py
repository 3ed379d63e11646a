"""The addresses of a file: itself, its small copy for listening, its waveform. By session or by API token."""

import json
import logging
import uuid
from collections.abc import Callable, Coroutine
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from artists import tokens
from artists.models import User
from projects import storage
from projects.file_names import given_name
from projects.models import Asset, Rendition
from projects.views.delivery import Served, answer, guarded, is_known

log = logging.getLogger(__name__)

View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]
PICTURES = {Rendition.Kind.SPECTROGRAM, Rendition.Kind.VECTORSCOPE}
PROXIES = {"opus": Rendition.Kind.OPUS, "aac": Rendition.Kind.AAC}
PEAKS_PER_PIXEL = 2048


def told_when_lost(view: View) -> View:
    """A file whose row outlived it, as after a restore of the database alone, is told in words and in the log."""

    @wraps(view)
    async def answered(request: HttpRequest, *named: Any, **more: Any) -> HttpResponseBase:
        try:
            return await view(request, *named, **more)
        except FileNotFoundError:
            log.error("%s: the storage has lost this file", request.path)
            words = _("This file is missing from the studio's storage. Tell whoever runs the studio.")
            return refused(HTTPStatus.NOT_FOUND, "asset.lost", words)

    return answered


def by_person(served: Callable[..., Coroutine[Any, Any, HttpResponseBase]]) -> View:
    """Serve something of the file that the address names, to whoever may have it."""

    @csrf_exempt
    @require_safe
    @told_when_lost
    async def answered(request: HttpRequest, asset_id: uuid.UUID | str, **more: Any) -> HttpResponseBase:
        asset = await _asset(request, asset_id)
        return _sign_in_first() if asset is None else await served(request, asset, **more)

    return answered


async def content_of(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The file itself; `?download=1` hands it out under its name."""
    if asset.removed_at is not None:
        return _gone()
    name = await _leaving_name(asset) if "download" in request.GET else asset.name
    return await answer(request, Served(asset.sha256, asset.size_bytes, asset.media_type, name))


async def picture_of(request: HttpRequest, asset: Asset, kind: str) -> HttpResponseBase:
    """A sound as a picture: `spectrogram` or `vectorscope`, once somebody has looked into it."""
    drawn = await asset.renditions.filter(kind=kind).afirst() if kind in PICTURES else None
    if drawn is None:
        return refused(HTTPStatus.NOT_FOUND, "asset.no_picture", _("Nobody has looked into this sound yet."))
    return await answer(request, Served(drawn.sha256, drawn.size_bytes, drawn.media_type, f"{kind}.png"))


async def proxy_of(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """A small copy for listening: `?format=opus|aac`, or what Accept prefers; the file itself when there is none."""
    if asset.removed_at is not None:
        return _gone()
    copies = {copy.kind: copy async for copy in asset.renditions.filter(kind__in=PROXIES.values())}
    for kind in _proxy_order(request):
        if copy := copies.get(kind):
            name = f"{Path(asset.name).stem}.{'m4a' if kind == Rendition.Kind.AAC else kind}"
            return await answer(request, Served(copy.sha256, copy.size_bytes, copy.media_type, name))
    return await answer(request, Served(asset.sha256, asset.size_bytes, asset.media_type, asset.name))


async def peaks_of(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The waveform at the zoom nearest to `?resolution=` samples per pixel."""
    drawn = await asset.renditions.filter(kind=Rendition.Kind.PEAKS).afirst()
    if drawn is None:
        return refused(HTTPStatus.NOT_FOUND, "asset.no_peaks", "The waveform has not been drawn yet.")
    wanted = request.GET.get("resolution", "")
    per_px = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else PEAKS_PER_PIXEL
    etag = f'"{drawn.sha256}-{per_px}"'
    if is_known(request, etag):
        return guarded(HttpResponse(status=HTTPStatus.NOT_MODIFIED), etag)
    levels = await sync_to_async(_levels, thread_sensitive=False)(drawn.sha256)
    return guarded(JsonResponse(min(levels, key=lambda level: abs(int(level["samples_per_px"]) - per_px))), etag)


async def poster_of(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The still that stands for a clip until it is played."""
    still = await asset.renditions.filter(kind=Rendition.Kind.POSTER).afirst()
    if still is None:
        return refused(HTTPStatus.NOT_FOUND, "asset.no_poster", _("This file has no poster."))
    return await answer(request, Served(still.sha256, still.size_bytes, still.media_type, "poster.jpg"))


content = by_person(content_of)
poster = by_person(poster_of)
picture = by_person(picture_of)
proxy = by_person(proxy_of)
peaks = by_person(peaks_of)


async def _leaving_name(asset: Asset) -> str:
    """A name that says whose song and which version it is."""
    return given_name(await Asset.objects.select_related("project__artist").aget(pk=asset.pk))


def _levels(sha256: str) -> list[dict[str, Any]]:
    with storage.local_copy(sha256) as path:
        levels: list[dict[str, Any]] = json.loads(path.read_bytes())["levels"]
    return levels


async def _asset(request: HttpRequest, asset_id: uuid.UUID | str) -> Asset | None:
    """The asset if this person may have it (else 404); None when nobody is signed in."""
    user = await _person(request)
    if user is None:
        return None
    try:
        return await Asset.objects.visible_to(user).aget(pk=asset_id)
    except (Asset.DoesNotExist, ValidationError):
        raise Http404 from None


async def _person(request: HttpRequest) -> User | None:
    """By session, or by `Authorization: Token …` for programs."""
    secret = tokens.secret_in(request.headers.get("Authorization", ""))
    if secret is not None:
        token = await sync_to_async(tokens.authenticate)(secret)
        return token.user if token and "read" in token.scopes else None
    user = await request.auser()
    return user if isinstance(user, User) and user.is_active else None


def _proxy_order(request: HttpRequest) -> list[Rendition.Kind]:
    """Opus is half the size; a browser that names only AAC gets AAC first."""
    asked = PROXIES.get(request.GET.get("format", ""))
    if asked:
        return [asked]
    accepted = request.headers.get("Accept", "")
    wants_aac = any(name in accepted for name in ("audio/mp4", "audio/aac")) and "audio/ogg" not in accepted
    order = [Rendition.Kind.OPUS, Rendition.Kind.AAC]
    return order[::-1] if wants_aac else order


def _sign_in_first() -> HttpResponse:
    response = refused(HTTPStatus.UNAUTHORIZED, "not_authenticated", "Sign in first, or send a key that may read.")
    response["WWW-Authenticate"] = "Token"
    return response


def _gone() -> HttpResponse:
    words = _("The label's retention removed this file. Its story is kept, and the same stage can make it again.")
    return refused(HTTPStatus.GONE, "asset.removed", words)


def refused(status: HTTPStatus, code: str, words: str) -> HttpResponse:
    response = JsonResponse({"code": code, "message": words, "field": None}, status=status)
    response["Cache-Control"] = "no-store"
    return response
