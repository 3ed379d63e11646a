"""A browser's end of a socket, inside the test process."""

import asyncio
import json
from typing import Any

import redis
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from artists.models import User
from projects import events
from projects.models import Project
from studio.asgi import application
from tests.cast import BACKEND

HOST = "studio.test"


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return f"sessionid={client.cookies['sessionid'].value}"


class Ear:
    """Opens a socket as somebody and reads what arrives."""

    def __init__(self, path: str, cookie: str = "", origin: str = f"http://{HOST}", key: str = "") -> None:
        headers = [(b"host", HOST.encode()), (b"cookie", cookie.encode()), (b"origin", origin.encode())]
        headers += [(b"authorization", f"Token {key}".encode())] if key else []
        self.wire = WebsocketCommunicator(application, path, headers)

    async def __aenter__(self) -> "Ear":
        self.is_open, _ = await self.wire.connect(timeout=5)
        return self

    async def __aexit__(self, *told: object) -> None:
        await self.wire.disconnect()

    async def next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await self.wire.receive_from(timeout=5))
        return message

    async def numbers(self, count: int) -> list[int]:
        return [(await self.next())["seq"] for _ in range(count)]

    async def closing_code(self) -> int:
        message = await self.wire.receive_output(timeout=5)
        assert message["type"] == "websocket.close"
        return int(message["code"])

    async def is_silent(self) -> bool:
        return bool(await self.wire.receive_nothing(timeout=0.2))

    async def say(self, words: str) -> None:
        await self.wire.send_to(text_data=words)


async def listened_to(group: str) -> None:
    """Return when a socket hears the group: it is open some time before, and what is told in between is lost to it."""
    name = f"{settings.CHANNEL_PREFIX}__group__{group}"
    with redis.Redis.from_url(settings.REDIS_URL) as desk:
        async with asyncio.timeout(5):
            while not dict(desk.pubsub_numsub(name))[name.encode()]:
                await asyncio.sleep(0.01)


async def happen(project: Project, count: int = 1, *, by: User | None = None) -> None:
    """Facts, committed and published."""
    for number in range(count):
        await sync_to_async(events.record)(project, "thing.happened", by=by, number=number)
