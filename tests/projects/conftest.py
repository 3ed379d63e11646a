"""Songs alone: what processing makes of these deeds is tested where processing is."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from artists.models import User
from projects import signals, webhooks
from projects.models import Webhook
from projects.webhooks import Wanted
from tests.receiver import Receiver, receiving

DEEDS = [signals.submitted, signals.picked, signals.decided, signals.asset_added]


@pytest.fixture(autouse=True)
def nobody_follows() -> Iterator[None]:
    """Receivers of other apps stay out; a test may still connect its own."""
    kept = [signal.receivers for signal in DEEDS]
    for signal in DEEDS:
        signal.receivers = []
        signal.sender_receivers_cache.clear()
    yield
    for signal, receivers in zip(DEEDS, kept, strict=True):
        signal.receivers = receivers
        signal.sender_receivers_cache.clear()


@pytest.fixture
def inside(settings: Any) -> None:
    """The operator lets webhooks call addresses inside the network, too."""
    settings.WEBHOOKS_PRIVATE = True


@pytest.fixture
def leads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Lets every name lead to these addresses; returns the names that were asked for."""

    real = socket.getaddrinfo

    def to(*addresses: str) -> list[str]:
        asked: list[str] = []

        def look(host: str, port: int, *more: Any, **named: Any) -> list[Any]:
            if host in addresses:
                return real(host, port, *more, **named)
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

        monkeypatch.setattr("projects.outside.socket.getaddrinfo", look)
        return asked

    return to


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def hook(inside: None, receiver: Receiver, admin: User) -> Webhook:
    """One that wants to be told everything."""
    return webhooks.make(Wanted(receiver.url, ["*"], "Chat"), by=admin)
