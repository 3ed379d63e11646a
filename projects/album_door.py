"""`/ws/albums/<id>/`: a nudge whenever somebody changes the album that others look at."""

from typing import Any

from artists.models import User
from projects.albums import group_of, state_of
from projects.consumers import Socket
from projects.models import Album
from projects.replay import number_in


class AlbumDoor(Socket):
    """Live only: a page that was away asks for the whole album again. What changed before its socket was open it
    learns at once, by the state that it says it shows (`after`)."""

    async def may_enter(self, user: User) -> bool:
        return await Album.objects.visible_to(user).filter(pk=self.scope["url_route"]["kwargs"]["album_id"]).aexists()

    async def enter(self) -> str:
        album = await Album.objects.aget(pk=self.scope["url_route"]["kwargs"]["album_id"])
        await self.channel_layer.group_add(group_of(album), self.channel_name)
        await album.arefresh_from_db()
        seen = number_in(self.scope["query_string"])
        if seen and seen != state_of(album):
            at = album.updated_at.isoformat()
            await self.say({"seq": state_of(album), "type": "album.changed", "at": at, "by": None, "data": {}})
        return group_of(album)

    async def studio_event(self, message: dict[str, Any]) -> None:
        await self.say(message["event"])
