"""The sockets: join first, replay what is missing, then live; every fact exactly once and in order.

Pushes are only hints. The rows are the truth: whenever a pushed number does not follow the last one sent, the rows
between are read and sent instead. A push that was lost is repaired by the client's next ping.
"""

import asyncio
import contextlib
import json
import math
import time
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from artists.models import User
from projects import replay
from projects.events import LABEL_GROUP, group_of
from projects.models import Project
from projects.socket_entry import whoever_opened

SIGNED_OUT = 4401
NOT_FOUND = 4404
RECHECK_EVERY_S = 60.0
# A client may ask this often; more is answered by the next one.
PING_EVERY_S = 0.2


class Socket(AsyncWebsocketConsumer):
    """Signed in or with a key, allowed, and asked again every minute: neither closes a socket by ending."""

    group = ""
    language = ""
    watch: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        self.language = replay.language_of(self.scope["query_string"])
        # Accepted first: a browser only learns the closing code of a socket that was open.
        await self.accept()
        code = await self._refusal()
        if code:
            await self.close(code)
            return
        self.group = await self.enter()
        self.watch = asyncio.create_task(self._watch())

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Pushes go straight out. For everything else the database connection is looked after first, which costs a
        turn in the one thread that all sockets share: a push needs no database, and a hundred would wait in line."""
        if message["type"] == "studio.event":
            await self.studio_event(message)
        else:
            await super().dispatch(message)

    async def disconnect(self, code: int) -> None:
        if self.watch is not None:
            self.watch.cancel()
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        with contextlib.suppress(ValueError, RecursionError):
            message = json.loads(text_data or "null")
            if self.group and isinstance(message, dict) and message.get("type") == "ping":
                await self.pinged()

    async def enter(self) -> str:
        """Join and catch up; returns the group joined."""
        raise NotImplementedError

    async def may_enter(self, user: User) -> bool:
        raise NotImplementedError

    async def pinged(self) -> None:
        """The client says it is there."""

    async def studio_event(self, message: dict[str, Any]) -> None:
        """Something happened in the group joined."""
        await self.say(message["event"])

    async def say(self, message: dict[str, Any]) -> None:
        """An event as it is stored; what a machine said in it, in the language that the page asked for."""
        if self.language:
            message = replay.said_in(self.language, message)
        await self.send(text_data=json.dumps(message, separators=(",", ":")))

    async def _refusal(self) -> int:
        """The closing code for somebody who may not be here; 0 for somebody who may."""
        user = await database_sync_to_async(whoever_opened)(self.scope)
        if user is None:
            return SIGNED_OUT
        return 0 if await self.may_enter(user) else NOT_FOUND

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_EVERY_S)
            if code := await self._refusal():
                await self.close(code)
                return


class ProjectSocket(Socket):
    """`/ws/projects/<id>/?after=<seq>`: everything that happened to a song after `seq`, and what happens next."""

    sent = 0
    pinged_at = -math.inf

    async def may_enter(self, user: User) -> bool:
        return await Project.objects.visible_to(user).filter(pk=self._project_id).aexists()

    async def enter(self) -> str:
        project = await Project.objects.aget(pk=self._project_id)
        group = group_of(project)
        await self.channel_layer.group_add(group, self.channel_name)
        # A page that knows a later number than we do saw a database that has since been restored.
        self.sent = min(replay.number_in(self.scope["query_string"]), project.event_seq)
        await self._replay()
        return group

    async def pinged(self) -> None:
        """Send what a lost push left out. What was sent before is on its way: a socket loses nothing by itself."""
        now = time.monotonic()
        if now - self.pinged_at >= PING_EVERY_S:
            self.pinged_at = now
            await self._replay()

    async def studio_event(self, message: dict[str, Any]) -> None:
        event = message["event"]
        if event["seq"] == self.sent + 1:
            self.sent = event["seq"]
            await self.say(event)
        elif event["seq"] > self.sent:
            await self._replay()

    async def _replay(self) -> None:
        while rows := await database_sync_to_async(replay.rows_after)(self._project_id, self.sent):
            for row in rows:
                self.sent = row["seq"]
                await self.say(row)
            if len(rows) < replay.REPLAY_ROWS:
                return

    @property
    def _project_id(self) -> UUID:
        project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        return project_id


class LabelSocket(Socket):
    """`/ws/label/?after=<number>`: what happens anywhere, for the label's staff.

    A page says how far it had been read; what came before it was listening follows, as far back as a page of it goes.
    """

    async def may_enter(self, user: User) -> bool:
        return user.is_label

    async def enter(self) -> str:
        await self.channel_layer.group_add(LABEL_GROUP, self.channel_name)
        if after := replay.number_in(self.scope["query_string"]):
            for row in await database_sync_to_async(replay.rows_since)(after):
                await self.say(row)
        return LABEL_GROUP


class NoSuchSocket(AsyncWebsocketConsumer):
    """Any other address: closed politely, like the door of a song that is not yours."""

    async def connect(self) -> None:
        await self.accept()
        await self.close(NOT_FOUND)
