"""`/ws/me/`: a nudge whenever one person has something new to know. What it is, their page asks for itself."""

from artists.models import User
from projects.consumers import Socket
from projects.notices import group_of


class Doorbell(Socket):
    """Live only; the bell's count is asked for when a page opens and when the line comes back."""

    person = 0

    async def may_enter(self, user: User) -> bool:
        # Signing in as somebody else within the same session must not keep the first one's bell.
        known, self.person = self.person, user.pk
        return known in {0, user.pk}

    async def enter(self) -> str:
        group = group_of(self.person)
        await self.channel_layer.group_add(group, self.channel_name)
        return group
