"""A POST with an `Idempotency-Key` is done once: repeating it gives the first answer again and changes nothing.

The key is taken in a transaction of its own, so that a second request meanwhile sees it; the deed and its answer are
written in one other transaction, so that there is never one without the other.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from artists import tokens
from artists.models import User
from projects.api.errors import coded
from projects.models import KeptAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,80}")
# After this a request that took the key and never answered is taken for dead.
GIVEN_UP_AFTER = timedelta(minutes=2)
# The next try may end differently: these answers are not kept.
NOT_KEPT = {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS}


class OnceMiddleware(MiddlewareMixin):
    """Stands before the views of the API, whoever wrote them."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        key = request.headers.get(HEADER)
        if key is None or request.method != "POST" or not request.path.startswith(settings.API_PREFIX):
            return None
        if not KEY.fullmatch(key):
            words = _("An idempotency key is 1 to 80 visible ASCII characters.")
            return coded(HTTPStatus.BAD_REQUEST, "idempotency.key_invalid", words, HEADER)
        try:
            asked = _asked(request)
        except RequestDataTooBig:
            return None
        # Who is nobody is sent away by the view itself.
        return None if asked is None else _once(*asked, key, lambda: view(request, *args, **kwargs))


def _asked(request: HttpRequest) -> tuple[User, str] | None:
    """Whose request it is, and a digest of all that makes it this request."""
    secret = tokens.secret_in(request.headers.get("Authorization", ""))
    token = tokens.authenticate(secret) if secret is not None else None
    user = token.user if token else request.user
    if not isinstance(user, User) or (secret is not None and token is None):
        return None
    told = [request.get_full_path(), request.content_type or "", token.pk if token else 0]
    return user, hashlib.sha256(json.dumps(told).encode() + request.body).hexdigest()


def _once(user: User, digest: str, key: str, deed: Callable[[], Any]) -> HttpResponse:
    mine, kept = _take(user, digest, key)
    if not mine:
        return _again(kept, digest)
    try:
        with transaction.atomic():
            answer: HttpResponse = deed()
            if hasattr(answer, "render"):
                answer = answer.render()
            is_final = answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and answer.status_code not in NOT_KEPT
            if is_final:
                body = _without_secret(json.loads(answer.content)) if answer.content else None
                KeptAnswer.objects.filter(pk=kept.pk).update(status=answer.status_code, body=body)
    except BaseException:
        # Unless the deed was committed after all and only what follows it broke.
        KeptAnswer.objects.filter(pk=kept.pk, status=None).delete()
        raise
    if not is_final:
        kept.delete()
    return answer


def _without_secret(body: Any) -> Any:
    """A secret is told once and kept nowhere: who asks again gets the rest."""
    return {**body, "secret": ""} if isinstance(body, dict) and "secret" in body else body


def _take(user: User, digest: str, key: str) -> tuple[bool, KeptAnswer]:
    """The row of this key, and whether it is ours to answer. Two at once can not both have it: the row is unique."""
    try:
        with transaction.atomic():
            return True, KeptAnswer.objects.create(user=user, key=key, request=digest)
    except IntegrityError:
        kept = KeptAnswer.objects.filter(user=user, key=key).first()
    if kept is None:
        return _take(user, digest, key)
    lapsed = KeptAnswer.objects.filter(pk=kept.pk, status=None, request=digest, at__lt=timezone.now() - GIVEN_UP_AFTER)
    return lapsed.update(at=timezone.now()) == 1, kept


def _again(kept: KeptAnswer, digest: str) -> HttpResponse:
    if kept.request != digest:
        words = _("This idempotency key was used for another request. Make up a new one.")
        return coded(HTTPStatus.CONFLICT, "idempotency.key_reused", words, HEADER)
    if kept.status is None:
        words = _("The first request with this idempotency key is still at work. Ask again in a moment.")
        answer = coded(HTTPStatus.CONFLICT, "idempotency.in_progress", words, HEADER)
        answer["Retry-After"] = "1"
        return answer
    content = b"" if kept.body is None else json.dumps(kept.body).encode()
    return HttpResponse(content, "application/json", kept.status, headers={REPLAYED: "true"})


def forget_old_answers() -> int:
    """Let go of what was kept for its time."""
    old = KeptAnswer.objects.filter(at__lt=timezone.now() - settings.IDEMPOTENCY_KEPT_FOR)
    # Looking first: deleting takes the database's one pen even when there is nothing to delete.
    return old.delete()[0] if old.exists() else 0
