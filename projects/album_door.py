"""`/ws/albums/<id>/`: a nudge whenever somebody changes the album that others look at."""

from uuid import UUID

from artists.models import User
from projects import replay, wire
from projects.albums import CHANGED, group_of, state_of
from projects.consumers import Socket
from projects.models import Album


class AlbumDoor(Socket):
    """Live only: a page that was away asks for the whole album again. What changed before its socket was open it
    learns at once, by the state that it says it shows (`after`)."""

    async def may_enter(self, user: User) -> bool:
        return await Album.objects.visible_to(user).filter(pk=self._album_id).aexists()

    async def enter(self) -> str:
        group = group_of(self._album_id)
        await self.channel_layer.group_add(group, self.channel_name)
        state = state_of(await Album.objects.aget(pk=self._album_id))
        seen = replay.number_in(self.scope["query_string"])
        if seen and seen != state:
            await self.say(wire.nudge_of(CHANGED, seq=state))
        return group

    @property
    def _album_id(self) -> UUID:
        album_id: UUID = self.scope["url_route"]["kwargs"]["album_id"]
        return album_id
