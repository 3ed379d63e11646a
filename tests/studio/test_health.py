"""What the health pages say when things are there and when they are not, and who may read the figures."""

import secrets
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from rq import Queue

from artists.models import User
from processing.pipeline.queues import queue_named
from studio import health, reconciler, workers

pytestmark = pytest.mark.django_db


@pytest.fixture
def redis(redis_url: str) -> Iterator[Any]:
    connection = queue_named("cpu").connection
    connection.flushdb()
    yield connection
    connection.flushdb()


def _parts(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_the_process_answers_without_redis(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_not_ready_without_workers_and_reconciler(client: Client, redis: Any) -> None:
    status, parts = _parts(client)
    assert status == 503
    assert parts["missing"] == ["workers", "reconciler"]


def test_ready_with_a_live_worker_and_a_recent_sweep(client: Client, redis: Any) -> None:
    workers.make("cpu", f"cpu-{secrets.token_hex(4)}").register_birth()
    redis.set(reconciler.SIGN_OF_LIFE, repr(time.time()))
    status, parts = _parts(client)
    assert (status, parts["missing"]) == (200, [])
    assert parts["workers"]["cpu"] == 1


def test_a_silent_worker_does_not_count(client: Client, redis: Any) -> None:
    worker = workers.make("cpu", f"cpu-{secrets.token_hex(4)}")
    worker.register_birth()
    redis.hset(worker.key, "last_heartbeat", "2020-01-01T00:00:00.000000Z")
    assert _parts(client)[1]["workers"]["cpu"] == 0


def test_an_old_sweep_is_missed(client: Client, redis: Any) -> None:
    redis.set(reconciler.SIGN_OF_LIFE, repr(time.time() - 60))
    assert "reconciler" in _parts(client)[1]["missing"]


def test_a_redis_that_is_away_is_named_and_nothing_breaks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_redis", lambda: 1 / 0)
    status, parts = _parts(client)
    assert status == 503
    assert parts["redis"] == {"ok": False, "error": "ZeroDivisionError"}
    assert parts["database"]["ok"]


def test_a_redis_that_is_away_is_not_waited_for(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:  # bound and not listening: whoever calls is refused
        nobody.bind(("127.0.0.1", 0))
        away = Redis(port=nobody.getsockname()[1], retry=Retry(ConstantBackoff(1.0), 9))
        monkeypatch.setattr(health, "queue_named", lambda name: Queue(name, connection=away))
        monkeypatch.setattr("redis.retry.sleep", lambda _s: pytest.fail("whoever probes is kept waiting"))
        status, parts = _parts(client)
    assert status == 503
    assert parts["missing"] == ["redis", "workers", "reconciler"]
    assert parts["redis"]["error"] == "ConnectionError"


def test_figures_are_for_this_machine_and_not_for_forwarded_visitors(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404


def test_figures_need_the_right_token_from_afar(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "figures"
    for token, status in (("figures", 200), ("guess", 404), ("", 404)):
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/metrics", REMOTE_ADDR="192.0.2.1", headers=headers).status_code == status


def test_figures_are_for_staff_from_anywhere(client: Client) -> None:
    staff = User.objects.create_user("ops", "ops@example.org", is_staff=True)
    client.force_login(staff, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 200
