"""Every answer that says no is `{code, message, field}`: also those that Django gives before a view is reached."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CODES = {
    HTTPStatus.BAD_REQUEST: ("request.unreadable", gettext_lazy("The request can not be read.")),
    HTTPStatus.UNAUTHORIZED: ("not_authenticated", gettext_lazy("Sign in first, or send a key.")),
    HTTPStatus.FORBIDDEN: ("permission_denied", gettext_lazy("That is not yours to do.")),
    HTTPStatus.NOT_FOUND: ("not_found", gettext_lazy("There is nothing here, or it is not yours.")),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", gettext_lazy("This address does not do that.")),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("request.too_large", gettext_lazy("Send less at once.")),
    HTTPStatus.TOO_MANY_REQUESTS: ("throttled", gettext_lazy("That was too often. Wait a moment.")),
}
UPLOADS = "/uploads/"
BROKEN = ("server.error", gettext_lazy("The studio broke on this in a way we did not foresee. Nothing was changed."))


def coded(status: int, code: str, words: str, field: str | None = None) -> HttpResponse:
    body = {"code": code, "message": words, "field": field}
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


@sync_and_async_middleware
def coded_errors_middleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    if iscoroutinefunction(get_response):

        async def answer_later(request: HttpRequest) -> HttpResponseBase:
            return _coded(request, await get_response(request))

        return answer_later

    def answer(request: HttpRequest) -> HttpResponseBase:
        return _coded(request, get_response(request))

    return answer


def _coded(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer itself, or in place of a page or of nothing the same refusal as JSON."""
    status = response.status_code
    if status < HTTPStatus.BAD_REQUEST or not _is_for_programs(request, response) or _is_coded(response):
        return response
    known = BROKEN if status >= HTTPStatus.INTERNAL_SERVER_ERROR else CODES.get(HTTPStatus(status))
    code, words = known or (HTTPStatus(status).name.lower(), _("This can not be done."))
    told = coded(status, code, str(words))
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response:
            told[name] = response[name]
    return told


def _is_for_programs(request: HttpRequest, response: HttpResponseBase) -> bool:
    """The API; and of uploads what never reached them: an address that is none has got a page for an answer."""
    if request.path.startswith(settings.API_PREFIX):
        return True
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return request.path.startswith(UPLOADS) and response.status_code == HTTPStatus.NOT_FOUND and is_page


def _is_coded(response: HttpResponseBase) -> bool:
    if response.streaming or not response.headers.get("Content-Type", "").startswith("application/json"):
        return False
    content = response.content if isinstance(response, HttpResponse) else b""
    return content.startswith(b'{"code":') or "code" in json.loads(content or b"{}")
