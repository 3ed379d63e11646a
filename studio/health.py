"""Is the process there, is the studio ready, and the figures behind it."""

import hmac
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from processing.pipeline.queues import queue_named
from studio import reconciler, workers

LOOPBACK = {"127.0.0.1", "::1"}
STORAGE_ASKED_EVERY_S = 30.0


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The web process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when songs can be made; else 503 with what is missing, part by part."""
    parts = {name: _asked(question) for name, question in QUESTIONS.items()}
    missing = [name for name, answer in parts.items() if not answer["ok"]]
    body = {"status": "not ready" if missing else "ready", "missing": missing, **parts}
    return JsonResponse(body, status=503 if missing else 200, headers={"Cache-Control": "no-store"})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus figures, for label admins, for a holder of the token, and for this machine itself."""
    if not _may_measure(request):
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    return answer


def _may_measure(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.is_staff:
        return True
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return True
    # Behind a proxy on this machine every visitor has the loopback address; the proxy's headers tell them apart.
    is_forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_forwarded


def _asked(question: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return question()
    except Exception as error:
        # A health page must not break; the kind of error is enough for it, the address in the text is not its business.
        return {"ok": False, "error": type(error).__name__}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        cursor.fetchone()
    return {"ok": True, "vendor": connection.vendor}


def _redis() -> Redis:
    """Asked once: whoever probes gives an answer two or three seconds, and asks again anyway."""
    redis: Redis = queue_named("cpu").connection
    redis.set_retry(Retry(NoBackoff(), 0))
    return redis


def _redis_answers() -> dict[str, Any]:
    return {"ok": bool(_redis().ping())}


class _Storage:
    """Asks the store now and then: an S3 bucket should not be asked by every probe."""

    asked_at = -STORAGE_ASKED_EVERY_S

    def __call__(self) -> dict[str, Any]:
        if time.monotonic() - self.asked_at >= STORAGE_ASKED_EVERY_S:
            self._ask()
            self.asked_at = time.monotonic()
        return {"ok": True}

    def _ask(self) -> None:
        if isinstance(default_storage, FileSystemStorage):
            name = default_storage.save("health/probe", ContentFile(b"ready"))
            default_storage.delete(name)
        else:
            default_storage.exists("health/probe")


def _workers() -> dict[str, Any]:
    """Workers heard of lately, per queue; at least one on the cpu queue is needed."""
    counts = dict.fromkeys(settings.RQ_QUEUES, 0)
    for worker in workers.heard_lately(_redis()):
        for name in worker.queue_names():
            counts[name] = counts.get(name, 0) + 1
    return {"ok": counts.get("cpu", 0) > 0, **counts}


def _reconciler() -> dict[str, Any]:
    age_s = reconciler.age_s(_redis())
    return {"ok": reconciler.is_recent(age_s), "age_s": None if age_s is None else round(age_s, 1)}


QUESTIONS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database,
    "redis": _redis_answers,
    "storage": _Storage(),
    "workers": _workers,
    "reconciler": _reconciler,
}
